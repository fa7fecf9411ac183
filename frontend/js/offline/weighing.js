/** Weighs what the reader says of a mark against what the digit network says: as `service/reading/weighing.py`. */

/** @import { Calibration, ReaderSettings } from "./network-file.js" */

import { DIGITS, OTHER } from "./reader-map.js";

const FLOOR = 1e-6;

/**
 * @typedef {object} Opinion What both networks together say of a mark.
 * @property {number[]} classes if there is a mark, what it is; they sum to 1
 * @property {number} label the likeliest class
 * @property {number} present that there is a mark
 */

/**
 * @param {{peak: number, labels: ArrayLike<number>}} candidate
 * @param {ArrayLike<number>} digitLogits ten or eleven
 * @param {Calibration} calibration
 * @param {ReaderSettings} settings
 * @returns {Opinion}
 */
export function weigh(candidate, digitLogits, calibration, settings) {
  const logits = Array.from(digitLogits);
  const byShape = logSoftmax(logits.slice(0, DIGITS).map((value) => value / calibration.temperature));
  const score = logits.length > DIGITS ? 1 - Math.exp(logSoftmax(logits)[DIGITS] ?? 0) : 1 - FLOOR;
  const weighed = logSoftmax(Array.from(candidate.labels)).map((value, label) => {
    const own = settings.reader * value;
    if (label === OTHER) return own + settings.score * Math.log(1 - score + FLOOR) + settings.other;
    if (label >= DIGITS) return own + settings.sign;
    const shape = Math.log(Math.exp(byShape[label] ?? 0) + FLOOR);
    return own + settings.digit * shape + settings.score * Math.log(score + FLOOR);
  });
  const classes = logSoftmax(weighed).map(Math.exp);
  const label = classes.indexOf(Math.max(...classes));
  return { classes, label, present: presence(candidate.peak, settings) };
}

/**
 * @param {number} peak logit
 * @param {ReaderSettings} settings
 * @returns {number} how likely it is a mark
 */
export function presence(peak, settings) {
  return logistic(settings.peak * peak + settings.present);
}

/**
 * How sure it is that all that is read is right, and that nothing else is a digit or sign.
 * @param {readonly Opinion[]} read
 * @param {readonly Opinion[]} others
 * @param {ReaderSettings} settings
 */
export function wholeConfidence(read, others, settings) {
  const log = (/** @type {number} */ value) => Math.log(Math.max(value, FLOOR));
  const right = read.map(({ classes, label, present }) => log((classes[label] ?? 0) * present));
  const none = others.map(({ classes, present }) => log(1 - sum(classes.slice(0, OTHER)) * present));
  const allRight = Math.min(sum(right) + sum(none), -FLOOR);
  const certainty = allRight - Math.log(-Math.expm1(allRight));
  return logistic(settings.text * certainty + settings.text_bias);
}

/** @param {readonly number[]} values */
function logSoftmax(values) {
  const most = Math.max(...values);
  const total = Math.log(sum(values.map((value) => Math.exp(value - most))));
  return values.map((value) => value - most - total);
}

/** @param {number} value */
function logistic(value) {
  return 1 / (1 + Math.exp(-value));
}

/** @param {readonly number[]} values */
export function sum(values) {
  return values.reduce((all, value) => all + value, 0);
}
