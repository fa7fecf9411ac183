import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { askService } from "../../frontend/js/asking.js";

const realFetch = globalThis.fetch;
afterEach(() => (globalThis.fetch = realFetch));

/** Puts a service behind the door that answers each path in its own way; gives the paths that were asked. */
function serve(answers) {
  const asked = [];
  globalThis.fetch = async (path) => {
    asked.push(path);
    return answers[path]();
  };
  return asked;
}

const picture = new Blob(["ink"], { type: "image/png" });
const ask = () => askService(picture, { signal: new AbortController().signal });
const several = { verdict: "several_digits", digits_found: 2 };
const problem = (status) => () => Response.json({ title: "No", status }, { status });

test("a single digit is asked about once", async () => {
  const asked = serve({ "v1/predict": () => Response.json({ verdict: "digit", digit: 7 }) });
  const { recognition, number, onDevice } = await ask();
  assert.deepEqual([recognition.digit, number, onDevice, asked], [7, null, false, ["v1/predict"]]);
});

test("several digits are read as a number, without being asked to", async () => {
  const asked = serve({
    "v1/predict": () => Response.json(several),
    "v1/read": () => Response.json({ text: "42", lines: ["42"], digits: [] }),
  });
  assert.equal((await ask()).number.text, "42");
  assert.deepEqual(asked, ["v1/predict", "v1/read"]);
});

test("a service that reads no numbers, or not now, still tells how many digits there are", async () => {
  for (const status of [404, 503]) {
    serve({ "v1/predict": () => Response.json(several), "v1/read": problem(status) });
    assert.deepEqual(await ask(), { recognition: several, number: null, onDevice: false });
  }
});

test("a number in which nothing could be read is no number", async () => {
  serve({
    "v1/predict": () => Response.json(several),
    "v1/read": () => Response.json({ text: "", lines: [], digits: [] }),
  });
  assert.equal((await ask()).number, null);
});

test("a picture that the service refuses is a problem", async () => {
  serve({ "v1/predict": problem(415) });
  await assert.rejects(ask(), (error) => error.problem.status === 415);
});
