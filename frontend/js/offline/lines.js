/** Marks into lines: as `service/reading/lines.py` has it. */

/** @import { Edges } from "./candidates.js" */

import { within } from "./filters.js";
import { sum } from "./weighing.js";

const BESIDE = 0.5;
const HANGING = 0.8;
const TREND = 4;
const SLOPE = 0.5;
const LEVEL = 0.5;
const SMALL = 0.7;

/**
 * @typedef {object} Placed
 * @property {Edges} edges
 * @property {boolean} tall whether it is a digit, by which lines run; signs stand beside them
 */

/**
 * @template {Placed} Mark
 * @param {readonly Mark[]} marks
 * @returns {Mark[][]} lines from top to bottom, each from left to right
 */
export function intoLines(marks) {
  const tall = marks.filter((mark) => mark.tall);
  const usual = median((tall.length > 0 ? tall : marks).map(heightOf));
  /** @type {Mark[][]} */
  const lines = [];
  for (const mark of [...marks].sort((a, b) => middleOf(a, 0) - middleOf(b, 0))) {
    const distances = lines.map((line) => distance(line, mark, usual));
    const nearest = distances.indexOf(Math.min(...distances));
    const line = lines[nearest];
    if (line && ((distances[nearest] ?? 1) < 1 || isLevel(line, mark))) line.push(mark);
    else lines.push([mark]);
  }
  const down = (/** @type {Mark[]} */ line) => mean(line.map((mark) => middleOf(mark, 1)));
  return lines.sort((a, b) => down(a) - down(b));
}

/**
 * @param {readonly Placed[]} line
 * @param {Placed} mark
 * @returns {boolean} whether it lies between head and foot of the line's last marks, which go up and down
 */
function isLevel(line, { edges: [, top, , foot] }) {
  const last = line.slice(-TREND).map(({ edges }) => edges);
  const [highest, lowest] = [
    Math.min(...last.map((each) => each[1])),
    Math.max(...last.map((each) => each[3])),
  ];
  return Math.min(foot, lowest) - Math.max(top, highest) > LEVEL * (foot - top);
}

/**
 * How far a mark stands from where a line goes on; under 1 it may belong to it.
 * @param {readonly Placed[]} line
 * @param {Placed} mark
 * @param {number} usual height
 */
function distance(line, mark, usual) {
  const tall = line.filter((each) => each.tall).slice(-TREND);
  const last = tall.length > 0 ? tall : line.slice(-TREND);
  const [xs, ys] = [last.map((each) => middleOf(each, 0)), last.map((each) => middleOf(each, 1))];
  const broad = Math.max(...xs) - Math.min(...xs) > usual;
  const slope = broad ? within(slopeOf(xs, ys), -SLOPE, SLOPE) : 0;
  const goesOn = mean(ys) + slope * (middleOf(mark, 0) - mean(xs));
  const height = Math.max(mean(last.map(heightOf)), heightOf(mark), SMALL * usual);
  return Math.abs(middleOf(mark, 1) - goesOn) / ((mark.tall ? BESIDE : HANGING) * height);
}

/** Of the straight line with the least squares. @param {readonly number[]} xs @param {readonly number[]} ys */
function slopeOf(xs, ys) {
  const [x, y] = [mean(xs), mean(ys)];
  const both = sum(xs.map((each, at) => (each - x) * ((ys[at] ?? 0) - y)));
  return both / sum(xs.map((each) => (each - x) ** 2));
}

/** @param {Placed} mark @param {0 | 1} axis across or down */
function middleOf({ edges }, axis) {
  return (edges[axis] + (axis ? edges[3] : edges[2])) / 2;
}

/** @param {Placed} mark */
function heightOf({ edges }) {
  return edges[3] - edges[1];
}

/** @param {readonly number[]} values */
function mean(values) {
  return sum(values) / values.length;
}

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? 0;
  return sorted.length % 2 ? upper : ((sorted[half - 1] ?? 0) + upper) / 2;
}
