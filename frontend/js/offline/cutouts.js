/** A mark's own ink, as the digit network takes it: as `service/reading/cutouts.py` has it. */

/** @import { Edges } from "./candidates.js" */
/** @import { InkMap } from "./looks.js" */
/** @import { Grey } from "./resize.js" */

import { connected } from "./components.js";
import { PAPER, contrast } from "./contrast.js";
import { within } from "./filters.js";
import { normalize } from "./normalize.js";
import { view } from "./views.js";

const HEIGHT = 36;
const AROUND = 0.6;
const GROWN = 0.08;
const FAINTEST = 40;
const LIKELY = -2;
const STICKS_OUT = 1.5;
const OWN = 0.5;

/**
 * @param {Grey} grey
 * @param {readonly Edges[]} marks all of them are neighbours
 * @param {number} row of the mark that is cut out
 * @param {{ink: readonly InkMap[], darkInk: boolean}} looks
 * @returns {Uint8Array} 28x28, ink 255
 */
export function digitOf(grey, marks, row, { ink, darkInk }) {
  const [left, top, right, bottom] = marks[row] ?? [0, 0, 0, 0];
  const longest = Math.max(right - left, bottom - top);
  const margin = AROUND * longest;
  const window = {
    left: Math.max(0, Math.trunc(left - margin)),
    top: Math.max(0, Math.trunc(top - margin)),
    right: Math.min(grey.width, Math.trunc(right + margin) + 1),
    bottom: Math.min(grey.height, Math.trunc(bottom + margin) + 1),
  };
  if (window.right <= window.left || window.bottom <= window.top)
    return normalize({ width: 0, height: 0, data: new Uint8Array(0) });
  const scale = Math.min(3, HEIGHT / Math.max(longest, 1));
  const seen = contrast(view(grey, window, scale), darkInk);
  const likely = likelyAt(nearest(ink, scale), window, scale);
  const strength = seen.data.map((level, at) => {
    const value = Math.min(255, Math.max(0, level - PAPER) * 2);
    return value < FAINTEST || likely(at % seen.width, Math.floor(at / seen.width)) < LIKELY ? 0 : value;
  });
  const places = marks.map(
    ([x0, y0, x1, y1]) =>
      /** @type {Edges} */ ([
        (x0 - window.left) * scale,
        (y0 - window.top) * scale,
        (x1 - window.left) * scale,
        (y1 - window.top) * scale,
      ]),
  );
  return normalize(ownInk({ ...seen, data: strength }, places, row));
}

/** The look whose size is nearest to that of a cutout. @param {readonly InkMap[]} ink @param {number} scale */
function nearest(ink, scale) {
  const off = (/** @type {InkMap} */ each) => Math.abs(Math.log((each.scale * 2) / scale));
  return ink.reduce((best, each) => (off(each) < off(best) ? each : best));
}

/**
 * @param {InkMap} map
 * @param {{left: number, top: number}} corner of the cutout
 * @param {number} scale of the cutout
 * @returns {(x: number, y: number) => number} the logit that there is ink at a place of the cutout
 */
function likelyAt({ width, height, likely, left, top, scale: own }, corner, scale) {
  const factor = own / scale;
  const [moveX, moveY] = [(corner.left - left) * own, (corner.top - top) * own];
  const value = (/** @type {number} */ x, /** @type {number} */ y) =>
    likely[within(y, 0, height - 1) * width + within(x, 0, width - 1)] ?? 0;
  return (column, row) => {
    const [x, y] = [factor * column + moveX + (factor - 1) / 2, factor * row + moveY + (factor - 1) / 2];
    const [x0, y0] = [Math.floor(x), Math.floor(y)];
    const [dx, dy] = [x - x0, y - y0];
    const above = value(x0, y0) * (1 - dx) + value(x0 + 1, y0) * dx;
    const below = value(x0, y0 + 1) * (1 - dx) + value(x0 + 1, y0 + 1) * dx;
    return above * (1 - dy) + below * dy;
  };
}

/**
 * Keeps the ink that is nearer to this mark than to any other.
 * @param {Grey} strength
 * @param {readonly Edges[]} marks
 * @param {number} row
 * @returns {Grey}
 */
function ownInk(strength, marks, row) {
  const { width, height, data } = strength;
  const others = marks.filter(
    ([left, top, right, bottom], at) => at !== row && left < width && right > 0 && top < height && bottom > 0,
  );
  const own = marks[row] ?? [0, 0, 0, 0];
  const { labels, count } = connected(strength);
  const [inside, whole] = [new Float64Array(count + 1), new Float64Array(count + 1)];
  const far = Float32Array.from(data, (_, at) => distance(own, at % width, Math.floor(at / width)));
  const nearest = Uint8Array.from(far, (off, at) => {
    const [x, y] = [at % width, Math.floor(at / width)];
    return Number(off <= STICKS_OUT && others.every((other) => off <= distance(other, x, y)));
  });
  const mine = nearest.map((is, at) => Number(is && (far[at] ?? 0) <= 1 + 2 * GROWN));
  for (const [at, value] of data.entries()) {
    const label = labels[at] ?? 0;
    whole[label] = (whole[label] ?? 0) + value;
    if (mine[at]) inside[label] = (inside[label] ?? 0) + value;
  }
  const kept = data.map((value, at) => {
    const label = labels[at] ?? 0;
    const mostly = (inside[label] ?? 0) / Math.max(whole[label] ?? 0, 1) > OWN;
    return mine[at] || (mostly && nearest[at]) ? value : 0;
  });
  return { width, height, data: kept };
}

/** How far a place is from a mark's middle: 1 on its border. @param {Edges} edges @param {number} x @param {number} y */
function distance([left, top, right, bottom], x, y) {
  const across = Math.abs(x - (left + right - 1) / 2) / Math.max((right - left) / 2, 1);
  const down = Math.abs(y - (top + bottom - 1) / 2) / Math.max((bottom - top) / 2, 1);
  return Math.fround(Math.max(across, down));
}
