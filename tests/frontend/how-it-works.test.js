import assert from "node:assert/strict";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { afterEach, test } from "node:test";

import { explain } from "../../frontend/js/api.js";
import { scaleOf } from "../../frontend/js/how-it-works/chart.js";
import { mix, parse } from "../../frontend/js/how-it-works/colours.js";
import { outcomeOf } from "../../frontend/js/how-it-works/descent-chapter.js";
import { highest, runnerUp } from "../../frontend/js/how-it-works/scores-chapter.js";
import * as strings from "../../frontend/js/how-it-works/strings.js";
import { tiled } from "../../frontend/js/how-it-works/tiles.js";

const folder = new URL("../../frontend/", import.meta.url);
const page = readFileSync(new URL("how-it-works.html", folder), "utf8");
const realFetch = globalThis.fetch;
afterEach(() => (globalThis.fetch = realFetch));

test("numbers have four decimals, or are powers of ten where those would say nothing", () => {
  assert.deepEqual([0, 1.23456, -0.5, 123.456].map(strings.number), ["0.0000", "1.2346", "−0.5000", "123.5"]);
  assert.deepEqual([0.0000123, -1.9e-13, 2_400_000].map(strings.number), [
    "1.2 × 10⁻⁵",
    "−1.9 × 10⁻¹³",
    "2.4 × 10⁶",
  ]);
});

test("a summand has its sign", () => {
  assert.deepEqual([0.25, -0.25].map(strings.signed), ["+0.2500", "−0.2500"]);
  assert.deepEqual([0.25, -0.25].map(strings.sign), ["+", "−"]);
});

test("a probability that is not 1 is never written as 1", () => {
  assert.equal(strings.probability(0.5), "0.5000");
  assert.equal(strings.probability(0.9999979), "0.9999979");
  assert.equal(strings.probability(1), "1.0000");
  for (const rest of [6e-4, 4e-5, 3e-9, 2e-13])
    assert.notEqual(Number(strings.probability(1 - rest)), 1, `1 - ${rest}`);
});

test("merely likely is never 100%, merely unlikely never 0%", () => {
  assert.deepEqual([0, 0.00001, 0.5, 0.99999, 1].map(strings.percent), [
    "0%",
    "<0.01%",
    "50%",
    ">99.99%",
    "100%",
  ]);
});

test("the highest score and the runner-up are found", () => {
  const scores = [-3, 4, 9, -20, 8.5];
  assert.equal(highest(scores), 2);
  assert.equal(runnerUp(scores), 4);
});

test("what came of a step is said: better, too far, or nothing to learn", () => {
  const step = { label: 5, loss_before: 2, loss_after: 1 };
  assert.match(outcomeOf(step), /falls from 2\.0000 to 1\.0000.*a 5 more/);
  assert.match(outcomeOf({ ...step, loss_after: 3 }), /rises.*smaller learning rate/);
  assert.match(outcomeOf({ ...step, loss_before: 1e-6, loss_after: 1e-7 }), /nothing left to learn/);
});

test("a chart's lines lie at round numbers around all values, the larger ones higher", () => {
  const scale = scaleOf(0.03, 0.53, 30);
  assert.ok((scale.ticks[0] ?? 1) <= 0.03 && (scale.ticks.at(-1) ?? 0) >= 0.53);
  assert.ok(scale.ticks.length >= 3 && scale.ticks.length <= 6);
  assert.ok(scale.y(0.5) < scale.y(0.1));
  assert.ok(scale.x(0) < scale.x(29));
  assert.ok(Number.isFinite(scaleOf(0.9, 0.9, 1).y(0.9)));
});

test("colours are read from the theme and mixed", () => {
  assert.deepEqual(parse(" #1b45c4"), [27, 69, 196]);
  assert.deepEqual(mix([0, 0, 0], [200, 100, 50], 0.5), [100, 50, 25]);
});

test("maps are laid out in other columns than they came in, with gaps between them", () => {
  const maps = { width: 2, height: 1, filters: [0, 1, 2], columns: 3 };
  const { values, width } = tiled(maps, [1, 2, 3, 4, 5, 6], 2);
  assert.equal(width, 5);
  assert.deepEqual(values, [1, 2, -1, 3, 4, -1, -1, -1, -1, -1, 5, 6, -1, -1, -1]);
});

test("an explanation is asked for with its question in the address and the picture as the field `file`", async () => {
  const asked = [];
  globalThis.fetch = async (path, init) => {
    asked.push({ path, ...init });
    return Response.json({ verdict: "digit" });
  };
  const question = { model: "ann", label: "5", learning_rate: "0.01" };
  await explain(new Blob(["ink"]), question, { signal: new AbortController().signal });
  assert.equal(asked[0].path, "v1/explain?model=ann&label=5&learning_rate=0.01");
  assert.equal(await asked[0].body.get("file").text(), "ink");
});

test("the page names no other origin and holds no inline script, style or handler", () => {
  for (const [, address] of page.matchAll(/(?:src|href|action)="([^"]*)"/g))
    assert.doesNotMatch(address, /^(\/|[a-z]+:)/, address);
  assert.doesNotMatch(page, /<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)/);
});

test("the page asks at once for each of its own scripts", () => {
  const asked = [...page.matchAll(/(?:src|href)="js\/how-it-works\/([^"]+)"/g)].map(([, name]) => name);
  const scripts = readdirSync(new URL("js/how-it-works/", folder)).filter((name) => name !== "types.js");
  assert.deepEqual(asked.sort(), scripts.sort());
});

test("every place for a number in the page is filled by some script", () => {
  const scripts = readdirSync(new URL("js/how-it-works/", folder))
    .map((name) => readFileSync(new URL(`js/how-it-works/${name}`, folder), "utf8"))
    .join("\n");
  const places = new Set([...page.matchAll(/data-value="([^"]+)"/g)].map(([, name]) => name));
  for (const name of places) {
    const pattern = name.replace(/-\d/, "-${i}"); // those that are filled in a loop
    assert.ok(scripts.includes(name) || scripts.includes(pattern), name);
  }
});

test("the page's own files are under 120 KB, before any compression", () => {
  const own = readdirSync(folder, { recursive: true }).filter((path) => path.includes("how-it-works"));
  const sizes = own.map((path) => statSync(new URL(path, folder))).filter((file) => file.isFile());
  assert.ok(sizes.reduce((sum, { size }) => sum + size, 0) < 120_000);
});
