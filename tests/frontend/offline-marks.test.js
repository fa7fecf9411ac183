import assert from "node:assert/strict";
import { test } from "node:test";

import { recognize } from "../../frontend/js/offline/recognize.js";

const calibration = { temperature: 1, uncertain_below: 0.6, digit_score_below: 0.1 };

/** Says "not a digit" of whatever is asked, so that marks are looked for. */
const nothing = { logits: () => Float32Array.from([-9, 9, ...new Array(8).fill(-9), 20]) };

/** Three bars on a pad. */
function bars() {
  const [width, height] = [280, 280];
  const data = new Uint8Array(width * height);
  for (const x of [60, 150, 220])
    for (let row = 60; row < 180; row++) data.fill(255, row * width + x, row * width + x + 16);
  return { width, height, data };
}

/** A reader that sees these marks, digits by their label, at columns of its map; all are in the middle row. */
function readerOf(marks) {
  const settings = { reader: 1, digit: 0, score: 0, sign: 0, other: 0, peak: 1, present: 0 };
  const limits = { mark_from: 0.5, unclear_from: 0.25, uncertain_below: 0.7, text: 1, text_bias: 0 };
  const maps = ({ width, height }) => {
    const [columns, rows, channels] = [width / 4, height / 4, 29];
    const data = new Float32Array(columns * rows * channels);
    for (let cell = 0; cell < columns * rows; cell++)
      for (const absent of [0, 24]) data[cell * channels + absent] = -9;
    for (const [column, label] of marks) {
      const start = ((rows / 2) * columns + column) * channels;
      data[start] = data[start + 1 + label] = 9;
      data[start + 20] = 0.5; // high enough that no closer look is needed
    }
    return { width: columns, height: rows, channels, data };
  };
  return { maps, settings: { ...settings, ...limits } };
}

test("what may be several digits is read by its marks, where a network looks for them", () => {
  const networks = { version: "v", calibration, digits: nothing };
  const told = (...marks) => recognize(bars(), { ...networks, reader: readerOf(marks) }, () => "");
  const several = told([2, 4], [5, 11], [9, 2]);
  assert.deepEqual([several.recognition.verdict, several.recognition.digits_found], ["several_digits", 2]);
  assert.equal(several.number.text, "4,2");
  const one = told([5, 7]);
  assert.deepEqual([one.recognition.verdict, one.recognition.digit, one.number], ["digit", 7, null]);
  assert.ok(one.recognition.box.width < 200);
  const mostly = told([2, 4], [5, 17], [9, 17]);
  assert.equal(mostly.number, null);
  assert.equal(told().recognition.verdict, "not_a_digit");
});
