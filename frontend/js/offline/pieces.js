/** The connected pieces of a drawing's ink, and which of them are one digit: as `service/vision/segment.py` has it. */

/** @import { Box } from "../types.js" */
/** @import { Grey } from "./resize.js" */

import { connected } from "./components.js";

const CORE = 64;
const SPECK = 0.015;
const SMALL_PART = 0.35;
const NEAR = 0.25;
const LIKE = 0.15;
const BAR = 0.35;
const OVERLAP = 0.5;
const STRIP = 0.06;
const SUBSTANTIAL = 0.5;
const APART = 0.1;
const ALIKE = 0.6;
const LEAN = 0.1;
const LEVEL = 0.5;

/** Pixels of the shorter side: a smaller picture is the crop of a digit, and nothing on its border is strange. */
const FRAMED = 48;
const PAGE = 100;

/**
 * @typedef {object} Piece
 * @property {Set<number>} labels of the ink that it is made of
 * @property {Box} box
 * @property {number} area pixels of core
 */

/**
 * @param {Grey} ink
 * @returns {{labels: Int32Array, pieces: Piece[]}} the label of every pixel (0 for paper), and the pieces to be read
 */
export function findPieces(ink) {
  const { labels, count } = connected(ink);
  /** @type {Piece[]} */
  const pieces = Array.from({ length: count }, (_, index) => ({
    labels: new Set([index + 1]),
    box: { x: ink.width, y: ink.height, width: 0, height: 0 },
    area: 0,
  }));
  for (let y = 0; y < ink.height; y++)
    for (let x = 0; x < ink.width; x++) {
      const piece = pieces[(labels[y * ink.width + x] ?? 0) - 1];
      if (!piece) continue;
      piece.box = around(piece.box, { x, y, width: 1, height: 1 });
      if ((ink.data[y * ink.width + x] ?? 0) > CORE) piece.area += 1;
    }
  return {
    labels,
    pieces: withoutNoise(
      pieces.filter(({ area }) => area > 0),
      ink,
    ),
  };
}

/**
 * Puts the pieces of one digit together, and the digits into reading order.
 * @param {readonly Piece[]} pieces
 * @returns {Piece[]}
 */
export function grouped(pieces) {
  const left = [...pieces].sort((a, b) => b.area - a.area);
  for (let i = 0; i < left.length; i++)
    for (let j = i + 1; j < left.length; j++) {
      const [a, b] = [left[i], left[j]];
      if (!a || !b || !belong(a.box, b.box)) continue;
      left[i] = {
        labels: new Set([...a.labels, ...b.labels]),
        box: around(a.box, b.box),
        area: a.area + b.area,
      };
      left.splice(j, 1);
      i = -1; // a larger digit may hold what the smaller one did not
      break;
    }
  return inReadingOrder(left);
}

/**
 * As `service/vision/abreast.py` tells it.
 * @param {readonly Box[]} boxes
 * @returns {boolean} whether marks stand as digits do: with paper between them from top to foot, or side by side
 */
export function mayBeSeveral(boxes) {
  const tallest = Math.max(...boxes.map(({ height }) => height));
  const marks = boxes.filter(({ height }) => height >= SUBSTANTIAL * tallest).sort(fromTheLeft);
  let end = Infinity;
  for (const { x, width } of marks) {
    if (x - end >= APART * tallest) return true;
    end = end === Infinity ? x + width : Math.max(end, x + width);
  }
  const high = marks.filter(({ height }) => height >= ALIKE * tallest);
  return high.some((right, at) => sideBySide(high[at - 1], right, LEAN * tallest));
}

/** @param {Box} a @param {Box} b */
function fromTheLeft(a, b) {
  return a.x - b.x || a.y - b.y || a.width - b.width || a.height - b.height;
}

/**
 * @param {Box | undefined} left
 * @param {Box} right
 * @param {number} overlap
 * @returns {boolean} whether a mark stands to the right of another, their upper and lower ends about level
 */
function sideBySide(left, right, overlap) {
  if (!left) return false;
  const shared = Math.min(left.y + left.height, right.y + right.height) - Math.max(left.y, right.y);
  return right.x - left.x - left.width >= -overlap && shared >= LEVEL * Math.min(left.height, right.height);
}

/** @param {Box} a @param {Box} b @returns {Box} */
export function around(a, b) {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  const right = Math.max(a.width ? a.x + a.width : 0, b.x + b.width);
  const bottom = Math.max(a.height ? a.y + a.height : 0, b.y + b.height);
  return { x, y, width: right - x, height: bottom - y };
}

/** @param {readonly Piece[]} pieces @param {Grey} ink @returns {Piece[]} without dust, and without what the border cuts */
function withoutNoise(pieces, ink) {
  const inner = pieces.filter(({ box }) => !isFrame(box, ink));
  const kept = withoutBorder(inner.length > 0 ? inner : pieces, ink);
  const largest = Math.max(...kept.map(({ area }) => area));
  return kept.filter(({ area }) => area >= SPECK * largest);
}

/** @param {readonly Piece[]} pieces @param {Grey} ink */
function withoutBorder(pieces, ink) {
  if (Math.min(ink.width, ink.height) < PAGE) return pieces;
  const inside = pieces.filter(({ box }) => !Object.values(touched(box, ink)).some(Boolean));
  const largest = (/** @type {readonly Piece[]} */ some) => Math.max(0, ...some.map(({ area }) => area));
  return inside.length === 0 || largest(inside) < LIKE * largest(pieces) ? pieces : inside;
}

/** @param {Box} box @param {Grey} ink */
function touched(box, ink) {
  return {
    left: box.x <= 0,
    top: box.y <= 0,
    right: box.x + box.width >= ink.width,
    bottom: box.y + box.height >= ink.height,
  };
}

/** @param {Box} box @param {Grey} ink */
function isFrame(box, ink) {
  if (Math.min(ink.width, ink.height) < FRAMED) return false;
  const { left, top, right, bottom } = touched(box, ink);
  const sides = [left, top, right, bottom].filter(Boolean).length;
  const spans = (left && right && box.width > 1) || (top && bottom && box.height > 1);
  const strip = sides >= 1 && Math.min(box.width / ink.width, box.height / ink.height) < STRIP;
  return sides >= 3 || spans || strip;
}

/** @param {Box} a @param {Box} b */
function belong(a, b) {
  const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  const size = Math.max(a.height, b.height, 0.6 * Math.max(a.width, b.width));
  const smaller = b.height * b.width <= a.height * a.width ? b : a;
  if (across >= OVERLAP * smaller.width && down > -NEAR * size) return true;
  const flat = smaller.height < BAR * size && smaller.width < 1.2 * size;
  if (flat && across > 0.1 * smaller.width && down > -BAR * size) return true;
  const small = Math.max(smaller.height, smaller.width) < SMALL_PART * size;
  return small && across > -NEAR * size && down > -NEAR * size;
}

/** @param {readonly Piece[]} pieces @returns {Piece[]} lines by vertical overlap, then from left to right */
function inReadingOrder(pieces) {
  const middle = (/** @type {Piece} */ { box }) => box.y + box.height / 2;
  /** @type {Piece[][]} */
  const lines = [];
  for (const piece of [...pieces].sort((a, b) => middle(a) - middle(b))) {
    const line = lines.findLast((other) => {
      const box = other.at(-1)?.box;
      return box && box.y <= middle(piece) && middle(piece) <= box.y + box.height;
    });
    if (line) line.push(piece);
    else lines.push([piece]);
  }
  return lines.flatMap((line) => line.sort((a, b) => a.box.x - b.box.x));
}
