/** What is drawn now, with the way back and forth: every change is a new list of strokes. */

/** @import { Stroke } from "./types.js" */

export class StrokeHistory {
  /** @type {(readonly Stroke[])[]} */
  #past = [];
  /** @type {(readonly Stroke[])[]} */
  #future = [];
  /** @type {readonly Stroke[]} */
  #strokes = [];

  get strokes() {
    return this.#strokes;
  }

  get canUndo() {
    return this.#past.length > 0;
  }

  get canRedo() {
    return this.#future.length > 0;
  }

  /** @param {Stroke} stroke */
  add(stroke) {
    this.replace([...this.#strokes, stroke]);
  }

  /** Clearing can be undone like any other change. */
  clear() {
    if (this.#strokes.length > 0) this.replace([]);
  }

  /** @param {readonly Stroke[]} strokes */
  replace(strokes) {
    this.#past.push(this.#strokes);
    this.#strokes = strokes;
    this.#future = [];
  }

  undo() {
    const before = this.#past.pop();
    if (!before) return;
    this.#future.push(this.#strokes);
    this.#strokes = before;
  }

  redo() {
    const after = this.#future.pop();
    if (!after) return;
    this.#past.push(this.#strokes);
    this.#strokes = after;
  }
}
