/** Reads the file in which the service gives its networks: a header in JSON, then the constants. */

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
 * @typedef {object} Graph
 * @property {Node[]} nodes in the order in which they run
 * @property {Map<string, Tensor>} constants
 *
 * @typedef {object} Calibration As the manifest of a version has it.
 * @property {number} temperature
 * @property {number} uncertain_below
 * @property {number} digit_score_below
 *
 * @typedef {object} ReaderSettings As `service/model/manifest.py` explains them.
 * @property {number} reader
 * @property {number} digit
 * @property {number} score
 * @property {number} sign
 * @property {number} other
 * @property {number} peak
 * @property {number} present
 * @property {number} mark_from
 * @property {number} unclear_from
 * @property {number} uncertain_below
 * @property {number} text
 * @property {number} text_bias
 *
 * @typedef {Graph & {version: string, calibration: Calibration, reader: (Graph & {settings: ReaderSettings}) | null}}
 *   NetworkFile The digit network, and the reader where there is one.
 */

/**
 * @param {ArrayBuffer} file
 * @returns {NetworkFile}
 */
export function parseNetwork(file) {
  const length = new DataView(file).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(file, 4, length)));
  const { version, calibration, nodes, reader } = header;
  const constants = (/** @type {any} */ network) => constantsOf(file, network, 4 + length);
  return {
    version,
    calibration,
    nodes,
    constants: constants(header),
    reader: reader && {
      settings: reader.settings,
      nodes: reader.nodes,
      constants: constants(reader),
    },
  };
}

/**
 * @param {ArrayBuffer} file
 * @param {{bits: number, tensors: {name: string, shape: number[], type: Type, offset: number}[]}} network
 * @param {number} start of all constants
 */
function constantsOf(file, { bits, tensors }, start) {
  /** @type {Map<string, Tensor>} */
  const constants = new Map();
  for (const { name, shape, type, offset } of tensors)
    constants.set(name, { shape, data: numbers(file, type, start + offset, shape, bits) });
  return constants;
}

/** @param {readonly number[]} shape */
export function product(shape) {
  return shape.reduce((all, size) => all * size, 1);
}

/**
 * @typedef {"f32" | "i32" | "bits"} Type
 *
 * @param {ArrayBuffer} file
 * @param {Type} type
 * @param {number} offset
 * @param {readonly number[]} shape
 * @param {number} bits of a weight
 */
function numbers(file, type, offset, shape, bits) {
  const count = product(shape);
  if (type === "i32") return new Int32Array(file, offset, count);
  if (type === "f32") return new Float32Array(file, offset, count);
  return fromBits(file, offset, shape, bits);
}

/**
 * Weights of so many bits, after what stands for one in each output.
 * @param {ArrayBuffer} file
 * @param {number} offset
 * @param {readonly number[]} shape outputs first, of a matrix last
 * @param {number} bits at most 16
 */
function fromBits(file, offset, shape, bits) {
  const [first = 1, ...others] = shape;
  const values = new Float32Array(product(shape));
  const isMatrix = others.length === 1;
  const outputs = isMatrix ? (others[0] ?? 1) : first;
  const each = values.length / outputs;
  const steps = new Float32Array(file, offset, outputs);
  const bytes = new Uint8Array(file, offset + 4 * outputs);
  const [zero, mask] = [1 << (bits - 1), (1 << bits) - 1];
  for (let at = 0; at < values.length; at++) {
    const [place, shift] = [(at * bits) >> 3, (at * bits) & 7];
    const three = (bytes[place] ?? 0) | ((bytes[place + 1] ?? 0) << 8) | ((bytes[place + 2] ?? 0) << 16);
    const level = (three >> shift) & mask;
    values[at] = (level - zero) * (steps[isMatrix ? at % outputs : Math.floor(at / each)] ?? 0);
  }
  return values;
}
