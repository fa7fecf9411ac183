import assert from "node:assert/strict";
import { test } from "node:test";

import { digitName, leastSure, typed } from "../../frontend/js/digit-name.js";

const mark = (changes) => ({
  digit: null,
  sign: null,
  verdict: "digit",
  confidence: 0.99,
  digit_score: 0.99,
  ...changes,
});
const sign = (character, changes) =>
  mark({ sign: character, verdict: "not_a_digit", digit_score: 0.01, ...changes });

test("a digit and a sign are typed as they are, anything else is not", () => {
  assert.deepEqual([mark({ digit: 0 }), sign("-"), mark({})].map(typed), ["0", "-", ""]);
});

test("a sign is called by its name, with how sure it is, and never perhaps no digit", () => {
  assert.match(digitName(sign(",", { verdict: "uncertain", confidence: 0.6 })), /^comma, 60% sure$/);
  assert.match(digitName(sign("=")), /^=, /);
});

test("what is neither digit nor sign has a name, and no share", () => {
  assert.doesNotMatch(digitName(mark({ verdict: "not_a_digit", confidence: null })), /%|null/);
});

test("the least sure mark is found, though a sign never looks like a digit", () => {
  const sure = [
    mark({ digit: 1 }),
    sign("."),
    mark({ digit: 5, confidence: 0.9 }),
    mark({ confidence: null }),
  ];
  assert.equal(leastSure(sure), 2);
  assert.equal(leastSure([...sure, sign("/", { confidence: 0.5 })]), 4);
  assert.equal(leastSure([mark({ confidence: null })]), 0);
});
