/** Undo, redo, clear and the width of the pen: buttons beside the pad, and the usual keys. */

/** @import { DrawingPad } from "./drawing-pad.js" */

import { find } from "./find.js";

/** Events: `undo`, `redo`, `clear`: what the person asked for. */
export class PadToolbar extends EventTarget {
  /**
   * @param {HTMLElement} container
   * @param {DrawingPad} pad whose width of pen it sets
   */
  constructor(container, pad) {
    super();
    this.buttons = {
      undo: find(container, "[data-action=undo]", HTMLButtonElement),
      redo: find(container, "[data-action=redo]", HTMLButtonElement),
      clear: find(container, "[data-action=clear]", HTMLButtonElement),
    };
    for (const [action, button] of Object.entries(this.buttons))
      button.addEventListener("click", () => {
        if (button.getAttribute("aria-disabled") !== "true") this.dispatchEvent(new Event(action));
      });
    for (const choice of container.querySelectorAll("input[name=pen]"))
      if (choice instanceof HTMLInputElement) this.#offer(choice, pad);
    document.addEventListener("keydown", (event) => this.#press(event));
  }

  /** @param {{undo: boolean, redo: boolean, clear: boolean}} possible */
  update(possible) {
    // Not `disabled`: a button that loses the keyboard's focus when it is used up is a trap.
    this.buttons.undo.setAttribute("aria-disabled", String(!possible.undo));
    this.buttons.redo.setAttribute("aria-disabled", String(!possible.redo));
    this.buttons.clear.setAttribute("aria-disabled", String(!possible.clear));
  }

  /**
   * @param {HTMLInputElement} choice
   * @param {DrawingPad} pad
   */
  #offer(choice, pad) {
    const choose = () => (pad.penWidth = Number(choice.value));
    choice.addEventListener("change", choose);
    if (choice.checked) choose();
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const key = event.key.toLowerCase();
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    if (key === "z") this.dispatchEvent(new Event(event.shiftKey ? "redo" : "undo"));
    else if (key === "y") this.dispatchEvent(new Event("redo"));
    else return;
    event.preventDefault();
  }
}
