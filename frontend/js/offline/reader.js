/** Reads a drawing on this device: the same geometry and the same network as the service, in plain JavaScript. */

/** @import { Answer } from "../types.js" */

import { fetchNetwork } from "../api.js";
import { context2d } from "../ink.js";
import { parseNetwork } from "./network-file.js";
import { Network } from "./network.js";
import { SIDE } from "./normalize.js";
import { recognize } from "./recognize.js";

/** @type {Promise<Network> | null} */
let ready = null;

/**
 * @param {Blob} drawing black on white, as the service would get it
 * @returns {Promise<Answer>}
 * @throws where the network is not on this device, or has an operation that is not known here
 */
export async function readDrawing(drawing) {
  ready ??= load();
  try {
    return recognize(await toInk(drawing), await ready, toImage);
  } catch (error) {
    ready = null;
    throw error;
  }
}

async function load() {
  return new Network(parseNetwork(await fetchNetwork()));
}

/** @param {Blob} drawing @returns {Promise<import("./resize.js").Grey>} ink 255 */
async function toInk(drawing) {
  const bitmap = await createImageBitmap(drawing);
  const { width, height } = bitmap;
  const context = context2d(canvas(width, height));
  context.drawImage(bitmap, 0, 0);
  const { data: colours } = context.getImageData(0, 0, width, height);
  const data = Uint8Array.from({ length: width * height }, (_, at) => 255 - (colours[4 * at] ?? 255));
  return { width, height, data };
}

/** @param {Uint8Array} digit */
function toImage(digit) {
  const shown = canvas(SIDE, SIDE);
  const colours = new Uint8ClampedArray(4 * SIDE * SIDE);
  for (const [at, value] of digit.entries()) colours.set([value, value, value, 255], 4 * at);
  context2d(shown).putImageData(new ImageData(colours, SIDE, SIDE), 0, 0);
  return shown.toDataURL();
}

/** @param {number} width @param {number} height */
function canvas(width, height) {
  return Object.assign(document.createElement("canvas"), { width, height });
}
