/** Keeps the page, and the network that reads without a connection, on this device: a service worker. */

const KEPT = "digits";

/** Milliseconds after which what was kept is shown, although the service may still answer. */
const PATIENCE = 3_000;

/** All that a page without a connection needs; addresses are relative to this file. */
const FILES = [
  "./",
  "answer.css",
  "corner.css",
  "icons/icon-192.png",
  "icons/icon-512.png",
  "icons/icon.svg",
  "icons/maskable-512.png",
  "js/announcer.js",
  "js/answer-text.js",
  "js/api.js",
  "js/asking.js",
  "js/box-layer.js",
  "js/camera.js",
  "js/chunks.js",
  "js/digit-name.js",
  "js/doubt.js",
  "js/drawing-pad.js",
  "js/drawing.js",
  "js/evidence-view.js",
  "js/find.js",
  "js/history-shelf.js",
  "js/history-store.js",
  "js/ink.js",
  "js/language-menu.js",
  "js/latest.js",
  "js/main.js",
  "js/model-corner.js",
  "js/number-view.js",
  "js/offline-setup.js",
  "js/offline/assembly.js",
  "js/offline/candidates.js",
  "js/offline/components.js",
  "js/offline/contrast.js",
  "js/offline/convolution.js",
  "js/offline/cutouts.js",
  "js/offline/digits.js",
  "js/offline/filters.js",
  "js/offline/finest.js",
  "js/offline/folding.js",
  "js/offline/judge.js",
  "js/offline/lines.js",
  "js/offline/looks.js",
  "js/offline/marks.js",
  "js/offline/network-file.js",
  "js/offline/network.js",
  "js/offline/normalize.js",
  "js/offline/overlaps.js",
  "js/offline/pieces.js",
  "js/offline/reader-map.js",
  "js/offline/reader.js",
  "js/offline/recognize.js",
  "js/offline/resize.js",
  "js/offline/views.js",
  "js/offline/weighing.js",
  "js/offline/windows.js",
  "js/offline/words.js",
  "js/offline/worker.js",
  "js/pad-keyboard.js",
  "js/pad-toolbar.js",
  "js/picture-input.js",
  "js/pile-row.js",
  "js/pile.js",
  "js/probability-table.js",
  "js/reduced.js",
  "js/result-view.js",
  "js/results-file.js",
  "js/roving.js",
  "js/sample-bar.js",
  "js/samples.js",
  "js/stage.js",
  "js/strings/de-page.js",
  "js/strings/de.js",
  "js/strings/en.js",
  "js/strings/formats.js",
  "js/strings/fr-page.js",
  "js/strings/fr.js",
  "js/stroke-history.js",
  "js/stroke.js",
  "js/telling.js",
  "js/words.js",
  "lists.css",
  "manifest.webmanifest",
  "network.bin",
  "number.css",
  "pictures.css",
  "stage.css",
  "styles.css",
  "theme.css",
  "tools.css",
  "v1/model",
];

self.addEventListener("install", (event) => {
  event.waitUntil(keepAll().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOthers().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (needed(url)) event.respondWith(answer(request));
});

async function keepAll() {
  const cache = await caches.open(KEPT);
  await cache.addAll(FILES.map((path) => new Request(path, { cache: "no-cache" })));
}

/** What an earlier page needed and this one does not. */
async function forgetOthers() {
  const cache = await caches.open(KEPT);
  for (const { url } of await cache.keys()) if (!needed(new URL(url))) await cache.delete(url);
}

/** @param {URL} url */
function needed(url) {
  return FILES.some((path) => new URL(path, location.href).pathname === url.pathname);
}

/**
 * What the service says, kept for later; what was kept, where it says nothing in time.
 * @param {Request} request
 * @returns {Promise<Response>}
 */
async function answer(request) {
  const cache = await caches.open(KEPT);
  const kept = await cache.match(request, { ignoreSearch: true });
  const asked = ask(request, cache);
  if (!kept) return asked;
  const late = new Promise((resolve) => setTimeout(() => resolve(kept.clone()), PATIENCE));
  return Promise.race([asked.catch(() => kept.clone()), late]);
}

/**
 * @param {Request} request
 * @param {Cache} cache
 */
async function ask(request, cache) {
  const response = await fetch(request);
  if (response.status === 200) await cache.put(request, response.clone());
  return response;
}
