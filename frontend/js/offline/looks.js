/** Looks at a drawing at several sizes, from coarse to fine: as `service/reading/looks.py` has it. */

/** @import { Candidate, Edges } from "./candidates.js" */
/** @import { Look } from "./finest.js" */
/** @import { Cells } from "./reader-map.js" */
/** @import { Grey } from "./resize.js" */
/** @import { Window } from "./views.js" */

import { candidatesIn } from "./candidates.js";
import { PAPER, contrast, hasDarkInk } from "./contrast.js";
import { finest, isDigit } from "./finest.js";
import { distinct } from "./overlaps.js";
import { INK, MULTIPLE, SMALLER, STRIDE } from "./reader-map.js";
import { shrunk, view } from "./views.js";

const COARSEST = 48;
const FLATTEST = 12;
const MOST_ENLARGED = 3;
const MOST_PIXELS = 2_000_000;
const CLOSER_BELOW = 22;
const WITHOUT_TRACE = 384;
const MARGIN = 24;
const POLARITY_SIDE = 192;

/**
 * @typedef {object} InkMap Where one look saw the ink of digits and signs.
 * @property {number} width
 * @property {number} height
 * @property {Float32Array} likely logits, row by row
 * @property {number} left of its first column, in pixels of the drawing
 * @property {number} top
 * @property {number} scale its pixels to one of the drawing
 *
 * @typedef {object} Looks
 * @property {Candidate[]} candidates
 * @property {InkMap[]} ink
 * @property {boolean} darkInk
 */

/**
 * @param {Grey} grey
 * @param {(view: Grey) => Cells} maps the reader network
 * @returns {Looks}
 */
export function look(grey, maps) {
  const darkInk = hasDarkInk(shrunk(grey, POLARITY_SIDE));
  /** @type {Window | null} */
  let window = { left: 0, top: 0, right: grey.width, bottom: grey.height };
  /** @type {Look[]} */
  const looks = [];
  /** @type {InkMap[]} */
  const ink = [];
  for (const scale of scales(grey)) {
    if (!window || pixels(window, scale) > MOST_PIXELS) break;
    const seen = view(grey, window, scale);
    const cells = cropped(
      maps(padded(contrast(seen, darkInk))),
      Math.ceil(seen.width / STRIDE),
      Math.ceil(seen.height / STRIDE),
    );
    const marks = candidatesIn(cells, window.left, window.top, scale);
    looks.push({ marks, window, scale });
    ink.push(inkMap(cells, window, scale));
    const next = around(window, scale, [...smaller(cells, window, scale), ...small(marks)]);
    const nothing = looks.every((each) => each.marks.every(({ peak }) => peak <= 0));
    window = next ?? (nothing && Math.max(seen.width, seen.height) < WITHOUT_TRACE ? window : null);
  }
  return { candidates: distinct(finest(looks)), ink, darkInk };
}

/** @param {Grey} grey @returns {number[]} the sizes at which it may be looked at, each twice the one before */
function scales({ width, height }) {
  const first = Math.max(COARSEST / Math.max(height, width), FLATTEST / Math.min(height, width));
  const sizes = [Math.min(first, MOST_ENLARGED)];
  for (let next = 2 * (sizes[0] ?? 1); next <= MOST_ENLARGED; next *= 2) sizes.push(next);
  return sizes;
}

/** @param {Window} window @param {number} scale */
function pixels({ left, top, right, bottom }, scale) {
  return (right - left) * (bottom - top) * scale * scale;
}

/** @param {Grey} seen @returns {Grey} */
function padded(seen) {
  const [width, height] = [seen.width, seen.height].map((side) => Math.ceil(side / MULTIPLE) * MULTIPLE);
  const data = new Uint8Array((width ?? 0) * (height ?? 0)).fill(PAPER);
  for (let y = 0; y < seen.height; y++)
    data.set(seen.data.subarray(y * seen.width, (y + 1) * seen.width), y * (width ?? 0));
  return { width: width ?? 0, height: height ?? 0, data };
}

/** @param {Cells} cells @param {number} width @param {number} height @returns {Cells} without the padding's */
function cropped(cells, width, height) {
  const { channels } = cells;
  const data = new Float32Array(width * height * channels);
  for (let row = 0; row < height; row++) {
    const start = row * cells.width * channels;
    data.set(cells.data.subarray(start, start + width * channels), row * width * channels);
  }
  return { width, height, channels, data };
}

/** @param {Cells} cells @param {Window} window @param {number} scale @returns {InkMap} */
function inkMap({ width, height, channels, data }, { left, top }, scale) {
  const likely = new Float32Array(4 * width * height);
  for (let row = 0; row < 2 * height; row++)
    for (let column = 0; column < 2 * width; column++) {
      const cell = (row >> 1) * width + (column >> 1);
      const quarter = INK + 2 * (row & 1) + (column & 1);
      likely[row * 2 * width + column] = data[cell * channels + quarter] ?? 0;
    }
  return { width: 2 * width, height: 2 * height, likely, left, top, scale: (2 * scale) / STRIDE };
}

/**
 * Where the network sees writing too small or too dense for this look.
 * @param {Cells} cells
 * @param {Window} window
 * @param {number} scale
 * @returns {Edges[]} one, or none
 */
function smaller({ width, height, channels, data }, window, scale) {
  let [first, last, upper, lower] = [width, -1, height, -1];
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      if ((data[(row * width + column) * channels + SMALLER] ?? 0) <= 0) continue;
      [first, last] = [Math.min(first, column), Math.max(last, column)];
      [upper, lower] = [Math.min(upper, row), row];
    }
  if (last < 0) return [];
  const at = (/** @type {number} */ cell, /** @type {number} */ start) =>
    Math.fround(Math.fround(cell * Math.fround(STRIDE / scale)) + start);
  const { left, top } = window;
  return [[at(first, left), at(upper, top), at(last + 1, left), at(lower + 1, top)]];
}

/** Digits that are seen, but so small that the signs beside them may not be. @param {readonly Candidate[]} marks */
function small(marks) {
  return marks
    .filter((mark) => mark.peak > 0 && mark.size < CLOSER_BELOW && isDigit(mark))
    .map(({ edges }) => edges);
}

/**
 * @param {Window} window
 * @param {number} scale
 * @param {readonly Edges[]} boxes
 * @returns {Window | null} the part that holds them, with a margin; null where there are none
 */
function around(window, scale, boxes) {
  if (boxes.length === 0) return null;
  const margin = Math.fround(MARGIN / scale);
  const least = (/** @type {0 | 1} */ side) => Math.min(...boxes.map((edges) => edges[side]));
  const most = (/** @type {2 | 3} */ side) => Math.max(...boxes.map((edges) => edges[side]));
  return {
    left: Math.max(window.left, Math.trunc(Math.fround(least(0) - margin))),
    top: Math.max(window.top, Math.trunc(Math.fround(least(1) - margin))),
    right: Math.min(window.right, Math.trunc(Math.fround(most(2) + margin))),
    bottom: Math.min(window.bottom, Math.trunc(Math.fround(most(3) + margin))),
  };
}
