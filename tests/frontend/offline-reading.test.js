import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { assemble } from "../../frontend/js/offline/assembly.js";
import { contrast, hasDarkInk } from "../../frontend/js/offline/contrast.js";
import { intoLines } from "../../frontend/js/offline/lines.js";
import { look } from "../../frontend/js/offline/looks.js";
import { findMarks } from "../../frontend/js/offline/marks.js";
import { distinct } from "../../frontend/js/offline/overlaps.js";
import { shrunk } from "../../frontend/js/offline/views.js";
import { intoWords } from "../../frontend/js/offline/words.js";
import { logits, maps } from "./made-networks.js";

/** What the service makes of the same: `python -m tests.browser_values` writes it, and a test holds it. */
const values = JSON.parse(readFileSync(new URL("../browser_values.json", import.meta.url), "utf8"));
const networks = {
  version: "v",
  calibration: values.calibration,
  digits: { logits },
  reader: { maps, settings: values.settings },
};

/** The picture that `tests/browser_values.py` draws. */
function drawn([width, height, paper, rectangles]) {
  const data = new Uint8Array(width * height).fill(paper);
  for (const [x, y, across, down, level] of rectangles) {
    const soft = Math.floor((level + paper) / 2);
    for (let row = y; row < y + down; row++) data.fill(level, row * width + x, row * width + x + across);
    for (let row = y; row < y + down; row += 2) data[row * width + x] = soft;
    for (let column = x; column < x + across; column += 2) data[y * width + column] = soft;
  }
  return { width, height, data };
}

const pixels = ({ width, height, data }) => ({ width, height, data: Buffer.from(data, "base64") });
const isNear = (a, b, far = 0.02) => assert.ok(Math.abs(a - b) <= far, `${a} is not ${b}`);

/** The share of pixels that differ, and by how much at most. */
function difference(a, b) {
  assert.deepEqual([a.width, a.height], [b.width, b.height]);
  const off = Array.from(a.data, (value, at) => Math.abs(value - b.data[at]));
  return [off.filter((value) => value > 0).length / off.length, Math.max(...off)];
}

test("a drawing shrinks as in the service, but for rounding", () => {
  for (const { drawing, small } of values.pages) {
    const [share, most] = difference(shrunk(drawn(drawing), 60), pixels(small));
    assert.ok(share < 0.02 && most <= 1, `${share} of the pixels, by ${most}`);
  }
});

test("contrast is the service's, on light paper and on dark", () => {
  assert.deepEqual([...new Set(values.pages.map(({ dark_ink }) => dark_ink))].sort(), [false, true]);
  for (const { small, dark_ink, contrast: wanted } of values.pages) {
    assert.equal(hasDarkInk(pixels(small)), dark_ink);
    const [share, most] = difference(contrast(pixels(small), dark_ink), pixels(wanted));
    assert.ok(share < 0.1 && most <= 3, `${share} of the pixels, by ${most}`);
  }
});

test("the same parts of a drawing are looked at, at the same sizes", () => {
  for (const { drawing, looks } of values.pages) {
    const { ink } = look(drawn(drawing), maps);
    assert.deepEqual(
      ink.map(({ height, width, left, top }) => [height, width, left, top]),
      looks.map((each) => each.slice(0, 4)),
    );
    for (const [at, { scale }] of ink.entries()) isNear(scale, looks[at][4], 1e-5);
  }
});

test("what is read is the service's: characters, places, lines, how sure, and what is unread", () => {
  for (const { drawing, lines, confidence, unread } of values.pages) {
    const grey = drawn(drawing);
    const read = assemble(findMarks(grey, networks), grey, networks, () => null);
    const text = lines.map((line) => line.map(([typed, , , , apart]) => (apart ? " " : "") + typed).join(""));
    assert.deepEqual([read.lines, read.text], [text, text.join("\n")]);
    isNear(read.confidence, confidence);
    assert.deepEqual(
      read.unread.map(({ box, reason }) => [box.x, box.y, box.width, box.height, reason]),
      unread,
    );
    assert.equal(read.complete, unread.length === 0);
    for (const [at, [, verdict, sure, score, , ...box]] of lines.flat().entries()) {
      const mark = read.digits[at];
      assert.equal(mark.verdict, verdict);
      isNear(mark.confidence, sure);
      isNear(mark.digit_score, score);
      for (const [side, name] of ["x", "y", "width", "height"].entries())
        isNear(mark.box[name], box[side], 1);
    }
  }
});

test("boxes that stand for the same mark are one, and the surest stays", () => {
  assert.ok(values.boxes.some(({ edges, distinct: kept }) => kept.length < edges.length));
  for (const { edges, distinct: wanted } of values.boxes) {
    const candidates = edges.map((each, at) => ({ edges: each, peak: edges.length - at }));
    assert.deepEqual(
      distinct(candidates).map((each) => edges.indexOf(each.edges)),
      wanted,
    );
  }
});

test("marks go on the lines, and what is no number into the words, that the service puts them in", () => {
  for (const { edges, lines, words } of values.boxes) {
    const marks = edges.map((each, at) => ({ edges: each, tall: at % 3 !== 0 }));
    assert.deepEqual(
      intoLines(marks).map((line) => line.map((mark) => marks.indexOf(mark))),
      lines,
    );
    assert.deepEqual(intoWords(edges), words);
  }
});
