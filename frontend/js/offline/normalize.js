/** One digit's ink to 28x28, by the geometry of `service/vision/normalize.py`, step by step. */

/** @import { Grey } from "./resize.js" */

import { enlarge, round, shrink } from "./resize.js";

export const SIDE = 28;
const DIGIT_SIZE = 20;
const CENTRE = 14;
const MIN_STROKE = 1.6;
const FULL_INK = 230;
const MAX_SHRINK = 4;

/**
 * @param {Grey} ink strength: 0 paper to 255 full ink
 * @returns {Uint8Array} 28x28, ink 255
 */
export function normalize(ink) {
  const found = inkBox(ink);
  if (!found) return new Uint8Array(SIDE * SIDE);
  const own = cut(ink, found);
  return centred(longest(own) === DIGIT_SIZE ? own : resized(own));
}

/**
 * The smallest box around all ink.
 * @param {Grey} ink
 * @returns {{x: number, y: number, width: number, height: number} | null}
 */
export function inkBox({ width, height, data }) {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      if (data[y * width + x]) {
        left = Math.min(left, x);
        right = Math.max(right, x);
        top = Math.min(top, y);
        bottom = y;
      }
  return right < 0 ? null : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

/**
 * @param {Grey} grey
 * @param {{x: number, y: number, width: number, height: number}} box
 * @returns {Grey}
 */
export function cut(grey, { x, y, width, height }) {
  const data = new Uint8Array(width * height);
  for (let row = 0; row < height; row++) {
    const from = (y + row) * grey.width + x;
    data.set(grey.data.subarray(from, from + width), row * width);
  }
  return { width, height, data };
}

/** @param {Grey} grey */
function longest({ width, height }) {
  return Math.max(width, height);
}

/** @param {Grey} ink @returns {Grey} */
function resized(ink) {
  const large = longest(ink) > DIGIT_SIZE;
  const thick = large ? thickEnough(shrunk(ink, DIGIT_SIZE * MAX_SHRINK)) : ink;
  const [width, height] = fitted(thick, DIGIT_SIZE);
  const small = large ? shrink(thick, width, height) : enlarge(thick, width, height);
  const most = small.data.reduce((max, value) => Math.max(max, value), 0);
  if (most === 0) return { width, height, data: small.data.fill(255) };
  const inked = small.data.filter((value) => value > (most > 32 ? 32 : 0)).sort();
  const level = inked[Math.floor(0.95 * inked.length)] ?? 0;
  if (level >= FULL_INK) return small;
  const gain = 255 / Math.max(level, 1);
  return { width, height, data: small.data.map((value) => Math.min(255, round(value * gain))) };
}

/** @param {Grey} ink @param {number} side @returns {[number, number]} */
function fitted(ink, side) {
  const factor = side / longest(ink);
  return [Math.max(1, round(ink.width * factor)), Math.max(1, round(ink.height * factor))];
}

/** @param {Grey} ink @param {number} side */
function shrunk(ink, side) {
  return longest(ink) <= side ? ink : shrink(ink, ...fitted(ink, side));
}

/** Widens strokes that would be too thin once the digit is 20 pixels large. @param {Grey} ink */
function thickEnough(ink) {
  const half = Math.floor(ink.data.reduce((max, value) => Math.max(max, value), 0) / 2);
  const is = (/** @type {number} */ x, /** @type {number} */ y) =>
    x >= 0 && y >= 0 && x < ink.width && y < ink.height && (ink.data[y * ink.width + x] ?? 0) > half;
  let [area, inside] = [0, 0];
  for (let y = 0; y < ink.height; y++)
    for (let x = 0; x < ink.width; x++) {
      if (!is(x, y)) continue;
      area += 1;
      let around = true;
      for (let step = 0; around && step < 9; step++)
        around = is(x + (step % 3) - 1, y + Math.floor(step / 3) - 1);
      if (around) inside += 1;
    }
  const stroke = (2 * area) / Math.max(area - inside, 1);
  const missing = round((MIN_STROKE * longest(ink)) / DIGIT_SIZE - stroke);
  return missing < 1 ? ink : widened(ink, missing);
}

/**
 * @param {Grey} ink
 * @param {number} missing pixels
 * @returns {Grey} larger by `missing` on each side, its strokes wider by an ellipse of `missing + 1` pixels
 */
function widened(ink, missing) {
  const [width, height] = [ink.width + 2 * missing, ink.height + 2 * missing];
  const data = new Uint8Array(width * height);
  for (const [dx, dy] of ellipse(missing + 1))
    for (let y = 0; y < ink.height; y++)
      for (let x = 0; x < ink.width; x++) {
        const at = (y + missing - dy) * width + x + missing - dx;
        data[at] = Math.max(data[at] ?? 0, ink.data[y * ink.width + x] ?? 0);
      }
  return { width, height, data };
}

/** OpenCV's ellipse of `size` pixels, as steps from its anchor. @param {number} size @returns {[number, number][]} */
export function ellipse(size) {
  const reach = Math.floor(size / 2);
  /** @type {[number, number][]} */
  const steps = [];
  for (let row = 0; row < size; row++) {
    const dy = row - reach;
    const dx = reach ? round(reach * Math.sqrt((reach * reach - dy * dy) / (reach * reach))) : 0;
    for (let column = Math.max(reach - dx, 0); column < Math.min(reach + dx + 1, size); column++)
      steps.push([column - reach, dy]);
  }
  return steps;
}

/** Puts the centre of mass into the middle, by whole pixels. @param {Grey} ink */
function centred({ width, height, data }) {
  let [total, sumX, sumY] = [0, 0, 0];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const weight = data[y * width + x] ?? 0;
      total += weight;
      sumX += weight * x;
      sumY += weight * y;
    }
  const top = Math.min(Math.max(round(CENTRE - sumY / total), 0), SIDE - height);
  const left = Math.min(Math.max(round(CENTRE - sumX / total), 0), SIDE - width);
  const digit = new Uint8Array(SIDE * SIDE);
  for (let y = 0; y < height; y++)
    digit.set(data.subarray(y * width, (y + 1) * width), (top + y) * SIDE + left);
  return digit;
}
