/** How one digit of a number is called, for those who hear the page. */

/** @import { DigitRead } from "./types.js" */

import { mayBeNone } from "./doubt.js";
import { strings } from "./words.js";

/** @param {DigitRead} read */
export function digitName(read) {
  const { digit, confidence } = read;
  if (digit === null) return strings.number.sign;
  if (mayBeNone(read)) return `${digit}, ${strings.result.mayBeNone}`;
  return confidence === null ? String(digit) : `${digit}, ${strings.result.confidence(confidence)}`;
}

/**
 * The digit that is worth a look: the least sure one.
 * @param {readonly DigitRead[]} digits
 * @returns {number} its index; that of the first where there is no digit
 */
export function leastSure(digits) {
  const sure = digits.map(({ confidence, digit_score }) =>
    confidence === null ? Infinity : confidence * digit_score,
  );
  return Math.max(0, sure.indexOf(Math.min(...sure)));
}
