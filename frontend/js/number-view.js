/** A number that was read: its digits large, line by line, each of them a button that tells more of it. */

/** @import { NumberRead } from "./types.js" */

import { Roving } from "./roving.js";
import { digitName } from "./digit-name.js";
import { strings } from "./words.js";

/** Events: `choose` (a CustomEvent whose detail is the index in `digits`). */
export class NumberView extends EventTarget {
  /** @param {HTMLElement} container filled here with one row of buttons for each line */
  constructor(container) {
    super();
    this.container = container;
    this.roving = new Roving(container);
    this.roving.addEventListener("choose", (event) =>
      this.dispatchEvent(new CustomEvent("choose", { detail: /** @type {CustomEvent} */ (event).detail })),
    );
  }

  /** @param {NumberRead} read */
  show({ digits }) {
    const buttons = digits.map((digit) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "chip";
      button.dataset.verdict = digit.verdict;
      button.textContent = digit.digit === null ? "?" : String(digit.digit);
      button.setAttribute("aria-label", digitName(digit));
      return button;
    });
    const lines = new Map(digits.map(({ line }) => [line, row()]));
    for (const [index, button] of buttons.entries()) lines.get(digits[index]?.line ?? 0)?.append(button);
    this.container.replaceChildren(...lines.values());
    this.container.setAttribute("aria-label", strings.number.digits);
    this.container.dataset.size = size(digits.length);
    this.container.hidden = false;
    this.roving.hold(buttons);
  }

  hide() {
    this.container.hidden = true;
    this.container.replaceChildren();
    this.roving.hold([]);
  }

  /** @param {number} index */
  mark(index) {
    this.roving.mark(index);
  }
}

function row() {
  const line = document.createElement("div");
  line.className = "number-line";
  return line;
}

/** @param {number} digits */
function size(digits) {
  if (digits <= 5) return "large";
  return digits <= 16 ? "medium" : "small";
}
