/** Reads drawings in a thread of its own, so that the page stays responsive meanwhile. */

/** @import { Answer } from "../types.js" */
/** @import { Networks } from "./marks.js" */
/** @import { Grey } from "./resize.js" */

import { parseNetwork } from "./network-file.js";
import { Network } from "./network.js";
import { recognize } from "./recognize.js";

/**
 * @typedef {{network: ArrayBuffer} | {ink: Grey}} Question first the networks, then any number of drawings
 *
 * @typedef {object} Told
 * @property {Answer | null} answer null to the networks; each `seen` is a place in `seen`
 * @property {Uint8Array[]} seen 28x28 pixels each
 * @property {string | null} problem where the networks cannot be used
 */

/** @type {Networks | null} */
let networks = null;

self.addEventListener("message", (/** @type {MessageEvent<Question>} */ { data }) => {
  try {
    self.postMessage(answer(data));
  } catch (error) {
    self.postMessage({ answer: null, seen: [], problem: String(error) });
  }
});

/** @param {Question} question @returns {Told} */
function answer(question) {
  /** @type {Uint8Array[]} */
  const seen = [];
  if ("network" in question) networks = networksOf(question.network);
  if (!("ink" in question) || !networks) return { answer: null, seen, problem: null };
  const told = recognize(question.ink, networks, (digit) => String(seen.push(digit) - 1));
  return { answer: told, seen, problem: null };
}

/** @param {ArrayBuffer} file @returns {Networks} */
function networksOf(file) {
  const { version, calibration, reader: described, ...digits } = parseNetwork(file);
  const network = described && new Network(described);
  const reader = network && {
    maps: (/** @type {Grey} */ view) => network.maps(view),
    settings: described.settings,
  };
  return { version, calibration, digits: new Network(digits), reader };
}
