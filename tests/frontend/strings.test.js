import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import * as de from "../../frontend/js/strings/de.js";
import * as en from "../../frontend/js/strings/en.js";
import * as fr from "../../frontend/js/strings/fr.js";
import { LANGUAGES, choose } from "../../frontend/js/words.js";

const languages = { en, de, fr };
const html = readFileSync(new URL("../../frontend/index.html", import.meta.url), "utf8");
const recognition = (changes) => ({ digit: null, probabilities: null, digits_found: 0, ...changes });
const { announcement, percent, verdicts } = en;

/** Every name in it, with those inside it: "model.sources.store". */
function names(value, path = "") {
  if (typeof value !== "object") return [path];
  return Object.keys(value).flatMap((key) => names(value[key], path ? `${path}.${key}` : key));
}

test("merely likely is never 100%, merely unlikely never 0%", () => {
  assert.deepEqual([0, 0.0004, 0.5, 0.9996, 1].map(percent), ["0%", "<0.1%", "50%", ">99.9%", "100%"]);
  assert.equal(de.percent(0.9996), ">99,9\u00a0%");
});

test("eight is an eight", () => {
  assert.equal(verdicts.digit(recognition({ digit: 8 }), 3).headline, "This is an eight.");
});

test("an uncertain answer names the runner-up, in every language", () => {
  const probabilities = [0, 0.5, 0, 0, 0, 0, 0, 0.4, 0, 0.1];
  for (const strings of Object.values(languages)) {
    const { hint } = strings.verdicts.uncertain(recognition({ digit: 1, probabilities }), 7);
    assert.ok(hint.includes(strings.word(7)) && hint.includes(strings.roughPercent(0.4)), hint);
  }
});

test("each verdict has a headline, and a hint unless it is a digit, in every language", () => {
  for (const strings of Object.values(languages))
    for (const [verdict, text] of Object.entries(strings.verdicts)) {
      const { headline, hint } = text(recognition({ digit: 1, digits_found: 2 }), null);
      assert.ok(headline.endsWith("."));
      assert.equal(hint === "", verdict === "digit");
    }
});

test("an announcement says the answer, how sure, and the hint", () => {
  assert.equal(announcement({ headline: "This is a one.", hint: "" }, 0.9), "This is a one. 90% sure.");
  assert.match(announcement({ headline: "This is a one.", hint: "" }, 0.9999), /over 99\.9% sure/);
});

test("every language has the same words, but for those that English leaves to the page and the service", () => {
  const own = (strings) =>
    names({ ...strings, page: {}, problems: { ...strings.problems, status: {} } }).sort();
  for (const strings of Object.values(languages)) assert.deepEqual(own(strings), own(en));
  assert.deepEqual(names(de.problems.status), names(fr.problems.status));
});

test("every text of the page is there in every language, and no other", () => {
  const keys = new Set([...html.matchAll(/data-(?:text|label)="([^"]+)"/g)].map(([, key]) => key));
  for (const strings of [de, fr]) assert.deepEqual(Object.keys(strings.page).sort(), [...keys].sort());
});

test("every text is a sentence or a word, and none is left in English", () => {
  for (const strings of [de, fr])
    for (const name of ["result", "pad", "camera"])
      for (const [key, text] of Object.entries(strings[name]))
        if (typeof text === "string" && text.length > 1) assert.notEqual(text, en[name][key], key);
});

test("the browser's first language that the page speaks is chosen, English if there is none", () => {
  assert.deepEqual(Object.keys(LANGUAGES).sort(), Object.keys(languages).sort());
  assert.equal(choose(["fr-CA", "en"]), "fr");
  assert.equal(choose(["xx", "DE-at"]), "de");
  assert.equal(choose(["constructor"]), "en");
  assert.equal(choose([]), "en");
});

test("a number is said with its digits, a page of them with their count; signs and spaces are none", () => {
  const number = (text) => ({ text, lines: text.split("\n") });
  for (const strings of Object.values(languages)) {
    assert.match(strings.number.headline(number("2048")), /4.*2048/);
    assert.match(strings.number.headline(number("12.50 -7")), /5.*12\.50 -7/);
    assert.match(strings.number.headline(number("2.0\n4 8")), /4.*2/);
  }
});

test("how many marks were not read is said, for one and for several, in every language", () => {
  for (const { number } of Object.values(languages)) {
    assert.match(number.unread(1), /\b1 /);
    assert.match(number.unread(12), /\b12 /);
    assert.notEqual(number.unread(1).replace("1", ""), number.unread(12).replace("12", ""));
  }
});

test("every sign and every reason has a name of its own in every language", () => {
  for (const { number } of Object.values(languages)) {
    assert.deepEqual(Object.keys(number.signs), [".", ",", "-", "/", ":", "+", "%"]);
    for (const named of [number.signs, number.reasons])
      assert.equal(new Set(Object.values(named)).size, Object.keys(named).length);
  }
});
