/** The inner loops of a convolution: two places and four outputs at a time, in double precision. */

/** Outputs that are worked out together: with two places, that many sums fit into a processor's registers. */
const TOGETHER = 4;

/**
 * Weights in the order in which they are used: four outputs side by side. Filled up with zeros.
 * @param {ArrayLike<number>} weights output by output
 * @param {number} first output
 * @param {number} outputs
 * @param {number} length values that a window sees
 */
export function packed(weights, first, outputs, length) {
  const blocks = Math.ceil(outputs / TOGETHER);
  const data = new Float64Array(blocks * length * TOGETHER);
  for (let output = 0; output < outputs; output++) {
    const start = Math.floor(output / TOGETHER) * length * TOGETHER + (output % TOGETHER);
    for (let k = 0; k < length; k++) data[start + k * TOGETHER] = weights[(first + output) * length + k] ?? 0;
  }
  return data;
}

/**
 * @typedef {object} Sums Where outputs go: `data[output * area + place]`.
 * @property {Float32Array} data
 * @property {number} area places of each output
 * @property {number} first output
 * @property {number} outputs
 * @property {Float32Array} bias
 * @property {number} floor below which nothing goes: 0 for a ReLU, else -Infinity
 */

/**
 * @param {Float64Array} from what the windows see, with its border
 * @param {Int32Array} offsets of what a window sees, from its first
 * @param {Int32Array} starts where the window of each place begins
 * @param {Float64Array} weights as `packed` gives them
 * @param {Sums} sums
 */
export function convolve(from, offsets, starts, weights, sums) {
  const { area, first, outputs } = sums;
  for (let place = 0; place < area; place += 2) {
    const left = /** @type {number} */ (starts[place]);
    const right = starts[place + 1] ?? left;
    const [before, beside] = [starts[place - 2] ?? -1, starts[place - 1] ?? -1];
    if (before >= 0 && isSame(from, offsets, before, left) && isSame(from, offsets, beside, right)) {
      repeat(sums, place);
      continue;
    }
    let at = 0;
    for (let output = 0; output < outputs; output += TOGETHER) {
      let a0 = 0;
      let a1 = 0;
      let a2 = 0;
      let a3 = 0;
      let b0 = 0;
      let b1 = 0;
      let b2 = 0;
      let b3 = 0;
      for (let k = 0; k < offsets.length; k++) {
        const offset = /** @type {number} */ (offsets[k]);
        const a = /** @type {number} */ (from[left + offset]);
        const b = /** @type {number} */ (from[right + offset]);
        const w0 = /** @type {number} */ (weights[at]);
        const w1 = /** @type {number} */ (weights[at + 1]);
        const w2 = /** @type {number} */ (weights[at + 2]);
        const w3 = /** @type {number} */ (weights[at + 3]);
        at += TOGETHER;
        a0 += a * w0;
        a1 += a * w1;
        a2 += a * w2;
        a3 += a * w3;
        b0 += b * w0;
        b1 += b * w1;
        b2 += b * w2;
        b3 += b * w3;
      }
      const rest = outputs - output;
      const own = first + output;
      put(sums, own, place, a0, b0);
      if (rest > 1) put(sums, own + 1, place, a1, b1);
      if (rest > 2) put(sums, own + 2, place, a2, b2);
      if (rest > 3) put(sums, own + 3, place, a3, b3);
    }
  }
}

/**
 * @param {Sums} sums
 * @param {number} output
 * @param {number} place
 * @param {number} a of this place
 * @param {number} b of the next, if there is one
 */
function put({ data, area, bias, floor }, output, place, a, b) {
  const start = bias[output] ?? 0;
  const at = output * area + place;
  data[at] = Math.max(floor, start + a);
  if (place + 1 < area) data[at + 1] = Math.max(floor, start + b);
}

/**
 * @param {Float64Array} from
 * @param {Int32Array} offsets
 * @param {number} a
 * @param {number} b
 * @returns {boolean} whether both windows see the same
 */
function isSame(from, offsets, a, b) {
  for (let k = 0; k < offsets.length; k++) {
    const offset = /** @type {number} */ (offsets[k]);
    if (from[a + offset] !== from[b + offset]) return false;
  }
  return true;
}

/** What two places before have: on plain paper most see the same. @param {Sums} sums @param {number} place */
function repeat({ data, area, first, outputs }, place) {
  for (let output = first; output < first + outputs; output++) {
    const at = output * area + place;
    data[at] = data[at - 2] ?? 0;
    if (place + 1 < area) data[at + 1] = data[at - 1] ?? 0;
  }
}
