/** Lays maps out side by side: numbers in, numbers out. */

/** @import { FeatureMaps } from "./types.js" */

/** Between maps nothing is painted. */
const GAP = -1;

/**
 * The maps in so many columns, with gaps between them.
 * @param {Pick<FeatureMaps, "width" | "height" | "filters" | "columns">} maps
 * @param {readonly number[]} greys of the sheet, which has columns of its own
 * @param {number} columns
 * @returns {{values: number[], width: number}} negative in the gaps
 */
export function tiled({ width, height, filters, columns: given }, greys, columns) {
  const gap = Math.max(1, Math.round(width / 7));
  const across = columns * (width + gap) - gap;
  const down = Math.ceil(filters.length / columns) * (height + gap) - gap;
  const values = Array.from({ length: across * down }, () => GAP);
  for (let map = 0; map < filters.length; map++)
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const from = (Math.floor(map / given) * height + y) * given * width + (map % given) * width + x;
        const top = Math.floor(map / columns) * (height + gap) + y;
        values[top * across + (map % columns) * (width + gap) + x] = greys[from] ?? 0;
      }
  return { values, width: across };
}
