/** An answer in one word or two, for lists. */

/** @import { Answer } from "./types.js" */

/**
 * @param {Answer} answer
 * @returns {string | null} the digit or the number (its lines apart by spaces); null where there is none
 */
export function answerText({ recognition, number }) {
  if (number) return number.text.replaceAll("\n", " ");
  return recognition.digit === null ? null : String(recognition.digit);
}
