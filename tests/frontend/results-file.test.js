import assert from "node:assert/strict";
import { test } from "node:test";

import { chunks } from "../../frontend/js/chunks.js";
import { toCsv, toJson } from "../../frontend/js/results-file.js";

const result = (changes) => ({
  name: "a.png",
  verdict: "digit",
  text: "7",
  confidence: 0.99,
  unread: 0,
  model: "m",
  problem: "",
  ...changes,
});

test("a result is a line under the names of its columns", () => {
  assert.equal(
    toCsv([result({})]),
    "name,verdict,text,confidence,unread,model,problem\r\na.png,digit,7,0.99,0,m,\r\n",
  );
});

test("commas, quotes and line breaks in a name stay in its cell", () => {
  assert.ok(toCsv([result({ name: 'a, "b"\n.png' })]).includes('\r\n"a, ""b""\n.png",digit'));
});

test("a name that a spreadsheet would run as a formula is text", () => {
  assert.ok(toCsv([result({ name: "=1+1.png" })]).includes(`\r\n"'=1+1.png",`));
});

test("a number with a sign before it stays a number, and a sum is text", () => {
  for (const text of ["-7", "+49", "-12.50", "+1,250.00", "-3%"])
    assert.match(toCsv([result({ text })]), new RegExp(`digit,"?${text.replace("+", "\\+")}"?,0.99`));
  for (const text of ["-7+3", "+1 2", "-", "-1/2"])
    assert.ok(toCsv([result({ text })]).includes(`digit,"'${text}",0.99`), text);
});

test("JSON holds the same", () => {
  assert.deepEqual(JSON.parse(toJson([result({})])), [result({})]);
});

test("a list is cut into calls in its order, each of few files and few bytes", () => {
  const files = Array.from({ length: 100 }, (_, index) => ({ index, size: (index % 10) * 1024 * 1024 }));
  const cut = chunks(files);
  assert.deepEqual(cut.flat(), files);
  for (const chunk of cut) {
    const bytes = chunk.reduce((sum, { size }) => sum + size, 0);
    assert.ok(chunk.length === 1 || (chunk.length <= 12 && bytes <= 8 * 1024 * 1024));
  }
  const small = chunks(new Array(100).fill({ size: 1 }));
  assert.deepEqual([small.length, Math.max(...small.map(({ length }) => length))], [9, 12]);
  assert.ok(cut.length < 75, "and into no more of them than it takes");
});
