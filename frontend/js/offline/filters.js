/** Windows that move over a grey picture: median, blur, maximum, mean; at its borders as OpenCV has them. */

/** @import { Grey } from "./resize.js" */

/** A Gaussian of two pixels, in parts of 256, from its middle outwards. */
const GAUSSIAN = [52, 45, 31, 16, 7, 2, 1];

/** @param {number} value @param {number} least @param {number} most */
export function within(value, least, most) {
  return Math.min(most, Math.max(least, value));
}

/**
 * The median of a square window; beyond the border, the border's pixels go on.
 * @param {Grey} grey
 * @param {number} side of the window, odd
 * @returns {Grey}
 */
export function median(grey, side) {
  const { width, height } = grey;
  const reach = (side - 1) / 2;
  const data = new Uint8Array(width * height);
  const counts = new Int32Array(256);
  const column = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ change) => {
    const at = within(x, 0, width - 1);
    for (let dy = -reach; dy <= reach; dy++) {
      const level = grey.data[within(y + dy, 0, height - 1) * width + at] ?? 0;
      counts[level] = (counts[level] ?? 0) + change;
    }
  };
  for (let y = 0; y < height; y++) {
    counts.fill(0);
    for (let dx = -reach; dx <= reach; dx++) column(dx, y, 1);
    for (let x = 0; x < width; x++) {
      data[y * width + x] = middle(counts, (side * side + 1) / 2);
      column(x - reach, y, -1);
      column(x + reach + 1, y, 1);
    }
  }
  return { width, height, data };
}

/** The level by which so many pixels are counted; most have the lightest. @param {Int32Array} counts @param {number} rank */
function middle(counts, rank) {
  let left = rank;
  for (let level = 255; level > 0; level--) {
    left -= counts[level] ?? 0;
    if (left <= 0) return level;
  }
  return 0;
}

/** A Gaussian blur of two pixels; beyond the border the picture is mirrored. @param {Grey} grey @returns {Grey} */
export function blurred(grey) {
  const { width, height } = grey;
  const [across, data] = [new Int32Array(width * height), new Uint8Array(width * height)];
  const [columns, rows] = [mirrored(width), mirrored(height)];
  const taps = GAUSSIAN.flatMap((weight, step) =>
    step ? [-step, step].map((by) => ({ by, weight })) : [{ by: 0, weight }],
  );
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (const { by, weight } of taps) sum += weight * (grey.data[y * width + columns(x + by)] ?? 0);
      across[y * width + x] = sum;
    }
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      let sum = 1 << 15;
      for (const { by, weight } of taps) sum += weight * (across[rows(y + by) * width + x] ?? 0);
      data[y * width + x] = sum >> 16;
    }
  return { width, height, data };
}

/** Places beyond the border as places inside, its own pixel not repeated. @param {number} size */
function mirrored(size) {
  return (/** @type {number} */ at) => {
    if (size === 1) return 0;
    let place = at;
    while (place < 0 || place >= size) place = place < 0 ? -place : 2 * size - 2 - place;
    return place;
  };
}

/**
 * The largest value of a square window; there is nothing beyond the border.
 * @param {Float32Array} values row by row
 * @param {number} width
 * @param {number} height
 * @param {number} side of the window, odd
 */
export function dilated(values, width, height, side) {
  const reach = (side - 1) / 2;
  const data = new Float32Array(values.length);
  const across = new Float32Array(values.length);
  largest(values, across, { count: height, step: width, size: width, apart: 1 }, reach);
  largest(across, data, { count: width, step: 1, size: height, apart: width }, reach);
  return data;
}

/**
 * @param {Float32Array} values
 * @param {Float32Array} into
 * @param {{count: number, step: number, size: number, apart: number}} lines how many, and how they lie
 * @param {number} reach
 */
function largest(values, into, { count, step, size, apart }, reach) {
  const queue = new Int32Array(size); // places whose value may still be the largest, falling
  for (let line = 0; line < count; line++) {
    const value = (/** @type {number} */ place) => values[line * step + place * apart] ?? 0;
    let [head, tail] = [0, 0];
    for (let place = 0; place < size + reach; place++) {
      if (place < size) {
        while (tail > head && value(queue[tail - 1] ?? 0) <= value(place)) tail--;
        queue[tail++] = place;
      }
      if (place < reach) continue;
      if ((queue[head] ?? 0) < place - 2 * reach) head++;
      into[line * step + (place - reach) * apart] = value(queue[head] ?? 0);
    }
  }
}

/**
 * The mean of a square window; beyond the border the picture is mirrored.
 * @param {Float32Array} values row by row
 * @param {number} width
 * @param {number} height
 * @param {number} side of the window, odd
 */
export function boxed(values, width, height, side) {
  const across = new Float64Array(values.length);
  const data = new Float32Array(values.length);
  summed(values, across, { count: height, step: width, size: width, apart: 1 }, side, 1);
  summed(across, data, { count: width, step: 1, size: height, apart: width }, side, 1 / (side * side));
  return data;
}

/**
 * @param {Float32Array | Float64Array} values
 * @param {Float32Array | Float64Array} into
 * @param {{count: number, step: number, size: number, apart: number}} lines
 * @param {number} side
 * @param {number} factor
 */
function summed(values, into, { count, step, size, apart }, side, factor) {
  const reach = (side - 1) / 2;
  const inside = mirrored(size);
  for (let line = 0; line < count; line++) {
    const value = (/** @type {number} */ place) => values[line * step + inside(place) * apart] ?? 0;
    let sum = 0;
    for (let place = -reach; place <= reach; place++) sum += value(place);
    for (let place = 0; place < size; place++) {
      into[line * step + place * apart] = sum * factor;
      sum += value(place + reach + 1) - value(place - reach);
    }
  }
}
