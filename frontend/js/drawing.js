/** Everything that makes a drawing: the pad, its pen for the keyboard, its tools, the samples. */

/** @import { Stroke } from "./types.js" */

import { DrawingPad } from "./drawing-pad.js";
import { find } from "./find.js";
import { PadKeyboard } from "./pad-keyboard.js";
import { PadToolbar } from "./pad-toolbar.js";
import { SampleBar } from "./sample-bar.js";
import { strings } from "./words.js";

/**
 * Events: `draw` while a stroke grows, `change` when the drawing has changed, `wanted` when it should be on the
 * stage, `replaced` before another drawing takes its place, `say` (its detail is a sentence).
 */
export class Drawing extends EventTarget {
  #onStage = true;

  /** @param {Document} page */
  constructor(page) {
    super();
    this.pad = new DrawingPad(find(page, "#pad", HTMLCanvasElement));
    this.keyboard = new PadKeyboard(this.pad, find(page, ".pad-cursor", HTMLElement));
    this.toolbar = new PadToolbar(find(page, ".toolbar", HTMLElement), this.pad);
    this.samples = new SampleBar(find(page, ".samples ul", HTMLElement));
    this.pad.addEventListener("draw", () => this.dispatchEvent(new Event("draw")));
    this.pad.addEventListener("change", () => {
      this.#updateToolbar();
      this.dispatchEvent(new Event("change"));
    });
    this.keyboard.addEventListener("pen", () => this.#penToggled());
    this.toolbar.addEventListener("undo", () => this.#undo());
    this.toolbar.addEventListener("redo", () => this.#redo());
    this.toolbar.addEventListener("clear", () => this.#clear());
    this.samples.addEventListener("sample", (event) =>
      this.replace(/** @type {CustomEvent} */ (event).detail),
    );
    this.translate();
  }

  get strokes() {
    return this.pad.strokes;
  }

  get isEmpty() {
    return this.pad.isEmpty;
  }

  /** Whether the pad is what the stage shows: only then there is something to undo. */
  set onStage(/** @type {boolean} */ onStage) {
    this.#onStage = onStage;
    this.#updateToolbar();
  }

  /** @param {readonly Stroke[]} strokes another drawing */
  replace(strokes) {
    this.dispatchEvent(new Event("wanted"));
    this.dispatchEvent(new Event("replaced"));
    this.pad.replace(strokes);
  }

  focus() {
    this.pad.canvas.focus();
  }

  translate() {
    this.pad.canvas.setAttribute("aria-label", strings.pad.label);
    this.pad.canvas.setAttribute("aria-roledescription", strings.pad.role);
    this.samples.translate();
    this.#updateToolbar();
  }

  #penToggled() {
    this.#say(this.keyboard.isDown ? strings.pad.penDown : strings.pad.penUp);
    if (this.keyboard.isDown) this.dispatchEvent(new Event("draw"));
  }

  #undo() {
    if (!this.#onStage || !this.pad.canUndo) return;
    this.pad.undo();
    this.#say(strings.pad.undone);
  }

  #redo() {
    if (!this.#onStage || !this.pad.canRedo) return;
    this.pad.redo();
    this.#say(strings.pad.redone);
  }

  #clear() {
    this.dispatchEvent(new Event("wanted"));
    this.pad.clear();
    this.#say(strings.pad.cleared);
  }

  #updateToolbar() {
    this.toolbar.update({
      undo: this.#onStage && this.pad.canUndo,
      redo: this.#onStage && this.pad.canRedo,
      clear: !this.#onStage || !this.pad.isEmpty,
    });
  }

  /** @param {string} sentence */
  #say(sentence) {
    this.dispatchEvent(new CustomEvent("say", { detail: sentence }));
  }
}
