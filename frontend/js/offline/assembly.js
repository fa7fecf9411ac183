/** Marks to a reading: as `service/reading/assembly.py` and `answer.py` have it. */

/** @import { Box, DigitRead, NumberRead, UnreadMark } from "../types.js" */
/** @import { Edges } from "./candidates.js" */
/** @import { Mark, ReadingNetworks } from "./marks.js" */
/** @import { Grey } from "./resize.js" */

import { within } from "./filters.js";
import { intoLines } from "./lines.js";
import { CHARACTERS, DIGITS, OTHER } from "./reader-map.js";
import { round } from "./resize.js";
import { sum, wholeConfidence } from "./weighing.js";
import { intoWords } from "./words.js";

/**
 * @param {{marks: Mark[], tooMany: boolean}} found
 * @param {Grey} grey the drawing
 * @param {ReadingNetworks} networks
 * @param {(digit: Uint8Array) => string | null} toImage an address at which 28x28 pixels can be seen
 * @returns {NumberRead}
 */
export function assemble({ marks, tooMany }, grey, { version, reader: { settings } }, toImage) {
  const present = marks.filter((mark) => mark.present >= settings.mark_from);
  const read = present.filter(({ label }) => label !== OTHER);
  const unclear = marks.filter(
    (mark) => mark.present < settings.mark_from && mark.present >= settings.unclear_from,
  );
  const lines = intoLines(read.map((mark) => ({ ...mark, tall: mark.label < DIGITS })));
  const unread = [
    ...unreadOf(
      present.filter(({ label }) => label === OTHER),
      "not_a_number",
      grey,
    ),
    ...unreadOf(unclear, "unclear", grey),
  ];
  if (tooMany)
    unread.push({ box: { x: 0, y: 0, width: grey.width, height: grey.height }, reason: "too_many" });
  const digits = lines.flatMap((line, number) =>
    line.map((mark, place) =>
      digitRead(mark, grey, { line: number, first: place === 0 }, settings.uncertain_below, toImage),
    ),
  );
  const typed = lines.map((_, number) => typedOf(digits.filter(({ line }) => line === number)));
  const others = marks.filter((mark) => !read.includes(mark));
  return {
    text: typed.join("\n"),
    lines: typed,
    confidence: read.length > 0 ? wholeConfidence(read, others, settings) : null,
    model: version,
    complete: unread.length === 0,
    unread,
    digits,
  };
}

/**
 * @param {Mark} mark
 * @param {Grey} grey
 * @param {{line: number, first: boolean}} place
 * @param {number} uncertainBelow
 * @param {(digit: Uint8Array) => string | null} toImage
 * @returns {DigitRead}
 */
function digitRead(mark, grey, { line, first }, uncertainBelow, toImage) {
  const isDigit = mark.label < DIGITS;
  const confidence = (mark.classes[mark.label] ?? 0) * mark.present;
  const digits = mark.classes.slice(0, DIGITS);
  const all = sum(digits);
  const sure = isDigit ? "digit" : "not_a_digit";
  return {
    digit: isDigit ? mark.label : null,
    sign: isDigit ? null : (CHARACTERS[mark.label] ?? null),
    verdict: confidence < uncertainBelow ? "uncertain" : sure,
    confidence,
    digit_score: all * mark.present,
    probabilities: isDigit ? digits.map((value) => value / all) : null,
    box: boxOf(mark.edges, grey),
    line,
    apart: !first && mark.starts > 0,
    seen: isDigit ? toImage(mark.seen) : null,
  };
}

/** @param {readonly DigitRead[]} line */
function typedOf(line) {
  return line.map(({ apart, digit, sign }) => (apart ? " " : "") + (digit ?? sign ?? "")).join("");
}

/**
 * @param {readonly Mark[]} marks
 * @param {UnreadMark["reason"]} reason
 * @param {Grey} grey
 * @returns {UnreadMark[]} one for what stands together as a word
 */
function unreadOf(marks, reason, grey) {
  return intoWords(marks.map(({ edges }) => edges)).map((edges) => ({ box: boxOf(edges, grey), reason }));
}

/** Whole pixels of the drawing. @param {Edges} edges @param {Grey} grey @returns {Box} */
export function boxOf([x0, y0, x1, y1], { width, height }) {
  const [left, right] = [x0, x1].map((x) => within(x, 0, width - 1));
  const [top, bottom] = [y0, y1].map((y) => within(y, 0, height - 1));
  const [x, y] = [Math.trunc(left ?? 0), Math.trunc(top ?? 0)];
  return {
    x,
    y,
    width: Math.min(Math.max(1, round((right ?? 0) - x)), width - x),
    height: Math.min(Math.max(1, round((bottom ?? 0) - y)), height - y),
  };
}
