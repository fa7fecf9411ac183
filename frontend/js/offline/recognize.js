/** A drawing to its answer, without the service: its ink to digits, digits to verdicts. No DOM. */

/** @import { Answer, DigitRead, Recognition } from "../types.js" */
/** @import { Network } from "./network.js" */
/** @import { Piece } from "./pieces.js" */
/** @import { Grey } from "./resize.js" */

import { judge } from "./judge.js";
import { cut, inkBox, normalize } from "./normalize.js";
import { around, findPieces, grouped, mayBeSeveral } from "./pieces.js";

const ONE_FROM = 0.5;
const SEVERAL_FROM = 0.8;
const LIKELY = 0.6;
const MIN_CONTRAST = 14;

/**
 * @param {Grey} ink strength: 0 paper to 255 full ink, as it was drawn
 * @param {Network} network
 * @param {(digit: Uint8Array) => string | null} toImage an address at which 28x28 pixels can be seen
 * @returns {Answer}
 */
export function recognize(ink, network, toImage) {
  const contrast = ink.data.reduce((most, value) => Math.max(most, value), 0);
  if (contrast < MIN_CONTRAST) return answer(network, { verdict: "blank" });
  const { labels, pieces } = findPieces(ink);
  const whole = only(ink, labels, pieces);
  const digit = normalize(whole);
  const one = judge(network.logits(digit), network.calibration);
  const digits = grouped(pieces);
  const isOne = one.knowsOthers ? one.score >= ONE_FROM : digits.length === 1;
  const together = isOne && !mayBeSeveral(digits.map(({ box }) => box));
  const several = together ? [] : digits.map((piece) => read(ink, labels, piece, network, toImage));
  const plain = several.every((each) => each.digit_score >= SEVERAL_FROM && (each.confidence ?? 0) >= LIKELY);
  if (several.length >= 2 && plain) return number(network, several, one.score);
  const named = one.verdict !== "not_a_digit";
  return answer(network, {
    verdict: one.verdict,
    digit: named ? one.digit : null,
    confidence: named ? one.confidence : null,
    digit_score: one.score,
    probabilities: named ? one.probabilities : null,
    box: inkBox(whole),
    seen: toImage(digit),
    digits_found: Number(named),
  });
}

/**
 * @param {Grey} ink
 * @param {Int32Array} labels
 * @param {readonly Piece[]} pieces
 * @returns {Grey} the ink of these pieces alone
 */
function only(ink, labels, pieces) {
  const kept = new Set(pieces.flatMap((piece) => [...piece.labels]));
  return { ...ink, data: ink.data.map((value, at) => (kept.has(labels[at] ?? 0) ? value : 0)) };
}

/**
 * @param {Grey} ink
 * @param {Int32Array} labels
 * @param {Piece} piece
 * @param {Network} network
 * @param {(digit: Uint8Array) => string | null} toImage
 * @returns {DigitRead}
 */
function read(ink, labels, piece, network, toImage) {
  const digit = normalize(cut(only(ink, labels, [piece]), piece.box));
  const {
    verdict,
    digit: label,
    confidence,
    score,
    probabilities,
  } = judge(network.logits(digit), network.calibration);
  const seen = toImage(digit);
  return {
    digit: label,
    sign: null,
    verdict,
    confidence,
    digit_score: score,
    probabilities,
    box: piece.box,
    line: 0,
    apart: false,
    seen,
  };
}

/**
 * @param {Network} network
 * @param {DigitRead[]} digits
 * @param {number} score of all ink together
 * @returns {Answer}
 */
function number(network, digits, score) {
  const text = digits.map(({ digit }) => digit).join("");
  const found = answer(network, {
    verdict: "several_digits",
    digit_score: score,
    box: digits.map(({ box }) => box).reduce(around),
    digits_found: digits.length,
  });
  const confidence = digits.reduce((all, each) => all * (each.confidence ?? 1), 1);
  const whole = { text, lines: [text], confidence, model: network.version };
  return { ...found, number: { ...whole, complete: true, unread: [], digits } };
}

/**
 * @param {Network} network
 * @param {Partial<Recognition> & Pick<Recognition, "verdict">} found
 * @returns {Answer}
 */
function answer(network, found) {
  const nothing = {
    digit: null,
    confidence: null,
    digit_score: 0,
    probabilities: null,
    box: null,
    seen: null,
  };
  const recognition = { ...nothing, digits_found: 0, message: "", model: network.version, ...found };
  return { recognition, number: null, onDevice: true };
}
