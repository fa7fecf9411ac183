/** How one mark of a number is called, for those who hear the page. */

/** @import { DigitRead } from "./types.js" */

import { mayBeNone } from "./doubt.js";
import { strings } from "./words.js";

/**
 * The character that stands for a mark in the text; empty where it is neither digit nor sign.
 * @param {DigitRead} read
 */
export function typed({ digit, sign }) {
  return digit === null ? (sign ?? "") : String(digit);
}

/** @param {DigitRead} read */
export function digitName(read) {
  const { digit, sign, confidence } = read;
  if (digit === null && sign === null) return strings.number.neither;
  const name = digit === null ? signName(sign) : String(digit);
  if (digit !== null && mayBeNone(read)) return `${name}, ${strings.result.mayBeNone}`;
  return confidence === null ? name : `${name}, ${strings.result.confidence(confidence)}`;
}

/** @param {string | null} sign */
export function signName(sign) {
  return strings.number.signs[sign ?? ""] ?? sign ?? "";
}

/**
 * The mark that is worth a look: the least sure one.
 * @param {readonly DigitRead[]} digits
 * @returns {number} its index; that of the first where nothing is named
 */
export function leastSure(digits) {
  const sure = digits.map(({ digit, confidence, digit_score }) => {
    if (confidence === null) return Infinity;
    return digit === null ? confidence : confidence * digit_score;
  });
  return Math.max(0, sure.indexOf(Math.min(...sure)));
}
