/** What was read before, as a row of small pictures to go back to; kept on this device only. */

/** @import { Answer, Memory, Picture, Stroke } from "./types.js" */

import { answerText } from "./answer-text.js";
import { find } from "./find.js";
import * as store from "./history-store.js";
import { context2d, drawStrokes } from "./ink.js";
import { reduced, toBlob } from "./reduced.js";
import { strings } from "./words.js";

/** Pixels of the longer side: of a kept picture, and of what is shown of it. */
const KEPT_SIDE = 800;
const THUMBNAIL = 112;

/** Events: `recall` (a CustomEvent whose detail is the memory), `forgotten`. */
export class HistoryShelf extends EventTarget {
  /** @type {IDBDatabase | null} */
  #database = null;
  /** @type {Memory[]} */
  #memories = [];

  /** @param {HTMLElement} container hidden while there is nothing to show */
  constructor(container) {
    super();
    this.container = container;
    this.list = find(container, ".shelf", HTMLElement);
    find(container, "[data-action=forget]", HTMLButtonElement).addEventListener("click", () =>
      this.#forget(),
    );
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.translate());
  }

  async open() {
    try {
      this.#database = await store.open();
      this.#memories = await store.all(this.#database);
    } catch (error) {
      console.info(error); // a private window: nothing is kept, and the shelf stays away
    }
    this.translate();
  }

  /**
   * Never rejects: what cannot be kept (a full disk, a browser that forgets) takes nothing from the answer.
   * @param {number} id of what was read; a later answer to the same takes the place of an earlier one
   * @param {Answer} answer
   * @param {Picture | null} picture
   * @param {readonly Stroke[]} strokes
   */
  async note(id, answer, picture, strokes) {
    const text = answerText(answer);
    if (!this.#database || text === null) return;
    const copy = picture && (await reduced(picture.blob, KEPT_SIDE));
    if (picture && !copy) return;
    const memory = {
      id,
      text,
      picture: copy ? await toBlob(copy) : null,
      strokes: picture ? [] : [...strokes],
      name: picture?.name ?? "",
    };
    try {
      await store.keep(this.#database, memory);
    } catch (error) {
      console.info(error);
      return;
    }
    this.#memories = [memory, ...this.#memories.filter((other) => other.id !== id)].slice(0, store.MOST);
    this.container.hidden = false;
    this.list.querySelector(`[data-id="${id}"]`)?.remove();
    this.list.prepend(this.#entry(memory));
    while (this.list.childElementCount > store.MOST) this.list.lastElementChild?.remove();
  }

  /** Shows all again: in the language that is spoken now, in the colours of the theme. */
  translate() {
    this.container.hidden = this.#memories.length === 0;
    this.list.replaceChildren(...this.#memories.map((memory) => this.#entry(memory)));
  }

  /** @param {Memory} memory */
  #entry(memory) {
    const item = document.createElement("li");
    item.dataset.id = String(memory.id);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "memory";
    const when = strings.moment(memory.id);
    button.setAttribute("aria-label", strings.history.entry(memory.text, when));
    button.title = memory.name ? `${memory.name}, ${when}` : when;
    const text = document.createElement("span");
    text.textContent = memory.text;
    item.append(button);
    // After it is in the page, or a canvas would not know the theme's ink.
    queueMicrotask(() => button.append(thumbnail(memory, button), text));
    button.addEventListener("click", () => this.dispatchEvent(new CustomEvent("recall", { detail: memory })));
    return item;
  }

  async #forget() {
    if (this.#database) await store.forget(this.#database);
    this.#memories = [];
    this.translate();
    this.dispatchEvent(new Event("forgotten"));
  }
}

/**
 * @param {Memory} memory
 * @param {HTMLElement} place whose colour the ink takes
 */
function thumbnail({ picture, strokes }, place) {
  const canvas = document.createElement("canvas");
  canvas.width = THUMBNAIL;
  canvas.height = THUMBNAIL;
  const context = context2d(canvas);
  if (!picture) drawStrokes(context, strokes, getComputedStyle(place).color);
  else
    createImageBitmap(picture).then((bitmap) => {
      const scale = THUMBNAIL / Math.max(bitmap.width, bitmap.height);
      const [width, height] = [bitmap.width * scale, bitmap.height * scale];
      context.drawImage(bitmap, (THUMBNAIL - width) / 2, (THUMBNAIL - height) / 2, width, height);
      bitmap.close();
    });
  return canvas;
}
