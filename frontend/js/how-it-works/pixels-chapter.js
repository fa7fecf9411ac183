/** The digit as 784 numbers, each of which can be read. */

/** @import { Computation } from "./types.js" */

import { find } from "../find.js";
import { fill } from "./fill.js";
import * as strings from "./strings.js";
import { ValuePicture, valueAt } from "./value-picture.js";

const SIDE = 28;

export class PixelsChapter {
  /** @type {readonly number[]} */
  #digit = [];

  /** @param {Element} chapter */
  constructor(chapter) {
    this.chapter = chapter;
    this.picture = new ValuePicture(find(chapter, ".digit-picture", Element));
    this.row = find(chapter, "[name=row]", HTMLInputElement);
    this.column = find(chapter, "[name=column]", HTMLInputElement);
    for (const input of [this.row, this.column]) input.addEventListener("input", () => this.#read());
    const { canvas } = this.picture;
    for (const kind of /** @type {const} */ (["pointermove", "pointerdown"]))
      canvas.addEventListener(kind, (event) => this.#point(event));
  }

  /** @param {Computation} computation */
  show({ digit }) {
    this.#digit = digit;
    const inked = digit.filter((value) => value > 0).length;
    this.picture.showInk(digit, SIDE, 255, strings.pixels.picture(inked));
    const darkest = digit.indexOf(Math.max(...digit));
    this.#choose(Math.floor(darkest / SIDE), darkest % SIDE);
  }

  /** @param {PointerEvent} event */
  #point(event) {
    const { row, column } = valueAt(event, this.picture.canvas);
    this.#choose(row, column);
  }

  /** @param {number} row @param {number} column from 0 */
  #choose(row, column) {
    this.row.value = String(row + 1);
    this.column.value = String(column + 1);
    this.#read();
  }

  #read() {
    const row = this.row.valueAsNumber;
    const column = this.column.valueAsNumber;
    const place = (row - 1) * SIDE + column;
    const value = this.#digit[place - 1];
    if (!this.row.checkValidity() || !this.column.checkValidity() || value === undefined) return;
    fill(this.chapter, {
      "pixel-row": String(row),
      "pixel-column": String(column),
      "pixel-number": String(place),
      pixel: String(value),
      "pixel-input": strings.number(value / 255),
    });
    this.picture.canvas.parentElement?.style.setProperty("--row", String(row - 1));
    this.picture.canvas.parentElement?.style.setProperty("--column", String(column - 1));
  }
}
