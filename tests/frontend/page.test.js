import assert from "node:assert/strict";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { test } from "node:test";

const folder = new URL("../../frontend/", import.meta.url);
const page = readFileSync(new URL("index.html", folder), "utf8");
const files = readdirSync(folder, { recursive: true })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => statSync(new URL(path, folder)).isFile());

/** Names types for the checker; never loaded. */
const NOT_LOADED = "js/types.js";

/** The page about the mathematics has files of its own: how-it-works.test.js. */
const ofThisPage = files.filter((path) => !path.includes("how-it-works"));

test("the page asks at once for every script that it will need", () => {
  const loaded = [...page.matchAll(/(?:src|href)="(js\/[^"]+)"/g)].map(([, path]) => path);
  const scripts = ofThisPage.filter((path) => path.startsWith("js/") && path !== NOT_LOADED);
  assert.deepEqual(loaded.sort(), scripts.sort());
});

test("the page wears every style sheet", () => {
  const worn = [...page.matchAll(/rel="stylesheet" href="([^"]+)"/g)].map(([, path]) => path);
  assert.deepEqual(worn.sort(), ofThisPage.filter((path) => path.endsWith(".css")).sort());
});

test("addresses in the page are relative, so that it works under a path prefix", () => {
  for (const [, address] of page.matchAll(/(?:src|href|action)="([^"]*)"/g))
    assert.doesNotMatch(address, /^(\/|[a-z]+:)/, address);
});

test("there is no inline script, style or handler, which the content security policy would refuse", () => {
  assert.doesNotMatch(page, /<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)/);
});

test("the first view is far under 150 KB, before any compression", () => {
  const sizes = ofThisPage
    .filter((path) => path !== NOT_LOADED)
    .map((path) => statSync(new URL(path, folder)).size);
  assert.ok(sizes.reduce((sum, size) => sum + size, 0) < 100_000);
});

test("each script but the door leaves fetch alone, and none sets HTML", () => {
  for (const path of files.filter((path) => path.endsWith(".js"))) {
    const text = readFileSync(new URL(path, folder), "utf8");
    assert.doesNotMatch(text, /innerHTML|outerHTML|insertAdjacentHTML|document\.write/, path);
    if (path !== "js/api.js") assert.doesNotMatch(text, /\bfetch\(|XMLHttpRequest/, path);
  }
});
