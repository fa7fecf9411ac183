/** Puts what follows a convolution into it: a factor and a term for each channel, and the ReLU. */

/** @import { Node, Tensor } from "./network-file.js" */

/**
 * @param {readonly Node[]} nodes in the order in which they run
 * @param {ReadonlyMap<string, Tensor>} constants
 * @returns {{nodes: Node[], constants: Map<string, Tensor>}} the same network, of fewer operations
 */
export function folded(nodes, constants) {
  const uses = counted(nodes);
  const all = new Map(constants);
  /** @type {Node[]} */
  const kept = [];
  /** @type {Map<string, Node>} convolutions by what they give, if nothing else takes that and it has no ReLU yet */
  const open = new Map();
  for (const node of nodes) {
    const before = node.inputs
      .map((name) => open.get(name))
      .find((found) => found && uses.get(found.output) === 1);
    if (before && takenIn(before, node, all)) {
      open.delete(before.output);
      before.output = node.output;
      if (!before.attributes.relu) open.set(node.output, before);
      continue;
    }
    const copy = { ...node, inputs: [...node.inputs], attributes: { ...node.attributes } };
    kept.push(copy);
    if (node.op === "Conv") open.set(node.output, copy);
  }
  return { nodes: kept, constants: all };
}

/** How often each value is taken. @param {readonly Node[]} nodes */
function counted(nodes) {
  /** @type {Map<string, number>} */
  const uses = new Map();
  for (const name of nodes.flatMap(({ inputs }) => inputs)) uses.set(name, (uses.get(name) ?? 0) + 1);
  return uses;
}

/**
 * @param {Node} conv
 * @param {Node} next what takes the convolution's values
 * @param {Map<string, Tensor>} constants
 * @returns {boolean} whether the convolution now does what `next` did
 */
function takenIn(conv, next, constants) {
  if (next.op === "Relu") {
    conv.attributes.relu = true;
    return true;
  }
  const other = constants.get(next.inputs.find((name) => name !== conv.output) ?? "");
  const weights = constants.get(conv.inputs[1] ?? "");
  if (!other || !weights || !["Mul", "Add"].includes(next.op)) return false;
  const [outputs = 0] = weights.shape;
  if (!isOfChannels(other, outputs)) return false;
  const of = (/** @type {number} */ output) => Number(other.data[other.data.length === 1 ? 0 : output]);
  const bias = constants.get(conv.inputs[2] ?? "")?.data ?? new Float32Array(outputs);
  const size = weights.data.length / outputs;
  const [changed, moved] = [Float32Array.from(weights.data), Float32Array.from(bias)];
  for (let output = 0; output < outputs; output++)
    if (next.op === "Add") moved[output] = Number(moved[output]) + of(output);
    else {
      moved[output] = Number(moved[output]) * of(output);
      for (let at = output * size; at < (output + 1) * size; at++)
        changed[at] = Number(changed[at]) * of(output);
    }
  const name = next.output;
  constants.set(`${name} weights`, { shape: weights.shape, data: changed });
  constants.set(`${name} bias`, { shape: [outputs], data: moved });
  conv.inputs = [conv.inputs[0] ?? "", `${name} weights`, `${name} bias`];
  return true;
}

/** @param {Tensor} tensor @param {number} channels @returns {boolean} whether it has a value for each, or one for all */
function isOfChannels({ shape, data }, channels) {
  if (data.length === 1) return true;
  const [rows, columns] = shape.slice(-2);
  return data.length === channels && shape.length >= 3 && rows === 1 && columns === 1;
}
