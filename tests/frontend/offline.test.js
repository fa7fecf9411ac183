import assert from "node:assert/strict";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { test } from "node:test";

import { judge } from "../../frontend/js/offline/judge.js";
import { Network } from "../../frontend/js/offline/network.js";
import { normalize } from "../../frontend/js/offline/normalize.js";
import { recognize } from "../../frontend/js/offline/recognize.js";
import { enlarge, round, shrink } from "../../frontend/js/offline/resize.js";

const folder = new URL("../../frontend/", import.meta.url);
const worker = readFileSync(new URL("sw.js", folder), "utf8");
const schema = JSON.parse(readFileSync(new URL("../docs/openapi.json", folder), "utf8"));

const tensor = (shape, ...data) => ({ shape, data: Float32Array.from(data) });
const node = (op, inputs, output, attributes = {}) => ({ op, inputs, output, attributes });
const calibration = { temperature: 1, uncertain_below: 0.6, digit_score_below: 0.1 };

/** A network of the operations given, of which the last gives `logits`. */
function network(nodes, constants) {
  return new Network({ nodes, constants: new Map(Object.entries(constants)) });
}

/** Ink in boxes on a page. */
function page(width, height, ...boxes) {
  const data = new Uint8Array(width * height);
  for (const [x, y, w, h] of boxes)
    for (let row = y; row < y + h; row++) data.fill(255, row * width + x, row * width + x + w);
  return { width, height, data };
}

test("the service worker keeps every file of the page but those of the page about the mathematics", () => {
  const listed = [...worker.matchAll(/^ {2}"([^"]+)",$/gm)].map(([, path]) => path);
  const others = new Set(["sw.js", "index.html", "js/types.js"]);
  const files = readdirSync(folder, { recursive: true })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => statSync(new URL(path, folder)).isFile())
    .filter((path) => !path.includes("how-it-works") && !others.has(path));
  assert.deepEqual(listed.sort(), ["./", "network.bin", "v1/model", ...files].sort());
});

test("the manifest names icons that are there", () => {
  const { icons, start_url } = JSON.parse(readFileSync(new URL("manifest.webmanifest", folder), "utf8"));
  assert.equal(start_url, "./");
  for (const { src } of icons) assert.ok(statSync(new URL(src, folder)).size < 20_000, src);
});

test("halves are rounded to the even neighbour", () => {
  assert.deepEqual([0.5, 1.5, 2.5, -0.5, 1.2, 1.7].map(round), [0, 2, 2, 0, 1, 2]);
});

test("a picture that shrinks is the mean of what each pixel covers, one that grows lies between", () => {
  const grey = (width, height, ...data) => ({ width, height, data: Uint8Array.from(data) });
  assert.deepEqual([...shrink(grey(4, 2, 0, 100, 200, 0, 100, 200, 0, 0), 2, 1).data], [100, 50]);
  assert.deepEqual([...shrink(grey(3, 1, 0, 90, 30), 2, 1).data], [30, 50]);
  assert.deepEqual([...enlarge(grey(2, 1, 0, 100), 4, 1).data], [0, 25, 75, 100]);
});

test("a digit is 20 pixels large, and its centre of mass is in the middle", () => {
  for (const [width, height] of [
    [10, 40],
    [200, 150],
    [3, 9],
  ]) {
    const digit = normalize(page(300, 300, [20, 30, width, height]));
    const [rows, columns] = [new Set(), new Set()];
    digit.forEach((value, at) => value && (rows.add(Math.floor(at / 28)), columns.add(at % 28)));
    assert.equal(Math.max(rows.size, columns.size), 20);
    for (const lines of [rows, columns])
      assert.ok(Math.abs([...lines].reduce((sum, line) => sum + line, 0) / lines.size - 14) <= 0.5);
  }
});

test("a digit that has its size is moved by whole pixels, and left as it is", () => {
  const ink = page(28, 28, [2, 3, 6, 20]);
  ink.data[3 * 28 + 2] = 77;
  assert.deepEqual([...normalize(ink)].filter((value) => value > 0).sort(), [
    ...[...ink.data].filter((value) => value > 0).sort(),
  ]);
});

test("a convolution is the sum of what its window sees, at its borders and with its strides too", () => {
  const attributes = {
    kernel_shape: [3, 3],
    strides: [2, 2],
    dilations: [1, 1],
    pads: [0, 0, 1, 1],
    group: 1,
  };
  const nodes = [
    node("Reshape", ["digits", "shape"], "a"),
    node("Conv", ["a", "ones", "bias"], "b", attributes),
    node("Relu", ["b"], "logits"),
  ];
  const shape = { shape: [4], data: Int32Array.from([0, 1, 28, 28]) };
  const ones = tensor([1, 1, 3, 3], ...new Array(9).fill(1));
  const logits = network(nodes, { shape, ones, bias: tensor([1], -1) }).logits(new Array(784).fill(1));
  assert.equal(logits.length, 14 * 14);
  assert.deepEqual([logits[0], logits[13], logits[195]], [8, 5, 3]);
});

test("channels in groups see their own channels only", () => {
  const attributes = {
    kernel_shape: [1, 1],
    strides: [1, 1],
    dilations: [1, 1],
    pads: [0, 0, 0, 0],
    group: 2,
  };
  const nodes = [node("Reshape", ["digits", "shape"], "a"), node("Conv", ["a", "w"], "logits", attributes)];
  const shape = { shape: [4], data: Int32Array.from([0, 2, 1, 1]) };
  const logits = network(nodes, { shape, w: tensor([2, 1, 1, 1], 10, 100) }).logits([1, 2]);
  assert.deepEqual([...logits], [10, 200]);
});

test("a dense layer multiplies and adds; a smaller operand is repeated", () => {
  const nodes = [
    node("Reshape", ["digits", "shape"], "a"),
    node("MatMul", ["a", "w"], "b"),
    node("Add", ["b", "bias"], "c"),
    node("Mul", ["c", "two"], "logits"),
  ];
  const shape = { shape: [2], data: Int32Array.from([0, 2]) };
  const weights = { w: tensor([2, 3], 1, 2, 3, 4, 5, 6), bias: tensor([3], 0, 0, 1), two: tensor([], 2) };
  assert.deepEqual([...network(nodes, { shape, ...weights }).logits([1, 10])], [82, 104, 128]);
});

test("pools take the largest or the mean of what is inside the picture", () => {
  const shape = { shape: [4], data: Int32Array.from([0, 1, 2, 2]) };
  const pooled = (op, attributes = {}) =>
    network([node("Reshape", ["digits", "shape"], "a"), node(op, ["a"], "logits", attributes)], {
      shape,
    }).logits([1, 2, 3, 6])[0];
  assert.equal(pooled("GlobalAveragePool"), 3);
  assert.equal(pooled("GlobalMaxPool"), 6);
  assert.equal(pooled("AveragePool", { kernel_shape: [2, 2], strides: [2, 2], pads: [1, 1, 0, 0] }), 1);
});

test("channels move where they are sent", () => {
  const shape = { shape: [4], data: Int32Array.from([0, 1, 2, 2]) };
  const nodes = [
    node("Reshape", ["digits", "shape"], "a"),
    node("Transpose", ["a"], "logits", { perm: [0, 1, 3, 2] }),
  ];
  assert.deepEqual([...network(nodes, { shape }).logits([1, 2, 3, 4])], [1, 3, 2, 4]);
});

test("a network with an operation that is not known here is refused by its name", () => {
  assert.throws(() => network([node("Erf", ["digits"], "logits")], {}), /Erf/);
});

test("verdicts are the service's: sure, unsure, and no digit at all", () => {
  const logits = (...values) => Float32Array.from(values);
  const nine = new Array(9).fill(-9);
  assert.deepEqual([judge(logits(9, ...nine), calibration).verdict], ["digit"]);
  assert.equal(judge(logits(1, 0.9, ...nine.slice(1)), calibration).verdict, "uncertain");
  const other = judge(logits(9, ...nine, 20), calibration);
  assert.deepEqual([other.verdict, other.digit], ["not_a_digit", 0]);
  assert.ok(other.score < 0.001);
  const doubted = judge(logits(12, ...nine, 13), calibration);
  assert.deepEqual([doubted.verdict, doubted.digit], ["uncertain", 0]);
  assert.ok(doubted.confidence > 0.99);
});

/** Says "one digit" of an upright stroke, and "not a digit" of the rest. */
const fake = networks((digit) => {
  const across = digit.slice(14 * 28, 15 * 28).filter((value) => value > 0).length;
  const upright = [10, 14, 18].every((y) => digit[y * 28 + 14] > 0) && across <= 4;
  return Float32Array.from([-9, 9, -9, -9, -9, -9, -9, -9, -9, -9, upright ? -20 : 20]);
});

/** What reads on the device, with a digit network that says this, and none that reads pages. */
function networks(logits) {
  return { version: "v", calibration, digits: { logits }, reader: null };
}

/** Says "not a digit" of a bar, and "one digit" of what is broader. */
const noBar = networks((digit) => {
  const across = new Set([...digit.keys()].filter((at) => digit[at]).map((at) => at % 28)).size;
  return Float32Array.from([-9, 9, ...new Array(8).fill(-9), across < 5 ? 20 : -20]);
});

test("a blank drawing, one digit, several digits and something else are told apart", () => {
  const told = (...boxes) => recognize(page(280, 280, ...boxes), fake, () => null);
  assert.equal(told().recognition.verdict, "blank");
  const one = told([100, 60, 20, 150]);
  assert.deepEqual([one.recognition.digit, one.onDevice], [1, true]);
  assert.deepEqual(one.recognition.box, { x: 100, y: 60, width: 20, height: 150 });
  const several = told([60, 60, 16, 120], [150, 60, 16, 120], [220, 60, 16, 120]);
  assert.deepEqual([several.recognition.verdict, several.number.text], ["several_digits", "111"]);
  assert.deepEqual(
    several.number.digits.map(({ box }) => box.x),
    [60, 150, 220],
  );
  assert.equal(told([40, 130, 200, 16]).recognition.verdict, "not_a_digit");
});

test("a number that is read here has the members that the service gives it", () => {
  const { content } = schema.paths["/v1/read"].post.responses[200];
  const { example } = content["application/json"];
  const { number } = recognize(page(280, 280, [60, 60, 16, 120], [150, 60, 16, 120]), fake, () => "");
  const names = (value) => Object.keys(value).sort();
  assert.deepEqual(names({ ...number, message: "" }), names(example));
  for (const digit of number.digits) assert.deepEqual(names(digit), names(example.digits[0]));
  // Without a reader nobody knows what was lost before the marks: as the service, it claims nothing.
  assert.equal(number.confidence, null);
});

test("digits with paper between them are several, also for a network that takes both for one", () => {
  const sure = networks(() => Float32Array.from([-9, 9, ...new Array(8).fill(-9), -20]));
  const told = (...boxes) => recognize(page(280, 280, ...boxes), sure, () => null).recognition;
  for (const gap of [4, 20, 60, 120])
    assert.equal(told([60, 60, 16, 120], [76 + gap, 60, 16, 120]).verdict, "several_digits");
  assert.equal(told([90, 40, 16, 90], [60, 120, 26, 100]).verdict, "digit");
});

test("a stroke that is broken by a narrow gap is one digit, where its parts are none", () => {
  const told = recognize(page(280, 280, [100, 60, 10, 150], [124, 90, 10, 110]), noBar, () => null);
  assert.deepEqual([told.recognition.verdict, told.recognition.digit], ["digit", 1]);
});

test("how many digits there are is told though it is hard to tell which", () => {
  const unsure = networks(() => Float32Array.from([-9, 9, ...new Array(7).fill(-9), 8.3, -20]));
  const two = page(280, 280, [60, 60, 16, 120], [150, 60, 16, 120]);
  assert.equal(recognize(two, unsure, () => null).recognition.verdict, "several_digits");
});
