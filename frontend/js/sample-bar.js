/** A row of handwritten digits for those who would rather look than draw. */

import { context2d, drawStrokes } from "./ink.js";
import { SAMPLES } from "./samples.js";
import * as strings from "./strings/en.js";

/** Pixels of a thumbnail's side; shown at half of this or less, so that it is sharp on every screen. */
const THUMBNAIL = 72;

/** Events: `sample` (a CustomEvent whose detail is the strokes). */
export class SampleBar extends EventTarget {
  /** @param {HTMLElement} list filled here with one button for each digit */
  constructor(list) {
    super();
    this.canvases = SAMPLES.map((strokes, digit) => {
      const button = document.createElement("button");
      button.type = "button";
      button.setAttribute("aria-label", strings.pad.sample(digit));
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
    this.#draw();
    for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"])
      matchMedia(query).addEventListener("change", () => this.#draw());
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
