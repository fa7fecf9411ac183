/** Who is asked about a picture: the service; about a drawing that it cannot take now, the network on this device. */

/** @import { Answer, Picture, Stroke } from "./types.js" */

import { ApiError, predict, readNumber } from "./api.js";
import { toPicture } from "./ink.js";

/** A service without the call, or one that cannot take it now: the count of digits is an answer too. */
const NO_NUMBER = new Set([404, 405, 429, 503]);

/** Too many requests, or too much to do: what was drawn need not wait for that. */
const BUSY = new Set([429, 503]);

/**
 * @param {Picture | null} picture what to read; null for the drawing
 * @param {readonly Stroke[]} strokes the drawing
 * @param {{signal: AbortSignal}} options
 * @returns {Promise<Answer>}
 * @throws {ApiError} and an AbortError when `signal` ends it
 */
export async function ask(picture, strokes, options) {
  const blob = picture?.blob ?? (await toPicture(strokes));
  try {
    return await askService(blob, options);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const busy = BUSY.has(error.problem?.status ?? 0);
    if (error.kind !== "unreachable" && !(busy && !picture)) throw error;
    if (picture) throw new ApiError(navigator.onLine ? "unreachable" : "offlinePicture", null);
    return await askThisDevice(blob, busy ? error : new ApiError("offlineModel", null));
  }
}

/**
 * @param {Blob} blob
 * @param {{signal: AbortSignal}} options
 * @returns {Promise<Answer>}
 */
export async function askService(blob, options) {
  const recognition = await predict(blob, options);
  if (recognition.verdict !== "several_digits") return { recognition, number: null, onDevice: false };
  try {
    const number = await readNumber(blob, options);
    return { recognition, number: number.text ? number : null, onDevice: false };
  } catch (error) {
    if (!(error instanceof ApiError) || !NO_NUMBER.has(error.problem?.status ?? 0)) throw error;
    return { recognition, number: null, onDevice: false };
  }
}

/**
 * @param {Blob} drawing
 * @param {ApiError} otherwise what is said where this device cannot read
 * @returns {Promise<Answer>}
 */
async function askThisDevice(drawing, otherwise) {
  try {
    const { readDrawing } = await import("./offline/reader.js");
    return await readDrawing(drawing);
  } catch (error) {
    console.warn(error); // the person is told that it is not possible; this tells why
    throw otherwise;
  }
}
