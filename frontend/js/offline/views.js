/** Parts of a drawing at the size at which they are looked at: as `service/vision/shrink.py` has it. */

/** @import { Grey } from "./resize.js" */

import { cut } from "./normalize.js";
import { enlarge, round, shrink } from "./resize.js";

/**
 * A part of a drawing.
 * @typedef {object} Window
 * @property {number} left
 * @property {number} top
 * @property {number} right
 * @property {number} bottom
 */

/**
 * @param {Grey} grey
 * @param {Window} window
 * @param {number} scale pixels of the view to one of the drawing
 * @returns {Grey}
 */
export function view(grey, { left, top, right, bottom }, scale) {
  const part = cut(grey, { x: left, y: top, width: right - left, height: bottom - top });
  const [width, height] = [part.width, part.height].map((side) => Math.max(4, round(side * scale)));
  return resized(part, width ?? 4, height ?? 4, scale < 1);
}

/**
 * @param {Grey} grey
 * @param {number} width
 * @param {number} height
 * @param {boolean} smaller
 */
function resized(grey, width, height, smaller) {
  if (width === grey.width && height === grey.height) return grey;
  if (!smaller) return enlarge(grey, width, height);
  return resizedByArea(shrunk(grey, 2 * Math.max(width, height)), width, height);
}

/** Of a side that is not made smaller nothing is a mean. @param {Grey} grey @param {number} width @param {number} height */
function resizedByArea(grey, width, height) {
  return width <= grey.width && height <= grey.height
    ? shrink(grey, width, height)
    : enlarge(grey, width, height);
}

/** At most `side` pixels on the longer side: as `service/vision/shrink.py` has it. @param {Grey} grey @param {number} side */
export function shrunk(grey, side) {
  const longest = Math.max(grey.width, grey.height);
  if (longest <= side) return grey;
  const [width, height] = [grey.width, grey.height].map((length) =>
    Math.max(1, round((length * side) / longest)),
  );
  let small = grey;
  while (Math.max(small.width, small.height) >= 2 * side && Math.min(small.width, small.height) > 1) {
    const [across, down] = [Math.floor(small.width / 2), Math.floor(small.height / 2)];
    small = shrink(cut(small, { x: 0, y: 0, width: 2 * across, height: 2 * down }), across, down);
  }
  return resizedByArea(small, width ?? 1, height ?? 1);
}
