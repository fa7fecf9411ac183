/** The canvas that people draw on with mouse, finger or pen. Keeps strokes, not pixels. */

/** @import { Point, Stroke } from "./types.js" */

import { context2d, drawStrokes } from "./ink.js";
import { StrokeHistory } from "./stroke-history.js";
import { PAD_SIDE, extend } from "./stroke.js";

/**
 * Events: `change` when the drawing has changed (a stroke ended, undo, redo, clear, a sample),
 * `draw` while a stroke grows.
 */
export class DrawingPad extends EventTarget {
  #history = new StrokeHistory();
  /** @type {{pointer: number, stroke: Stroke} | null} */
  #growing = null;
  #penWidth = 20;

  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    super();
    this.canvas = canvas;
    this.context = context2d(canvas);
    canvas.addEventListener("pointerdown", (event) => this.#begin(event));
    canvas.addEventListener("pointermove", (event) => this.#grow(event));
    canvas.addEventListener("pointerup", (event) => this.#end(event));
    canvas.addEventListener("pointercancel", (event) => this.#end(event));
    new ResizeObserver(() => this.#resize()).observe(canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.redraw());
    matchMedia("(forced-colors: active)").addEventListener("change", () => this.redraw());
  }

  get strokes() {
    return this.#history.strokes;
  }

  get isEmpty() {
    return this.strokes.length === 0;
  }

  get canUndo() {
    return this.#history.canUndo;
  }

  get canRedo() {
    return this.#history.canRedo;
  }

  /** In pad units. */
  set penWidth(/** @type {number} */ width) {
    this.#penWidth = width;
  }

  get penWidth() {
    return this.#penWidth;
  }

  undo() {
    this.#history.undo();
    this.#changed();
  }

  redo() {
    this.#history.redo();
    this.#changed();
  }

  clear() {
    this.#history.clear();
    this.#changed();
  }

  /** @param {Stroke} stroke */
  add(stroke) {
    this.#history.add(stroke);
    this.#changed();
  }

  /** @param {readonly Stroke[]} strokes */
  replace(strokes) {
    this.#history.replace(strokes);
    this.#changed();
  }

  /** @param {readonly Stroke[]} [unfinished] strokes that are not part of the drawing yet */
  redraw(unfinished = this.#growing ? [this.#growing.stroke] : []) {
    const { width, height } = this.canvas;
    this.context.setTransform(1, 0, 0, 1, 0, 0);
    this.context.clearRect(0, 0, width, height);
    drawStrokes(this.context, [...this.strokes, ...unfinished], getComputedStyle(this.canvas).color);
  }

  /** @param {PointerEvent} event */
  #begin(event) {
    // A second finger is a palm or a pinch; a right button opens the menu.
    if (this.#growing || !event.isPrimary || event.button !== 0) return;
    this.canvas.setPointerCapture(event.pointerId);
    const stroke = { points: [this.#locate(event)], width: this.#penWidth };
    this.#growing = { pointer: event.pointerId, stroke };
    this.#drawing();
  }

  /** @param {PointerEvent} event */
  #grow(event) {
    if (this.#growing?.pointer !== event.pointerId) return;
    const seen = event.getCoalescedEvents?.() ?? [];
    for (const step of seen.length > 0 ? seen : [event])
      this.#growing.stroke = extend(this.#growing.stroke, this.#locate(step));
    this.#drawing();
  }

  /** @param {PointerEvent} event */
  #end(event) {
    if (this.#growing?.pointer !== event.pointerId) return;
    const { stroke } = this.#growing;
    this.#growing = null;
    this.add(stroke);
  }

  /**
   * @param {PointerEvent} event
   * @returns {Point}
   */
  #locate(event) {
    const frame = this.canvas.getBoundingClientRect();
    return {
      x: ((event.clientX - frame.left) / frame.width) * PAD_SIDE,
      y: ((event.clientY - frame.top) / frame.height) * PAD_SIDE,
      pressure: event.pointerType === "pen" && event.pressure > 0 ? event.pressure : 0.5,
    };
  }

  #resize() {
    const side = Math.round(this.canvas.clientWidth * devicePixelRatio);
    if (side === 0 || side === this.canvas.width) return;
    this.canvas.width = side;
    this.canvas.height = side;
    this.redraw();
  }

  #drawing() {
    this.redraw();
    this.dispatchEvent(new Event("draw"));
  }

  #changed() {
    this.redraw();
    this.dispatchEvent(new Event("change"));
  }
}
