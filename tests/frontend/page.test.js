import assert from "node:assert/strict";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { posix } from "node:path";
import { test } from "node:test";

const folder = new URL("../../frontend/", import.meta.url);
const read = (path) => readFileSync(new URL(path, folder), "utf8");
const size = (path) => statSync(new URL(path, folder)).size;
const page = read("index.html");
const files = readdirSync(folder, { recursive: true })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => statSync(new URL(path, folder)).isFile());

/** Every script that comes with this one, itself included: what it imports, and what that imports. */
function loadedWith(script, seen = new Set([script])) {
  for (const [, address] of read(script).matchAll(/^(?:import|export)\b[^;]*?from "([^"]+)";/gm)) {
    const path = posix.join(posix.dirname(script), address);
    if (!seen.has(path)) loadedWith(path, seen.add(path));
  }
  return seen;
}

const atOnce = [...loadedWith("js/main.js")];
const worn = [...page.matchAll(/rel="stylesheet" href="([^"]+)"/g)].map(([, path]) => path);

test("the page asks at once for every script that it needs at once, and for no other", () => {
  const asked = [...page.matchAll(/(?:src|href)="(js\/[^"]+)"/g)].map(([, path]) => path);
  assert.deepEqual(asked.sort(), atOnce.sort());
});

test("every style sheet is worn by a page", () => {
  const pages = files
    .filter((path) => path.endsWith(".html"))
    .map(read)
    .join("");
  for (const path of files.filter((path) => path.endsWith(".css")))
    assert.ok(pages.includes(`href="${path}"`), path);
});

test("addresses in the page are relative, so that it works under a path prefix", () => {
  for (const [, address] of page.matchAll(/(?:src|href|action)="([^"]*)"/g))
    assert.doesNotMatch(address, /^(\/|[a-z]+:)/, address);
});

test("there is no inline script, style or handler, which the content security policy would refuse", () => {
  assert.doesNotMatch(page, /<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)/);
});

test("the first view is under 150 KB, before any compression, in every language", () => {
  const languages = ["de", "fr"].map(
    (code) => size(`js/strings/${code}.js`) + size(`js/strings/${code}-page.js`),
  );
  const once = ["index.html", "icons/icon.svg", ...worn, ...atOnce].map(size);
  assert.ok([...once, Math.max(...languages)].reduce((sum, bytes) => sum + bytes, 0) < 150_000);
});

test("each script but the doors leaves fetch alone, and none sets HTML", () => {
  for (const path of files.filter((path) => path.endsWith(".js"))) {
    const text = read(path);
    assert.doesNotMatch(
      text,
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function/,
      path,
    );
    if (!["js/api.js", "sw.js"].includes(path)) assert.doesNotMatch(text, /\bfetch\(|XMLHttpRequest/, path);
  }
});
