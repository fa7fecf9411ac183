/** Reads a drawing on this device: the same networks and the same steps as the service's, in plain JavaScript. */

/** @import { Answer } from "../types.js" */
/** @import { Question, Told } from "./worker.js" */

import { fetchNetwork } from "../api.js";
import { context2d } from "../ink.js";
import { SIDE } from "./normalize.js";

/** @type {Promise<Worker> | null} */
let ready = null;

/** @type {Promise<unknown>} the question before: one is asked at a time */
let before = Promise.resolve();

/**
 * @param {Blob} drawing black on white, as the service would get it
 * @returns {Promise<Answer>}
 * @throws where the networks are not on this device, or have an operation that is not known here
 */
export async function readDrawing(drawing) {
  const ink = await toInk(drawing);
  ready ??= load();
  try {
    const worker = await ready;
    const { answer, seen } = await asked(worker, { ink });
    return withImages(/** @type {Answer} */ (answer), seen.map(toImage));
  } catch (error) {
    ready?.then((worker) => worker.terminate()).catch(() => null);
    ready = null;
    throw error;
  }
}

async function load() {
  const network = await fetchNetwork();
  const worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
  try {
    await asked(worker, { network }, [network]);
  } catch (error) {
    worker.terminate();
    throw error;
  }
  return worker;
}

/**
 * @param {Worker} worker
 * @param {Question} question
 * @param {Transferable[]} given
 * @returns {Promise<Told>}
 */
function asked(worker, question, given = []) {
  const told = before.then(
    () =>
      new Promise((resolve, reject) => {
        worker.onmessage = ({ data }) => (data.problem ? reject(new Error(data.problem)) : resolve(data));
        worker.onerror = (event) => reject(new Error(event.message || "This browser has no module workers."));
        worker.postMessage(question, given);
      }),
  );
  before = told.catch(() => null);
  return told;
}

/** @param {Answer} answer @param {readonly string[]} images @returns {Answer} */
function withImages({ recognition, number, onDevice }, images) {
  /** @template {{seen: string | null}} Seen @param {Seen} each @returns {Seen} */
  const shown = (each) => (each.seen === null ? each : { ...each, seen: images[Number(each.seen)] ?? null });
  return {
    recognition: shown(recognition),
    number: number && { ...number, digits: number.digits.map(shown) },
    onDevice,
  };
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
