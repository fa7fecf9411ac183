import assert from "node:assert/strict";
import { test } from "node:test";

import { announcement, percent, verdicts } from "../../frontend/js/strings/en.js";

const recognition = (changes) => ({ digit: null, probabilities: null, digits_found: 0, ...changes });

test("merely likely is never 100%, merely unlikely never 0%", () => {
  assert.deepEqual([0, 0.0004, 0.5, 0.9996, 1].map(percent), ["0%", "<0.1%", "50%", ">99.9%", "100%"]);
});

test("eight is an eight", () => {
  assert.equal(verdicts.digit(recognition({ digit: 8 }), 3).headline, "This is an eight.");
});

test("an uncertain answer names the runner-up", () => {
  const probabilities = [0, 0.5, 0, 0, 0, 0, 0, 0.4, 0, 0.1];
  assert.match(verdicts.uncertain(recognition({ digit: 1, probabilities }), 7).hint, /a seven \(40%\)/);
});

test("each verdict has a headline, and a hint unless it is a digit", () => {
  for (const [verdict, text] of Object.entries(verdicts)) {
    const { headline, hint } = text(recognition({ digit: 1, digits_found: 2 }), null);
    assert.ok(headline.endsWith("."));
    assert.equal(hint === "", verdict === "digit");
  }
});

test("an announcement says the answer, how sure, and the hint", () => {
  assert.equal(announcement({ headline: "This is a one.", hint: "" }, 0.9), "This is a one. 90% sure.");
  assert.match(announcement({ headline: "This is a one.", hint: "" }, 0.9999), /over 99\.9% sure/);
});
