/** From a reader network's map to candidates: as `service/reading/candidates.py` has it. */

/** @import { Cells } from "./reader-map.js" */

import { within } from "./filters.js";
import { CLASSES, EXTENT, LABELS, MARK, OFFSET, STARTS, STRIDE, UNIT } from "./reader-map.js";

const FAINTEST = -2;
const LARGEST = Math.log(8);

/**
 * @typedef {[left: number, top: number, right: number, bottom: number]} Edges
 *
 * @typedef {object} Candidate A mark that may be in a drawing.
 * @property {number} peak logit: there is a mark
 * @property {Float32Array} labels logits of the classes
 * @property {Edges} edges in pixels of the drawing
 * @property {number} starts logit: it is the first of its number
 * @property {number} size pixels of its height where the network looked
 */

/**
 * Reads the peaks of a map.
 * @param {Cells} cells
 * @param {number} left of its first column, in pixels of the drawing
 * @param {number} top
 * @param {number} scale pixels of the view to one of the drawing
 * @returns {Candidate[]}
 */
export function candidatesIn(cells, left, top, scale) {
  const found = [];
  for (let row = 0; row < cells.height; row++)
    for (let column = 0; column < cells.width; column++) {
      if (!isPeak(cells, row, column)) continue;
      const start = (row * cells.width + column) * cells.channels;
      const cell = cells.data.subarray(start, start + cells.channels);
      const of = (/** @type {number} */ channel) => cell[channel] ?? 0;
      const x = (column + 0.5 + within(of(OFFSET), -1, 1)) * STRIDE;
      const y = (row + 0.5 + within(of(OFFSET + 1), -1, 1)) * STRIDE;
      const [across, down] = [EXTENT, EXTENT + 1].map(
        (channel) => (UNIT * Math.exp(within(of(channel), -LARGEST, LARGEST))) / 2,
      );
      /** @type {Edges} */
      const edges = [
        Math.fround((x - (across ?? 0)) / scale + left),
        Math.fround((y - (down ?? 0)) / scale + top),
        Math.fround((x + (across ?? 0)) / scale + left),
        Math.fround((y + (down ?? 0)) / scale + top),
      ];
      found.push({
        peak: of(MARK),
        labels: cell.slice(LABELS, LABELS + CLASSES),
        edges,
        starts: of(STARTS),
        size: 2 * (down ?? 0),
      });
    }
  return found;
}

/** @param {Cells} cells @param {number} row @param {number} column @returns {boolean} whether no neighbour is likelier */
function isPeak({ width, height, channels, data }, row, column) {
  const likely = (/** @type {number} */ y, /** @type {number} */ x) =>
    data[(y * width + x) * channels + MARK] ?? -Infinity;
  const own = likely(row, column);
  if (own <= FAINTEST) return false;
  for (let y = Math.max(0, row - 1); y <= Math.min(height - 1, row + 1); y++)
    for (let x = Math.max(0, column - 1); x <= Math.min(width - 1, column + 1); x++)
      if (likely(y, x) > own) return false;
  return true;
}
