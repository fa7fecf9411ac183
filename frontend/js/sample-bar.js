/** A row of handwritten digits for those who would rather look than draw. */

import { context2d, drawStrokes } from "./ink.js";
import { SAMPLES } from "./samples.js";
import { strings } from "./words.js";

/** Pixels of a thumbnail's side; shown at half of this or less, so that it is sharp on every screen. */
const THUMBNAIL = 72;

/** Events: `sample` (a CustomEvent whose detail is the strokes). */
export class SampleBar extends EventTarget {
  /** @param {HTMLElement} list filled here with one button for each digit */
  constructor(list) {
    super();
    /** @type {HTMLButtonElement[]} */
    this.buttons = [];
    this.canvases = SAMPLES.map((strokes) => {
      const button = document.createElement("button");
      button.type = "button";
      this.buttons.push(button);
      const canvas = document.createElement("canvas");
      canvas.width = THUMBNAIL;
      canvas.height = THUMBNAIL;
      button.append(canvas);
      button.addEventListener("click", () =>
        this.dispatchEvent(new CustomEvent("sample", { detail: strokes })),
      );
      const item = document.createElement("li");
      item.append(button);
      list.append(item);
      return canvas;
    });
    this.translate();
    this.#draw();
    for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"])
      matchMedia(query).addEventListener("change", () => this.#draw());
  }

  /** Names the buttons in the language that is spoken now. */
  translate() {
    for (const [digit, button] of this.buttons.entries())
      button.setAttribute("aria-label", strings.pad.sample(digit));
  }

  #draw() {
    for (const [digit, canvas] of this.canvases.entries()) {
      const context = context2d(canvas);
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.clearRect(0, 0, THUMBNAIL, THUMBNAIL);
      drawStrokes(context, SAMPLES[digit] ?? [], getComputedStyle(canvas).color);
    }
  }
}
