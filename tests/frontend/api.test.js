import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { ApiError, fetchModel, predict } from "../../frontend/js/api.js";

const realFetch = globalThis.fetch;
afterEach(() => (globalThis.fetch = realFetch));

/** Puts a service of one answer behind the door, and notes what it was asked. */
function serve(answer) {
  const asked = [];
  globalThis.fetch = async (path, init) => {
    asked.push({ path, ...init });
    return answer(init);
  };
  return asked;
}

const picture = new Blob(["ink"], { type: "image/png" });
const open = () => new AbortController().signal;

test("a picture goes as the field `file` to a relative address", async () => {
  const asked = serve(() => Response.json({ verdict: "digit" }));
  assert.deepEqual(await predict(picture, { signal: open() }), { verdict: "digit" });
  assert.equal(asked[0].path, "v1/predict");
  assert.equal(await asked[0].body.get("file").text(), "ink");
});

test("a problem becomes an ApiError that carries it", async () => {
  const problem = { title: "Not a picture", status: 415, detail: "I found text." };
  serve(() => Response.json(problem, { status: 415 }));
  await assert.rejects(predict(picture, { signal: open() }), (error) => {
    assert.ok(error instanceof ApiError);
    assert.deepEqual([error.kind, error.problem], ["refused", problem]);
    return true;
  });
});

test("another's error page still has a title", async () => {
  serve(() => new Response("<h1>oops</h1>", { status: 502, statusText: "Bad Gateway" }));
  await assert.rejects(fetchModel(), (error) => error.problem.title === "Bad Gateway");
});

test("a service that cannot be reached is told as such", async () => {
  serve(() => {
    throw new TypeError("Failed to fetch");
  });
  await assert.rejects(fetchModel(), (error) => error instanceof ApiError && error.kind === "unreachable");
});

test("what the caller ended is no ApiError", async () => {
  const abort = new AbortController();
  serve(({ signal }) => {
    abort.abort();
    throw signal.reason;
  });
  await assert.rejects(predict(picture, { signal: abort.signal }), { name: "AbortError" });
});
