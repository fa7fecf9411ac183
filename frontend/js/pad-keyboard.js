/** Drawing without a pointer: arrow keys move a pen over the pad, space sets it down and lifts it. */

/** @import { Stroke } from "./types.js" */
/** @import { DrawingPad } from "./drawing-pad.js" */

import { PAD_SIDE, extend } from "./stroke.js";

/** Pad units for one press of an arrow key; a tenth of the step with Shift is too fine to be useful, so half. */
const STEP = 10;
const FINE_STEP = 5;

const DIRECTIONS = new Map([
  ["ArrowLeft", { x: -1, y: 0 }],
  ["ArrowRight", { x: 1, y: 0 }],
  ["ArrowUp", { x: 0, y: -1 }],
  ["ArrowDown", { x: 0, y: 1 }],
]);

/** Events: `pen` when the pen was set down or lifted; read `isDown`. */
export class PadKeyboard extends EventTarget {
  #place = { x: PAD_SIDE / 2, y: PAD_SIDE / 2 };
  /** @type {Stroke | null} */
  #stroke = null;

  /**
   * @param {DrawingPad} pad
   * @param {HTMLElement} cursor shown over the pad while the keyboard has it
   */
  constructor(pad, cursor) {
    super();
    this.pad = pad;
    this.cursor = cursor;
    pad.canvas.addEventListener("keydown", (event) => this.#press(event));
    pad.canvas.addEventListener("blur", () => this.lift());
    pad.canvas.addEventListener("pointerdown", () => this.lift());
    this.#showCursor();
  }

  get isDown() {
    return this.#stroke !== null;
  }

  /** Ends the stroke, if there is one. */
  lift() {
    const stroke = this.#stroke;
    if (!stroke) return;
    this.#stroke = null;
    this.#showCursor();
    this.pad.add(stroke);
    this.dispatchEvent(new Event("pen"));
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const direction = DIRECTIONS.get(event.key);
    if (direction) this.#move(direction, event.shiftKey ? FINE_STEP : STEP);
    else if (event.key === " " || event.key === "Enter") this.#togglePen(event);
    else return;
    event.preventDefault();
  }

  /**
   * @param {{x: number, y: number}} direction
   * @param {number} step
   */
  #move(direction, step) {
    this.#place = {
      x: Math.min(PAD_SIDE, Math.max(0, this.#place.x + direction.x * step)),
      y: Math.min(PAD_SIDE, Math.max(0, this.#place.y + direction.y * step)),
    };
    this.#showCursor();
    if (!this.#stroke) return;
    this.#stroke = extend(this.#stroke, { ...this.#place, pressure: 0.5 });
    this.pad.redraw([this.#stroke]);
  }

  /** @param {KeyboardEvent} event */
  #togglePen(event) {
    if (event.repeat) return;
    if (this.#stroke) return this.lift();
    this.#stroke = { points: [{ ...this.#place, pressure: 0.5 }], width: this.pad.penWidth };
    this.pad.redraw([this.#stroke]);
    this.#showCursor();
    this.dispatchEvent(new Event("pen"));
  }

  #showCursor() {
    this.cursor.style.setProperty("left", `${(this.#place.x / PAD_SIDE) * 100}%`);
    this.cursor.style.setProperty("top", `${(this.#place.y / PAD_SIDE) * 100}%`);
    this.cursor.classList.toggle("is-down", this.isDown);
  }
}
