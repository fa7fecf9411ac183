/** Geometry of strokes, in pad units: no DOM, no drawing. */

/** @import { Point, Stroke, Box } from "./types.js" */

/** The pad's side in its own units: ten to each of the 28 squares that the network will see. */
export const PAD_SIDE = 280;

/** Moves shorter than this (pad units) are jitter. */
const SHORTEST_MOVE = 1.5;

/**
 * A piece of a smooth curve: from `from` to `to`, bent towards `control`.
 * @typedef {{from: {x: number, y: number}, control: {x: number, y: number}, to: {x: number, y: number}, width: number}} Curve
 */

/**
 * Adds a point to a stroke unless it has hardly moved.
 * @param {Stroke} stroke
 * @param {Point} point
 * @returns {Stroke} a new stroke, or the same one when nothing was added
 */
export function extend(stroke, point) {
  const last = stroke.points.at(-1);
  if (last && Math.hypot(point.x - last.x, point.y - last.y) < SHORTEST_MOVE) return stroke;
  return { ...stroke, points: [...stroke.points, point] };
}

/**
 * The stroke as curves through the midpoints of its points: smooth, and it never leaves their hull.
 * A stroke of one point is a dot: one curve without length.
 * @param {Stroke} stroke
 * @returns {Curve[]}
 */
export function curves(stroke) {
  const { points } = stroke;
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return [];
  /** @type {Curve[]} */
  const found = [];
  /** @type {{x: number, y: number}} */
  let from = first;
  for (let i = 1; i < points.length - 1; i++) {
    const control = /** @type {Point} */ (points[i]);
    const to = midpoint(control, /** @type {Point} */ (points[i + 1]));
    found.push({ from, control, to, width: widthAt(stroke, control) });
    from = to;
  }
  found.push({ from, control: from, to: last, width: widthAt(stroke, last) });
  return found;
}

/**
 * The smallest box around the ink of all strokes, pen width included.
 * @param {readonly Stroke[]} strokes
 * @returns {Box | null} null when nothing is drawn
 */
export function bounds(strokes) {
  const edges = strokes.flatMap((stroke) =>
    stroke.points.map(({ x, y }) => ({ x, y, reach: stroke.width / 2 })),
  );
  if (edges.length === 0) return null;
  const left = Math.min(...edges.map(({ x, reach }) => x - reach));
  const top = Math.min(...edges.map(({ y, reach }) => y - reach));
  const right = Math.max(...edges.map(({ x, reach }) => x + reach));
  const bottom = Math.max(...edges.map(({ y, reach }) => y + reach));
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/**
 * Pen width with its pressure: half as wide at a touch, one and a half times when pressed hard.
 * @param {Stroke} stroke
 * @param {Point} point
 */
function widthAt(stroke, point) {
  return stroke.width * (0.5 + point.pressure);
}

/**
 * @param {{x: number, y: number}} a
 * @param {{x: number, y: number}} b
 */
function midpoint(a, b) {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}
