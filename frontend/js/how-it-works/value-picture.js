/** Numbers as a picture, one pixel for each; a person sees the picture, a screen reader gets its text. */

/** @import { Colour, Theme } from "./colours.js" */

import { context2d } from "../ink.js";
import { find } from "../find.js";
import { mix, onThemeChange, theme } from "./colours.js";

/** Weaker than this share of the strongest value would hardly be seen: they are lifted a little. */
const GAMMA = 0.75;

export class ValuePicture {
  /** @type {() => void} */
  #paint = () => {};

  /** @param {Element} frame holds the canvas */
  constructor(frame) {
    this.canvas = find(frame, "canvas", HTMLCanvasElement);
    onThemeChange(() => this.#paint());
  }

  /** What it shows, in words. */
  get text() {
    return this.canvas.getAttribute("aria-label") ?? "";
  }

  /**
   * Blue above zero, red below, paper at zero; the strongest value has the full colour.
   * @param {readonly number[]} values row by row
   * @param {number} width in values
   * @param {string} text what it shows
   */
  showSigned(values, width, text) {
    const peak = Math.max(...values.map(Math.abs)) || 1;
    this.#show(width, values.length / width, text, ({ zero, above, below }) => (i) => {
      const value = (values[i] ?? 0) / peak;
      return mix(zero, value < 0 ? below : above, Math.abs(value) ** GAMMA);
    });
  }

  /**
   * Paper at zero, ink at `peak`; nothing below zero.
   * @param {readonly number[]} values row by row
   * @param {number} width in values
   * @param {number} peak
   * @param {string} text what it shows
   */
  showInk(values, width, peak, text) {
    this.#show(width, values.length / width, text, ({ zero, ink }) => (i) => {
      const value = values[i] ?? 0;
      return value < 0 ? null : mix(zero, ink, Math.min(1, value / (peak || 1)));
    });
  }

  /**
   * @param {number} width
   * @param {number} height
   * @param {string} text
   * @param {(theme: Theme) => (index: number) => Colour | null} colours null leaves a value transparent
   */
  #show(width, height, text, colours) {
    this.canvas.setAttribute("aria-label", text);
    this.canvas.width = width;
    this.canvas.height = height;
    this.#paint = () => {
      const context = context2d(this.canvas);
      const image = context.createImageData(width, height);
      const colour = colours(theme());
      for (let i = 0; i < width * height; i++) {
        const painted = colour(i);
        if (painted) image.data.set([...painted, 255], 4 * i);
      }
      context.putImageData(image, 0, 0);
    };
    this.#paint();
  }
}

/**
 * Which value of a picture a pointer is over.
 * @param {MouseEvent} event
 * @param {HTMLCanvasElement} canvas
 * @returns {{row: number, column: number}} from 0
 */
export function valueAt(event, canvas) {
  const frame = canvas.getBoundingClientRect();
  const place = (/** @type {number} */ share, /** @type {number} */ count) =>
    Math.min(count - 1, Math.max(0, Math.floor(share * count)));
  return {
    row: place((event.clientY - frame.top) / frame.height, canvas.height),
    column: place((event.clientX - frame.left) / frame.width, canvas.width),
  };
}
