/** The digits among a drawing's marks: as `service/reading/digits.py` has it. */

/** @import { Calibration, ReaderSettings } from "./network-file.js" */
/** @import { Mark } from "./marks.js" */

import { judged } from "./judge.js";
import { DIGITS } from "./reader-map.js";
import { sum } from "./weighing.js";

const MOSTLY = 0.5;
const FLOOR = 1e-6;

/**
 * @param {readonly Mark[]} marks
 * @param {ReaderSettings} settings
 * @returns {Mark[]} from left to right; none where most marks are others
 */
export function digitsAmong(marks, settings) {
  const present = marks.filter((mark) => mark.present >= settings.mark_from);
  const digits = present.filter(({ label }) => label < DIGITS);
  if (digits.length < MOSTLY * present.length) return [];
  return digits.sort((a, b) => a.edges[0] - b.edges[0]);
}

/**
 * What both networks say of a mark as a digit.
 * @param {Mark} mark
 * @param {Calibration} calibration
 */
export function judgeMark({ classes, present }, calibration) {
  const digits = classes.slice(0, DIGITS);
  const all = sum(digits);
  return judged(
    digits.map((value) => value / Math.max(all, FLOOR)),
    all * present,
    calibration,
  );
}
