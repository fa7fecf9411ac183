/** Reads the file in which the service gives its network: a header in JSON, then the constants. */

/**
 * @typedef {object} Tensor
 * @property {number[]} shape
 * @property {Float32Array | Int32Array} data
 *
 * @typedef {object} Node One operation, as ONNX has it.
 * @property {string} op
 * @property {string[]} inputs
 * @property {string} output
 * @property {Record<string, any>} attributes
 *
 * @typedef {object} NetworkFile
 * @property {string} version
 * @property {{temperature: number, uncertain_below: number, digit_score_below: number}} calibration
 * @property {Node[]} nodes in the order in which they run
 * @property {Map<string, Tensor>} constants
 */

/**
 * @param {ArrayBuffer} file
 * @returns {NetworkFile}
 */
export function parseNetwork(file) {
  const length = new DataView(file).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(file, 4, length)));
  const constants = new Map();
  for (const { name, shape, type, offset } of header.tensors)
    constants.set(name, { shape, data: numbers(file, type, 4 + length + offset, product(shape)) });
  return { version: header.version, calibration: header.calibration, nodes: header.nodes, constants };
}

/** @param {readonly number[]} shape */
export function product(shape) {
  return shape.reduce((all, size) => all * size, 1);
}

/**
 * @param {ArrayBuffer} file
 * @param {"f16" | "f32" | "i32"} type
 * @param {number} offset
 * @param {number} count
 */
function numbers(file, type, offset, count) {
  if (type === "i32") return new Int32Array(file, offset, count);
  if (type === "f32") return new Float32Array(file, offset, count);
  return Float32Array.from(new Uint16Array(file, offset, count), fromHalf);
}

/**
 * A float16 as a number: one bit of sign, five of exponent, ten of fraction.
 * @param {number} bits
 */
export function fromHalf(bits) {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
