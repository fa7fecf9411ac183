import assert from "node:assert/strict";
import { test } from "node:test";

import { folded } from "../../frontend/js/offline/folding.js";
import { parseNetwork } from "../../frontend/js/offline/network-file.js";
import { Network } from "../../frontend/js/offline/network.js";

const tensor = (shape, ...data) => ({ shape, data: Float32Array.from(data) });
const node = (op, inputs, output, attributes = {}) => ({ op, inputs, output, attributes });
const window = {
  kernel_shape: [3, 3],
  strides: [1, 1],
  dilations: [1, 1],
  pads: [1, 1, 1, 1],
  group: 1,
};

/** Values that no two places share. */
const some = (shape, seed) => {
  const size = shape.reduce((all, side) => all * side, 1);
  return tensor(shape, ...Array.from({ length: size }, (_, at) => Math.sin(seed + 1.7 * at)));
};

/** A file as the service writes it: its header, then the bytes of its constants. */
function file(header, bytes) {
  const text = new TextEncoder().encode(JSON.stringify(header));
  const padded = Math.ceil(text.length / 4) * 4;
  const whole = new Uint8Array(4 + padded + bytes.length).fill(32);
  new DataView(whole.buffer).setUint32(0, padded, true);
  whole.set(text, 4);
  whole.set(bytes, 4 + padded);
  return whole.buffer;
}

/** What stands for one in each output, then the values, bit by bit. */
function inBits(steps, levels, bits) {
  const bytes = [...new Uint8Array(Float32Array.from(steps).buffer)];
  const each = levels.flatMap((level) =>
    Array.from({ length: bits }, (_, bit) => ((level + 2 ** (bits - 1)) >> bit) & 1),
  );
  for (let at = 0; at < each.length; at += 8)
    bytes.push(each.slice(at, at + 8).reduce((byte, bit, place) => byte | (bit << place), 0));
  return Uint8Array.from(bytes);
}

test("both networks are in the file, and what was fitted for them", () => {
  const calibration = { temperature: 1.5, uncertain_below: 0.6, digit_score_below: 0.1 };
  const described = [{ name: "c1", shape: [], type: "f32", offset: 0 }];
  const reader = { settings: { peak: 2 }, nodes: [], tensors: [{ ...described[0], offset: 4 }] };
  const header = { version: "v", calibration, nodes: [], tensors: described, reader };
  const found = parseNetwork(file(header, new Uint8Array(Float32Array.of(0.5, 7).buffer)));
  assert.deepEqual([found.version, found.calibration], ["v", calibration]);
  assert.deepEqual([...found.constants.get("c1").data], [0.5]);
  assert.deepEqual([...found.reader.constants.get("c1").data], [7]);
  assert.equal(found.reader.settings.peak, 2);
  assert.equal(parseNetwork(file({ ...header, reader: null }, new Uint8Array(8))).reader, null);
});

test("weights of few bits count in what stands for one in their output", () => {
  const told = (shape, steps, levels, bits) => {
    const tensors = [{ name: "w", shape, type: "bits", offset: 0 }];
    const header = { version: "v", calibration: {}, bits, nodes: [], tensors, reader: null };
    return [...parseNetwork(file(header, inBits(steps, levels, bits))).constants.get("w").data];
  };
  const levels = [511, -511, 0, 1, -1, 300];
  for (const bits of [10, 12, 14]) {
    assert.deepEqual(told([2, 3, 1, 1], [0.5, 2], levels, bits), [255.5, -255.5, 0, 2, -2, 600]);
    assert.deepEqual(told([3, 2], [0.5, 2], levels, bits), [255.5, -1022, 0, 2, -0.5, 600]);
    assert.deepEqual(told([1, 3], [1, 2, 4], [5, 6, 7], bits), [5, 12, 28]);
  }
});

test("a convolution that takes in what follows it gives the same", () => {
  const nodes = [
    node("Reshape", ["pages", "shape"], "a"),
    node("Conv", ["a", "w"], "b", window),
    node("Mul", ["b", "factors"], "c"),
    node("Add", ["c", "terms"], "d"),
    node("Relu", ["d"], "e"),
    node("Conv", ["e", "v", "bias"], "f", window),
    node("Add", ["e", "f"], "g"),
    node("Relu", ["g"], "maps"),
  ];
  const constants = new Map([
    ["shape", { shape: [4], data: Int32Array.of(0, 1, 5, 7) }],
    ["w", some([3, 1, 3, 3], 1)],
    ["factors", some([3, 1, 1], 2)],
    ["terms", some([3, 1, 1], 3)],
    ["v", some([3, 3, 3, 3], 4)],
    ["bias", some([3], 5)],
  ]);
  const fewer = folded(nodes, constants);
  assert.deepEqual(
    fewer.nodes.map(({ op }) => op),
    ["Reshape", "Conv", "Conv", "Add", "Relu"],
  );
  const page = { shape: [1, 5, 7], data: some([35], 6).data };
  const one = (graph) => Network.prototype.run.call({ ...graph, last: new Map() }, "pages", page, "maps");
  const [a, b] = [one({ nodes, constants }), one(fewer)];
  assert.deepEqual(a.shape, [1, 3, 5, 7]);
  assert.ok(a.data.some((value) => value > 0.1));
  for (const [at, value] of a.data.entries()) assert.ok(Math.abs(value - b.data[at]) < 1e-5);
  assert.equal(nodes[1].output, "b");
});

test("a value that is taken twice stays, and so does what joins two of them", () => {
  const nodes = [
    node("Conv", ["a", "w"], "b", window),
    node("Relu", ["b"], "c"),
    node("Add", ["b", "c"], "d"),
  ];
  assert.equal(folded(nodes, new Map([["w", some([1, 1, 3, 3], 1)]])).nodes.length, 3);
});

test("a convolution sees what a window sees, place by place", () => {
  const [x, w, bias] = [some([1, 2, 6, 9], 1), some([5, 2, 3, 3], 2), some([5], 3)];
  const attributes = { ...window, strides: [2, 2], pads: [0, 0, 1, 1] };
  const constants = new Map(Object.entries({ x, w, bias }));
  const { shape, data } = new Network({
    nodes: [node("Conv", ["x", "w", "bias"], "maps", attributes)],
    constants,
  }).run("none", x, "maps");
  assert.deepEqual(shape, [1, 5, 3, 4]);
  for (let at = 0; at < data.length; at++) {
    const [output, row, column] = [Math.floor(at / 12), Math.floor(at / 4) % 3, at % 4];
    let sum = bias.data[output];
    for (let k = 0; k < 18; k++) {
      const [channel, dy, dx] = [Math.floor(k / 9), Math.floor(k / 3) % 3, k % 3];
      const [y, column2] = [2 * row + dy, 2 * column + dx];
      if (y < 6 && column2 < 9)
        sum += x.data[channel * 54 + y * 9 + column2] * w.data[output * 18 + channel * 9 + dy * 3 + dx];
    }
    assert.ok(Math.abs(sum - data[at]) < 1e-5);
  }
});

test("plain paper, where windows see the same again and again, is worked out like the rest", () => {
  const page = tensor([1, 1, 4, 12], ...new Array(48).fill(1));
  page.data[30] = 5;
  const constants = new Map([
    ["x", page],
    ["w", tensor([1, 1, 3, 3], ...new Array(9).fill(1))],
  ]);
  const nodes = [node("Conv", ["x", "w"], "maps", window)];
  const { data } = new Network({ nodes, constants }).run("none", page, "maps");
  assert.deepEqual([...data.slice(12, 24)], [6, 9, 9, 9, 9, 13, 13, 13, 9, 9, 9, 6]);
});

test("a picture is enlarged by repeating its pixels, and in no other way", () => {
  const constants = new Map([
    ["x", tensor([1, 1, 1, 2], 3, 4)],
    ["scales", tensor([4], 1, 1, 2, 2)],
  ]);
  const enlarged = (mode) =>
    new Network({ nodes: [node("Resize", ["x", "", "scales"], "maps", { mode })], constants }).run(
      "none",
      constants.get("x"),
      "maps",
    );
  assert.deepEqual([...enlarged("nearest").data], [3, 3, 4, 4, 3, 3, 4, 4]);
  assert.throws(() => enlarged("linear"), /linear/);
});

test("a reader gives its map row by row, cell by cell", () => {
  const nodes = [
    node("Reshape", ["pages", "shape"], "a"),
    node("Transpose", ["a"], "b", { perm: [0, 3, 1, 2] }),
    node("Conv", ["b", "w"], "c", { ...window, kernel_shape: [1, 1], pads: [0, 0, 0, 0] }),
    node("Transpose", ["c"], "maps", { perm: [0, 2, 3, 1] }),
  ];
  const constants = new Map([
    ["shape", { shape: [4], data: Int32Array.of(0, 0, 0, 1) }],
    ["w", tensor([2, 1, 1, 1], 1, 10)],
  ]);
  const found = new Network({ nodes, constants }).maps({ width: 2, height: 1, data: [3, 4] });
  assert.deepEqual([found.width, found.height, found.channels], [2, 1, 2]);
  assert.deepEqual([...found.data], [3, 30, 4, 40]);
});
