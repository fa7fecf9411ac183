/** A drawing to its answer, without the service: its ink to digits, digits to verdicts. No DOM. */

/** @import { Answer, Box, DigitRead, NumberRead, Recognition } from "../types.js" */
/** @import { judged } from "./judge.js" */
/** @import { Networks } from "./marks.js" */
/** @import { Piece } from "./pieces.js" */
/** @import { Grey } from "./resize.js" */

import { assemble, boxOf } from "./assembly.js";
import { digitsAmong, judgeMark } from "./digits.js";
import { judge } from "./judge.js";
import { findMarks } from "./marks.js";
import { cut, inkBox, normalize } from "./normalize.js";
import { around, findPieces, grouped, mayBeSeveral } from "./pieces.js";

const ONE_FROM = 0.5;
const SEVERAL_FROM = 0.8;
const LIKELY = 0.6;
const MIN_CONTRAST = 14;

/**
 * @param {Grey} ink strength: 0 paper to 255 full ink, as it was drawn
 * @param {Networks} networks
 * @param {(digit: Uint8Array) => string | null} toImage an address at which 28x28 pixels can be seen
 * @returns {Answer}
 */
export function recognize(ink, networks, toImage) {
  const contrast = ink.data.reduce((most, value) => Math.max(most, value), 0);
  if (contrast < MIN_CONTRAST) return answer(networks, { verdict: "blank" });
  const { labels, pieces } = findPieces(ink);
  const whole = only(ink, labels, pieces);
  const digit = normalize(whole);
  const one = judge(networks.digits.logits(digit), networks.calibration);
  const digits = grouped(pieces);
  const isOne = one.knowsOthers ? one.score >= ONE_FROM : digits.length === 1;
  const together = isOne && !mayBeSeveral(digits.map(({ box }) => box));
  const marked = together ? null : byMarks(ink, networks, toImage);
  if (marked) return marked;
  const several =
    together || networks.reader ? [] : digits.map((piece) => read(ink, labels, piece, networks, toImage));
  const plain = several.every((each) => each.digit_score >= SEVERAL_FROM && (each.confidence ?? 0) >= LIKELY);
  if (several.length >= 2 && plain) {
    const boxes = several.map(({ box }) => box);
    return number(networks, plainNumber(networks, several), one.score, boxes);
  }
  return single(networks, one, { box: inkBox(whole), seen: toImage(digit) });
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
 * @param {Networks} networks
 * @param {(digit: Uint8Array) => string | null} toImage
 * @returns {DigitRead}
 */
function read(ink, labels, piece, networks, toImage) {
  const digit = normalize(cut(only(ink, labels, [piece]), piece.box));
  const {
    verdict,
    digit: label,
    confidence,
    score,
    probabilities,
  } = judge(networks.digits.logits(digit), networks.calibration);
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
 * @param {Grey} ink
 * @param {Networks} networks
 * @param {(digit: Uint8Array) => string | null} toImage
 * @returns {Answer | null} null where no digits are found among the marks, or no network looks for marks
 */
function byMarks(ink, { reader, ...networks }, toImage) {
  if (!reader) return null;
  const grey = { ...ink, data: ink.data.map((value) => 255 - value) };
  const all = { ...networks, reader };
  const found = findMarks(grey, all);
  const digits = digitsAmong(found.marks, reader.settings);
  const [first] = digits;
  if (!first) return null;
  const judgement = judgeMark(first, all.calibration);
  if (digits.length === 1)
    return single(all, judgement, { box: boxOf(first.edges, grey), seen: toImage(first.seen) });
  const boxes = digits.map(({ edges }) => boxOf(edges, grey));
  return number(all, assemble(found, grey, all, toImage), judgement.score, boxes);
}

/** @param {Networks} networks @param {DigitRead[]} digits @returns {NumberRead} */
function plainNumber({ version }, digits) {
  const text = digits.map(({ digit }) => digit).join("");
  return { text, lines: [text], confidence: null, model: version, complete: true, unread: [], digits };
}

/**
 * @param {Networks} networks
 * @param {NumberRead} read
 * @param {number} score digit score
 * @param {readonly Box[]} boxes of the digits
 * @returns {Answer}
 */
function number(networks, read, score, boxes) {
  const found = answer(networks, {
    verdict: "several_digits",
    digit_score: score,
    box: boxes.reduce(around),
    digits_found: boxes.length,
  });
  return { ...found, number: read.text ? read : null };
}

/**
 * @param {Networks} networks
 * @param {ReturnType<typeof judged>} one
 * @param {Pick<Recognition, "box" | "seen">} where
 * @returns {Answer}
 */
function single(networks, one, where) {
  const named = one.verdict !== "not_a_digit";
  return answer(networks, {
    verdict: one.verdict,
    digit: named ? one.digit : null,
    confidence: named ? one.confidence : null,
    digit_score: one.score,
    probabilities: named ? one.probabilities : null,
    digits_found: Number(named),
    ...where,
  });
}

/**
 * @param {Networks} networks
 * @param {Partial<Recognition> & Pick<Recognition, "verdict">} found
 * @returns {Answer}
 */
function answer(networks, found) {
  const nothing = {
    digit: null,
    confidence: null,
    digit_score: 0,
    probabilities: null,
    box: null,
    seen: null,
  };
  const recognition = { ...nothing, digits_found: 0, message: "", model: networks.version, ...found };
  return { recognition, number: null, onDevice: true };
}
