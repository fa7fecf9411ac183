/** Which pixels of a drawing's ink belong together. */

/** @import { Grey } from "./resize.js" */

/**
 * @param {Grey} ink
 * @returns {{labels: Int32Array, count: number}} the label of every pixel, 0 for paper; eight neighbours connect
 */
export function connected({ width, height, data }) {
  const labels = new Int32Array(width * height);
  let count = 0;
  for (let start = 0; start < data.length; start++) {
    if (!data[start] || labels[start]) continue;
    count += 1;
    const open = [start];
    labels[start] = count;
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const [x, y] = [at % width, Math.floor(at / width)];
      for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++)
        for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
          const next = ny * width + nx;
          if (!data[next] || labels[next]) continue;
          labels[next] = count;
          open.push(next);
        }
    }
  }
  return { labels, count };
}
