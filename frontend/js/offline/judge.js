/** From a network's output to what is said about it, as `service/verdict.py` has it. */

/** @import { Calibration } from "./network-file.js" */

const LABELS = 10;

/**
 * @param {Float32Array} logits ten, or eleven where the last is "not a digit"
 * @param {Calibration} calibration
 */
export function judge(logits, calibration) {
  const labels = softmax(Array.from(logits.slice(0, LABELS), (value) => value / calibration.temperature));
  const knowsOthers = logits.length > LABELS;
  const score = knowsOthers ? 1 - (softmax(Array.from(logits))[LABELS] ?? 0) : null;
  return { ...judged(labels, score, calibration), knowsOthers };
}

/**
 * @param {number[]} probabilities ten
 * @param {number | null} known how much it looks like a digit; null where nothing is known but how sure the label is
 * @param {Calibration} calibration
 */
export function judged(probabilities, known, calibration) {
  const confidence = Math.max(...probabilities);
  const score = known ?? confidence;
  const sure = known === null ? confidence : confidence * known;
  /** @type {"digit" | "uncertain" | "not_a_digit"} */
  let verdict = "digit";
  if (score < calibration.digit_score_below) verdict = "not_a_digit";
  else if (sure < calibration.uncertain_below) verdict = "uncertain";
  return { verdict, digit: probabilities.indexOf(confidence), confidence, score, probabilities };
}

/** @param {readonly number[]} values */
function softmax(values) {
  const most = Math.max(...values);
  const powers = values.map((value) => Math.exp(value - most));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}
