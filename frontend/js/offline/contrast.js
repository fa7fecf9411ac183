/** How far each pixel of a drawing stands out from the paper around it: as `service/vision/contrast.py` has it. */

/** @import { Grey } from "./resize.js" */

import { blurred, boxed, dilated, median, within } from "./filters.js";
import { enlarge, shrink } from "./resize.js";

export const PAPER = 128;
const AROUND = 41;
const NEAR = 31;
const LEAST = 0.04;
const OF_STRONGEST = 0.3;
const DARKEST = 20;

/**
 * @param {Grey} grey
 * @param {boolean} darkInk
 * @returns {Grey} 128 is paper, up to 255 ink, down to 0 what is lighter than paper (darker, on a board)
 */
export function contrast(grey, darkInk) {
  const { width, height } = grey;
  const relative = relativeTo(paperOf(grey), grey);
  const strongest = relative.map(Math.abs);
  const nearby = boxed(dilated(strongest, width, height, NEAR), width, height, NEAR);
  const least = Math.max(LEAST, OF_STRONGEST * quantile(strongest, 0.995));
  const side = darkInk ? 127 : -127;
  const data = Uint8Array.from(relative, (value, at) =>
    within(Math.trunc(PAPER + (value / Math.max(nearby[at] ?? 0, least)) * side), 0, 255),
  );
  return { width, height, data };
}

/** @param {Grey} grey @returns {boolean} whether what stands out is darker than the paper */
export function hasDarkInk(grey) {
  const relative = relativeTo(paperOf(grey), grey);
  return relative.reduce((sum, value) => sum + within(value, -1, 1) ** 3, 0) >= 0;
}

/** @param {Grey} grey @returns {Grey} the level of the paper around each pixel */
function paperOf(grey) {
  const { width, height } = grey;
  const half = shrink(grey, Math.floor((width + 1) / 2), Math.floor((height + 1) / 2));
  const window = Math.min(Math.floor(AROUND / 2) | 1, (Math.min(half.width, half.height) - 1) | 1);
  return enlarge(blurred(median(half, Math.max(3, window))), width, height);
}

/** @param {Grey} paper @param {Grey} grey how much darker each pixel is, in parts of the paper's light */
function relativeTo(paper, grey) {
  return Float32Array.from(
    paper.data,
    (level, at) => (level - (grey.data[at] ?? 0)) / Math.max(level, DARKEST),
  );
}

/** Between the two values that it lies between. @param {Float32Array} values @param {number} share */
function quantile(values, share) {
  const sorted = values.slice().sort();
  const place = share * (sorted.length - 1);
  const low = Math.floor(place);
  const [below, above] = [sorted[low] ?? 0, sorted[Math.min(low + 1, sorted.length - 1)] ?? 0];
  return below + (above - below) * (place - low);
}
