/** How one digit of a number is called, for those who hear the page. */

/** @import { DigitRead } from "./types.js" */

import { strings } from "./words.js";

/** @param {DigitRead} digit */
export function digitName({ digit, confidence }) {
  if (digit === null) return strings.number.sign;
  return confidence === null ? String(digit) : `${digit}, ${strings.result.confidence(confidence)}`;
}

/**
 * The digit that is worth a look: the least sure one.
 * @param {readonly DigitRead[]} digits
 * @returns {number} its index; that of the first where there is no digit
 */
export function leastSure(digits) {
  let least = 0;
  for (const [index, { confidence }] of digits.entries())
    if (confidence !== null && confidence < (digits[least]?.confidence ?? Infinity)) least = index;
  return least;
}
