import assert from "node:assert/strict";
import { test } from "node:test";

import { Latest } from "../../frontend/js/latest.js";

/** A job that ends when it is told to. */
function job() {
  const told = Promise.withResolvers ? Promise.withResolvers() : withResolvers();
  return { ...told, run: (signal) => ((told.signal = signal), told.promise), told };
}

function withResolvers() {
  const told = {};
  told.promise = new Promise((resolve, reject) => Object.assign(told, { resolve, reject }));
  return told;
}

test("a job's answer is given", async () => {
  assert.deepEqual(await new Latest().run(async () => 7), { value: 7 });
});

test("a late answer is dropped, whichever comes first", async () => {
  const latest = new Latest();
  const [first, second] = [job(), job()];
  const [older, newer] = [latest.run(first.run), latest.run(second.run)];
  second.resolve("newer");
  first.resolve("older");
  assert.deepEqual([await older, await newer], [null, { value: "newer" }]);
});

test("a newer job ends the older one, whose error nobody hears", async () => {
  const latest = new Latest();
  const first = job();
  const older = latest.run(first.run);
  const newer = latest.run(async () => 2);
  assert.equal(first.told.signal.aborted, true);
  first.reject(first.told.signal.reason);
  assert.equal(await older, null);
  assert.deepEqual(await newer, { value: 2 });
});

test("the error of the latest job is thrown", async () => {
  await assert.rejects(
    new Latest().run(async () => {
      throw new Error("no");
    }),
    /no/,
  );
});

test("a cancelled job gives nothing", async () => {
  const latest = new Latest();
  const only = job();
  const answer = latest.run(only.run);
  latest.cancel();
  only.resolve(1);
  assert.equal(await answer, null);
});
