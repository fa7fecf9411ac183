/** Convolutions and pools: a window that moves over a picture of channels, channels first. */

/** @import { Node, Tensor } from "./network-file.js" */

import { convolve, packed } from "./convolution.js";
import { product } from "./network-file.js";

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

/** @type {WeakMap<Tensor, Float64Array[]>} the weights of a convolution, group by group, as they are used */
const packs = new WeakMap();

/**
 * @param {Tensor} weights outputs, inputs of a group, kernel height, kernel width
 * @param {number} groups
 */
function packsOf(weights, groups) {
  const known = packs.get(weights);
  if (known) return known;
  const [outputs = 0, ...patch] = weights.shape;
  const each = outputs / groups;
  const made = Array.from({ length: groups }, (_, group) =>
    packed(weights.data, group * each, each, product(patch)),
  );
  packs.set(weights, made);
  return made;
}

/**
 * @param {Node["attributes"]} attributes as ONNX has them, and `relu`: whether what is below zero is zero
 * @param {Tensor} x
 * @param {Tensor} weights outputs, inputs of a group, kernel height, kernel width
 * @param {Tensor} [bias]
 * @returns {Tensor}
 */
export function conv(attributes, x, weights, bias) {
  const g = geometry(attributes, x.shape);
  const [outputs = 0, inputs = 0] = weights.shape;
  const groups = attributes.group ?? 1;
  const each = outputs / groups;
  const area = g.rows * g.columns;
  const data = new Float32Array(outputs * area);
  const bordered = withBorder(x.data, g);
  const starts = Int32Array.from(
    { length: area },
    (_, place) =>
      Math.floor(place / g.columns) * g.strideY * bordered.width + (place % g.columns) * g.strideX,
  );
  const own = bias ? floats(bias) : new Float32Array(outputs);
  const floor = attributes.relu ? 0 : -Infinity;
  for (const [group, pack] of packsOf(weights, groups).entries()) {
    const sums = { data, area, first: group * each, outputs: each, bias: own, floor };
    convolve(bordered.data, offsetsOf(bordered, g, group * inputs, inputs), starts, pack, sums);
  }
  return { shape: [1, outputs, g.rows, g.columns], data };
}

/**
 * The channels with zeros around them, as far as windows reach.
 * @param {Tensor["data"]} from
 * @param {ReturnType<typeof geometry>} g
 */
function withBorder(from, g) {
  const width = Math.max((g.columns - 1) * g.strideX + (g.kernelX - 1) * g.dilationX + 1, g.left + g.width);
  const height = Math.max((g.rows - 1) * g.strideY + (g.kernelY - 1) * g.dilationY + 1, g.top + g.height);
  const data = new Float64Array(g.channels * width * height);
  for (let row = 0; row < g.channels * g.height; row++) {
    const channel = Math.floor(row / g.height);
    const start = (channel * height + g.top + (row % g.height)) * width + g.left;
    data.set(from.subarray(row * g.width, (row + 1) * g.width), start);
  }
  return { width, height, data };
}

/**
 * Where a window's values lie, from its first: channel by channel, row by row.
 * @param {{width: number, height: number}} bordered
 * @param {ReturnType<typeof geometry>} g
 * @param {number} first channel
 * @param {number} channels
 */
function offsetsOf({ width, height }, g, first, channels) {
  const size = g.kernelY * g.kernelX;
  return Int32Array.from({ length: channels * size }, (_, at) => {
    const [channel, place] = [first + Math.floor(at / size), at % size];
    const y = Math.floor(place / g.kernelX) * g.dilationY;
    return (channel * height + y) * width + (place % g.kernelX) * g.dilationX;
  });
}

/** @param {Tensor} tensor */
function floats({ data }) {
  return data instanceof Float32Array ? data : Float32Array.from(data);
}

/**
 * A picture made larger by whole factors, each pixel repeated.
 * @param {Tensor} x
 * @param {ArrayLike<number>} scales of batch, channels, height and width
 * @param {string} mode as ONNX has it
 * @returns {Tensor}
 */
export function enlarged(x, scales, mode) {
  if (mode !== "nearest") throw new Error(`This page cannot enlarge by the mode ${mode}.`);
  const [, channels = 0, height = 0, width = 0] = x.shape;
  const [down, along] = [scales[2] ?? 1, scales[3] ?? 1];
  const [rows, columns] = [height * down, width * along];
  const data = new Float32Array(channels * rows * columns);
  for (let row = 0, at = 0; row < channels * rows; row++) {
    const start = Math.floor(row / down) * width;
    for (let column = 0; column < columns; column++)
      data[at++] = Number(x.data[start + Math.floor(column / along)]);
  }
  return { shape: [1, channels, rows, columns], data };
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
