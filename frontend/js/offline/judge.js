/** From a network's output to what is said about it, as `service/verdict.py` has it. */

/** @import { Calibration } from "./network-file.js" */

const LABELS = 10;

/**
 * @param {Float32Array} logits ten, or eleven where the last is "not a digit"
 * @param {Calibration} calibration
 */
export function judge(logits, calibration) {
  const probabilities = softmax(
    Array.from(logits.slice(0, LABELS), (value) => value / calibration.temperature),
  );
  const confidence = Math.max(...probabilities);
  const knowsOthers = logits.length > LABELS;
  const score = knowsOthers ? 1 - (softmax(Array.from(logits))[LABELS] ?? 0) : confidence;
  const sure = knowsOthers ? confidence * score : confidence;
  /** @type {"digit" | "uncertain" | "not_a_digit"} */
  let verdict = "digit";
  if (score < calibration.digit_score_below) verdict = "not_a_digit";
  else if (sure < calibration.uncertain_below) verdict = "uncertain";
  return { verdict, digit: probabilities.indexOf(confidence), confidence, score, probabilities, knowsOthers };
}

/** @param {readonly number[]} values */
function softmax(values) {
  const most = Math.max(...values);
  const powers = values.map((value) => Math.exp(value - most));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}
