/** What is said about an error, and whether it is one that passes: then the same picture is worth another try. */

import { ApiError } from "./api.js";
import { strings } from "./words.js";

/** Too many requests, and a service or a gateway that is not ready: statuses that pass. */
const PASSING = new Set([429, 502, 503, 504]);

/**
 * @param {unknown} error
 * @returns {{headline: string, hint: string, reference: string, passing: boolean}}
 */
export function tell(error) {
  const words = strings.problems;
  if (!(error instanceof ApiError)) return { ...spoken(words.unexpected), reference: "", passing: false };
  const { kind, problem } = error;
  if (kind !== "refused") return { ...spoken(words[kind]), reference: "", passing: true };
  const status = problem?.status ?? 0;
  const reference = problem?.request_id ? words.reference(problem.request_id) : "";
  const own = words.status[status] ?? { title: problem?.title ?? "", detail: problem?.detail ?? "" };
  return { ...spoken(own), reference, passing: PASSING.has(status) };
}

/** @param {{title: string, detail: string}} text */
function spoken({ title, detail }) {
  return { headline: title, hint: detail };
}
