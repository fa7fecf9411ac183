/** Runs the service's networks on this device, for one picture at a time: plain JavaScript, operation by operation. */

/** @import { NetworkFile, Node, Tensor } from "./network-file.js" */

import { folded } from "./folding.js";
import { product } from "./network-file.js";
import { conv, enlarged, pool } from "./windows.js";

/** @typedef {(attributes: Node["attributes"], ...inputs: Tensor[]) => Tensor} Operator */

/** @type {Record<string, Operator>} */
const OPERATORS = {
  Cast: (_, x) => x,
  Identity: (_, x) => x,
  Reshape: (_, x, shape) => ({ shape: filledIn(/** @type {Tensor} */ (shape).data, x), data: x.data }),
  Transpose: ({ perm }, x) => transposed(x, perm),
  Add: (_, a, b) => both(a, b, (left, right) => left + right),
  Sub: (_, a, b) => both(a, b, (left, right) => left - right),
  Mul: (_, a, b) => both(a, b, (left, right) => left * right),
  Div: (_, a, b) => both(a, b, (left, right) => left / right),
  Relu: (_, x) => each(x, (value) => (value > 0 ? value : 0)),
  LeakyRelu: ({ alpha = 0.01 }, x) => each(x, (value) => (value > 0 ? value : alpha * value)),
  Elu: ({ alpha = 1 }, x) => each(x, (value) => (value > 0 ? value : alpha * Math.expm1(value))),
  Sigmoid: (_, x) => each(x, (value) => 1 / (1 + Math.exp(-value))),
  Tanh: (_, x) => each(x, Math.tanh),
  MatMul: (_, a, b) => product2d(a, b),
  Conv: (attributes, x, weights, bias) => conv(attributes, x, weights, bias),
  Resize: ({ mode }, x, _, scales) => enlarged(x, /** @type {Tensor} */ (scales).data, mode),
  MaxPool: (attributes, x) => pool(attributes, x, "max"),
  AveragePool: (attributes, x) => pool(attributes, x, "average"),
  GlobalAveragePool: (attributes, x) => pool({ ...attributes, kernel_shape: x.shape.slice(2) }, x, "average"),
  GlobalMaxPool: (attributes, x) => pool({ ...attributes, kernel_shape: x.shape.slice(2) }, x, "max"),
};

/** One network, ready to answer. */
export class Network {
  /**
   * @param {Pick<NetworkFile, "nodes" | "constants">} network
   * @throws where the network has an operation that is not known here
   */
  constructor(network) {
    const unknown = network.nodes.find(({ op }) => !Object.hasOwn(OPERATORS, op));
    if (unknown) throw new Error(`This page cannot run the operation ${unknown.op}.`);
    const { nodes, constants } = folded(network.nodes, network.constants);
    this.nodes = nodes;
    this.constants = constants;
    /** @type {Map<string, number>} the operation that is the last to take a value */
    this.last = new Map(nodes.flatMap(({ inputs }, at) => inputs.map((name) => [name, at])));
  }

  /**
   * @param {ArrayLike<number>} digit 28x28, ink 255
   * @returns {Float32Array} ten or eleven logits
   */
  logits(digit) {
    return this.run("digits", { shape: [1, 28, 28], data: Float32Array.from(digit) }, "logits").data;
  }

  /**
   * @param {{width: number, height: number, data: ArrayLike<number>}} page its contrast, sides multiples of 16
   * @returns {{width: number, height: number, channels: number, data: Float32Array}} row by row, cell by cell
   */
  maps({ width, height, data }) {
    const page = { shape: [1, height, width], data: Float32Array.from(data) };
    const { shape, data: found } = this.run("pages", page, "maps");
    const [, rows = 0, columns = 0, channels = 0] = shape;
    return { width: columns, height: rows, channels, data: found };
  }

  /**
   * @param {string} name of what is given
   * @param {Tensor} given
   * @param {string} wanted name
   * @returns {{shape: number[], data: Float32Array}}
   */
  run(name, given, wanted) {
    /** @type {Map<string, Tensor>} */
    const values = new Map([[name, given]]);
    for (const [at, { op, inputs, output, attributes }] of this.nodes.entries()) {
      const taken = inputs.map((input) => values.get(input) ?? this.constants.get(input));
      values.set(
        output,
        /** @type {Operator} */ (OPERATORS[op])(attributes, .../** @type {Tensor[]} */ (taken)),
      );
      // Of a large page the values between the layers would fill a small device's memory.
      for (const input of inputs) if (this.last.get(input) === at) values.delete(input);
    }
    return /** @type {{shape: number[], data: Float32Array}} */ (values.get(wanted));
  }
}

/**
 * @param {Tensor} x
 * @param {(value: number) => number} change
 * @returns {Tensor}
 */
function each(x, change) {
  const data = new Float32Array(x.data.length);
  for (let at = 0; at < data.length; at++) data[at] = change(/** @type {number} */ (x.data[at]));
  return { shape: x.shape, data };
}

/**
 * Combines two tensors of which one may be smaller: it is repeated along the sides where it has one place.
 * @param {Tensor} a
 * @param {Tensor} b
 * @param {(left: number, right: number) => number} combine
 * @returns {Tensor}
 */
function both(a, b, combine) {
  if (b.data.length === 1) return each(a, (value) => combine(value, Number(b.data[0])));
  if (String(a.shape) === String(b.shape)) {
    const data = new Float32Array(a.data.length);
    for (let at = 0; at < data.length; at++) data[at] = combine(Number(a.data[at]), Number(b.data[at]));
    return { shape: a.shape, data };
  }
  const rank = Math.max(a.shape.length, b.shape.length);
  const [left, right] = [widened(a.shape, rank), widened(b.shape, rank)];
  const shape = left.map((size, axis) => Math.max(size, right[axis] ?? 1));
  const data = new Float32Array(product(shape));
  const [leftSteps, rightSteps] = [repeating(left), repeating(right)];
  const place = new Array(rank).fill(0);
  let i = 0;
  let j = 0;
  for (let at = 0; at < data.length; at++) {
    data[at] = combine(Number(a.data[i]), Number(b.data[j]));
    for (let axis = rank - 1; axis >= 0; axis--) {
      const stepI = leftSteps[axis] ?? 0;
      const stepJ = rightSteps[axis] ?? 0;
      i += stepI;
      j += stepJ;
      if (++place[axis] < (shape[axis] ?? 1)) break;
      i -= stepI * place[axis];
      j -= stepJ * place[axis];
      place[axis] = 0;
    }
  }
  return { shape, data };
}

/** @param {readonly number[]} shape @param {number} rank */
function widened(shape, rank) {
  return [...new Array(rank - shape.length).fill(1), ...shape];
}

/** Places from one value to the next along each axis. @param {readonly number[]} shape */
function steps(shape) {
  return shape.map((_, axis) => product(shape.slice(axis + 1)));
}

/** The same, standing still along the sides that are repeated. @param {readonly number[]} shape */
function repeating(shape) {
  return steps(shape).map((step, axis) => (shape[axis] === 1 ? 0 : step));
}

/** @param {Tensor} x @param {number[]} order @returns {Tensor} */
function transposed(x, order) {
  const shape = order.map((axis) => x.shape[axis] ?? 1);
  const long = order.filter((axis) => x.shape[axis] !== 1);
  if (long.every((axis, place) => axis > (long[place - 1] ?? -1))) return { shape, data: x.data };
  const from = steps(x.shape);
  const moved = order.map((axis) => from[axis] ?? 1);
  const to = steps(shape);
  const data = new Float32Array(x.data.length);
  for (let at = 0; at < data.length; at++) {
    let source = 0;
    for (let axis = 0; axis < shape.length; axis++)
      source += (Math.floor(at / (to[axis] ?? 1)) % (shape[axis] ?? 1)) * (moved[axis] ?? 0);
    data[at] = Number(x.data[source]);
  }
  return { shape, data };
}

/** Rows of `a` by columns of `b`. @param {Tensor} a @param {Tensor} b @returns {Tensor} */
function product2d(a, b) {
  const [inner = 1, columns = 1] = b.shape;
  const rows = a.data.length / inner;
  const data = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++)
    for (let k = 0; k < inner; k++) {
      const value = Number(a.data[row * inner + k]);
      if (value === 0) continue;
      for (let column = 0; column < columns; column++)
        data[row * columns + column] =
          Number(data[row * columns + column]) + value * Number(b.data[k * columns + column]);
    }
  return { shape: [...a.shape.slice(0, -1), columns], data };
}

/** A shape in which 0 keeps a side and -1 takes what is left. @param {ArrayLike<number>} wanted @param {Tensor} x */
function filledIn(wanted, x) {
  const shape = Array.from(wanted, (size, axis) => (size === 0 ? (x.shape[axis] ?? 1) : size));
  const known = product(shape.filter((size) => size !== -1));
  return shape.map((size) => (size === -1 ? x.data.length / known : size));
}
