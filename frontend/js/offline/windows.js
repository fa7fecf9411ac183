/** Convolutions and pools: a window that moves over a picture of channels, channels first. */

/** @import { Node, Tensor } from "./network-file.js" */

/**
 * Where the window goes.
 * @param {Node["attributes"]} attributes as ONNX has them
 * @param {number[]} shape of the input: 1, channels, height, width
 */
function geometry(attributes, [, channels = 0, height = 0, width = 0]) {
  const [kernelY, kernelX] = attributes.kernel_shape;
  const [strideY, strideX] = attributes.strides ?? [1, 1];
  const [dilationY, dilationX] = attributes.dilations ?? [1, 1];
  const [top, left, bottom, right] = attributes.pads ?? [0, 0, 0, 0];
  const rows = Math.floor((height + top + bottom - dilationY * (kernelY - 1) - 1) / strideY) + 1;
  const columns = Math.floor((width + left + right - dilationX * (kernelX - 1) - 1) / strideX) + 1;
  return {
    ...{ channels, height, width, kernelY, kernelX, strideY, strideX, dilationY, dilationX, top, left },
    ...{ rows, columns },
  };
}

/**
 * @param {Node["attributes"]} attributes
 * @param {Tensor} x
 * @param {Tensor} weights outputs, inputs of a group, kernel height, kernel width
 * @param {Tensor} [bias]
 * @returns {Tensor}
 */
export function conv(attributes, x, weights, bias) {
  const g = geometry(attributes, x.shape);
  const [outputs = 0, inputs = 0] = weights.shape;
  const groups = attributes.group ?? 1;
  const perGroup = outputs / groups;
  const area = g.rows * g.columns;
  const data = new Float32Array(outputs * area);
  const patch = new Float32Array(inputs * g.kernelY * g.kernelX);
  for (let group = 0; group < groups; group++)
    for (let place = 0; place < area; place++) {
      fill(patch, floats(x), group * inputs, place, g);
      weigh(data, patch, floats(weights), group * perGroup, perGroup, place, area);
    }
  for (let at = 0; bias && at < data.length; at++)
    data[at] = (data[at] ?? 0) + (bias.data[Math.floor(at / area)] ?? 0);
  return { shape: [1, outputs, g.rows, g.columns], data };
}

/**
 * Collects what the window sees at one place: channel by channel, row by row.
 * @param {Float32Array} patch
 * @param {Float32Array} from
 * @param {number} first channel of the group
 * @param {number} place of the output
 * @param {ReturnType<typeof geometry>} g
 */
function fill(patch, from, first, place, g) {
  const top = Math.floor(place / g.columns) * g.strideY - g.top;
  const left = (place % g.columns) * g.strideX - g.left;
  const channels = patch.length / (g.kernelY * g.kernelX);
  let at = 0;
  for (let channel = first; channel < first + channels; channel++) {
    const start = channel * g.height * g.width;
    for (let ky = 0; ky < g.kernelY; ky++) {
      const y = top + ky * g.dilationY;
      const inside = y >= 0 && y < g.height;
      for (let kx = 0; kx < g.kernelX; kx++) {
        const column = left + kx * g.dilationX;
        patch[at++] =
          inside && column >= 0 && column < g.width ? (from[start + y * g.width + column] ?? 0) : 0;
      }
    }
  }
}

/**
 * The outputs at one place: the patch times the weights of each. Four at a time, which is twice as fast.
 * @param {Float32Array} data
 * @param {Float32Array} patch
 * @param {Float32Array} weights
 * @param {number} first output
 * @param {number} count of outputs
 * @param {number} place
 * @param {number} area places of each output
 */
function weigh(data, patch, weights, first, count, place, area) {
  const length = patch.length;
  let output = first;
  for (; output + 4 <= first + count; output += 4) {
    const a = output * length;
    const [b, c, d] = [a + length, a + 2 * length, a + 3 * length];
    let [sumA, sumB, sumC, sumD] = [0, 0, 0, 0];
    for (let k = 0; k < length; k++) {
      const value = /** @type {number} */ (patch[k]);
      sumA += value * /** @type {number} */ (weights[a + k]);
      sumB += value * /** @type {number} */ (weights[b + k]);
      sumC += value * /** @type {number} */ (weights[c + k]);
      sumD += value * /** @type {number} */ (weights[d + k]);
    }
    data[output * area + place] = sumA;
    data[(output + 1) * area + place] = sumB;
    data[(output + 2) * area + place] = sumC;
    data[(output + 3) * area + place] = sumD;
  }
  for (; output < first + count; output++) {
    let sum = 0;
    for (let k = 0; k < length; k++)
      sum += /** @type {number} */ (patch[k]) * /** @type {number} */ (weights[output * length + k]);
    data[output * area + place] = sum;
  }
}

/** @param {Tensor} tensor */
function floats({ data }) {
  return data instanceof Float32Array ? data : Float32Array.from(data);
}

/**
 * @param {Node["attributes"]} attributes
 * @param {Tensor} x
 * @param {"max" | "average"} kind
 * @returns {Tensor}
 */
export function pool(attributes, x, kind) {
  const g = geometry(attributes, x.shape);
  const data = new Float32Array(g.channels * g.rows * g.columns);
  let at = 0;
  for (let channel = 0; channel < g.channels; channel++)
    for (let row = 0; row < g.rows; row++)
      for (let column = 0; column < g.columns; column++) {
        const seen = window(x.data, channel * g.height * g.width, row, column, g);
        const sum = seen.reduce((total, value) => total + value, 0);
        const counted = attributes.count_include_pad ? g.kernelY * g.kernelX : seen.length;
        data[at++] = kind === "max" ? Math.max(...seen) : sum / counted;
      }
  return { shape: [1, g.channels, g.rows, g.columns], data };
}

/**
 * @param {Tensor["data"]} from
 * @param {number} start
 * @param {number} row
 * @param {number} column
 * @param {ReturnType<typeof geometry>} g
 */
function window(from, start, row, column, g) {
  const seen = [];
  for (let ky = 0; ky < g.kernelY; ky++)
    for (let kx = 0; kx < g.kernelX; kx++) {
      const y = row * g.strideY + ky * g.dilationY - g.top;
      const x = column * g.strideX + kx * g.dilationX - g.left;
      if (y >= 0 && y < g.height && x >= 0 && x < g.width) seen.push(Number(from[start + y * g.width + x]));
    }
  return seen;
}
