/** The one door to the service. Addresses are relative, so the page works under any path prefix. */

/** @import { BatchItem, ModelInfo, NumberRead, Problem, Recognition } from "./types.js" */
/** @import { Explanation } from "./how-it-works/types.js" */

/** A picture that has had no answer after this long (milliseconds) will not get one. */
const PATIENCE = 20_000;

/** The service said no, or could not be reached; `title` and `detail` are for a person. */
export class ApiError extends Error {
  /**
   * @param {"refused" | "unreachable" | "timeout" | "offlinePicture" | "offlineModel"} kind
   * @param {Problem | null} problem what the service said, where it said something
   */
  constructor(kind, problem) {
    super(problem?.title ?? kind);
    this.name = "ApiError";
    this.kind = kind;
    this.problem = problem;
  }
}

/**
 * @param {Blob} picture
 * @param {{signal: AbortSignal}} options
 * @returns {Promise<Recognition>}
 * @throws {ApiError} and an AbortError when `signal` ends it
 */
export function predict(picture, { signal }) {
  const body = new FormData();
  body.append("file", picture, picture instanceof File ? picture.name : "drawing.png");
  return request("v1/predict", { method: "POST", body, signal });
}

/**
 * How a network came to its answer.
 * @param {Blob} picture
 * @param {Record<string, string>} question the call's query: `model`, `label`, `learning_rate`, `neuron`
 * @param {{signal: AbortSignal}} options
 * @returns {Promise<Explanation>}
 * @throws {ApiError} and an AbortError when `signal` ends it
 */
export function explain(picture, question, { signal }) {
  const body = new FormData();
  body.append("file", picture, "drawing.png");
  return request(`v1/explain?${new URLSearchParams(question)}`, { method: "POST", body, signal });
}

/**
 * Every digit of a picture.
 * @param {Blob} picture
 * @param {{signal: AbortSignal}} options
 * @returns {Promise<NumberRead>}
 * @throws {ApiError} and an AbortError when `signal` ends it
 */
export function readNumber(picture, { signal }) {
  const body = new FormData();
  body.append("file", picture, picture instanceof File ? picture.name : "drawing.png");
  return request("v1/read", { method: "POST", body, signal });
}

/**
 * @param {readonly Blob[]} pictures few enough for one call
 * @param {{signal: AbortSignal}} options
 * @returns {Promise<BatchItem[]>} one for each, in their order
 * @throws {ApiError} and an AbortError when `signal` ends it
 */
export async function predictBatch(pictures, { signal }) {
  const body = new FormData();
  for (const picture of pictures) body.append("files", picture);
  return (await request("v1/predict/batch", { method: "POST", body, signal })).results;
}

/**
 * @returns {Promise<ModelInfo>}
 * @throws {ApiError}
 */
export function fetchModel() {
  return request("v1/model", { method: "GET" });
}

/**
 * The serving network as one file, for reading on this device.
 * @returns {Promise<ArrayBuffer>}
 * @throws {ApiError}
 */
export function fetchNetwork() {
  return request("network.bin", { method: "GET" }, (response) => response.arrayBuffer());
}

/**
 * @param {string} path
 * @param {RequestInit} init
 * @param {(response: Response) => Promise<any>} take what to take from a good answer
 */
async function request(path, init, take = (response) => response.json()) {
  const patience = AbortSignal.timeout(PATIENCE);
  const abort = new AbortController();
  for (const signal of [init.signal, patience]) follow(abort, signal);
  try {
    const response = await fetch(path, {
      ...init,
      signal: abort.signal,
      headers: { Accept: "application/json, application/problem+json" },
    });
    if (!response.ok) throw new ApiError("refused", await problemOf(response));
    return await take(response);
  } catch (error) {
    if (error instanceof ApiError || init.signal?.aborted) throw error;
    throw new ApiError(patience.aborted ? "timeout" : "unreachable", null);
  }
}

/**
 * @param {AbortController} abort
 * @param {AbortSignal | null | undefined} signal
 */
function follow(abort, signal) {
  if (signal?.aborted) abort.abort(signal.reason);
  signal?.addEventListener("abort", () => abort.abort(signal.reason), { once: true });
}

/**
 * @param {Response} response
 * @returns {Promise<Problem>} made from the status where something else than the service answered
 */
async function problemOf(response) {
  try {
    const told = await response.json();
    if (typeof told?.title === "string") return told;
  } catch {
    // Not JSON: a proxy's own error page.
  }
  return { title: response.statusText || `Error ${response.status}`, status: response.status };
}
