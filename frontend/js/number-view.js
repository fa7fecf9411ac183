/** A number that was read: its digits and signs large, line by line, each a button that tells more of it. */

/** @import { DigitRead, NumberRead } from "./types.js" */

import { Roving } from "./roving.js";
import { digitName, typed } from "./digit-name.js";
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
      if (digit.sign !== null) button.dataset.sign = digit.sign;
      button.textContent = typed(digit) || "?";
      button.setAttribute("aria-label", digitName(digit));
      return button;
    });
    this.container.replaceChildren(...rows(digits, buttons));
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

/**
 * A row for each line, in it a group for what stands together: where a row is too long, it breaks between groups.
 * @param {readonly DigitRead[]} digits
 * @param {readonly HTMLElement[]} buttons one for each
 */
function rows(digits, buttons) {
  /** @type {HTMLElement[]} */
  const lines = [];
  for (const [index, { line, apart }] of digits.entries()) {
    const row = (lines[line] ??= element("div", "number-line"));
    if (apart || !row.lastElementChild) row.append(element("span", "number-group"));
    row.lastElementChild?.append(buttons[index] ?? "");
  }
  return lines;
}

/** @param {string} tag @param {string} name of its class */
function element(tag, name) {
  return Object.assign(document.createElement(tag), { className: name });
}

/** @param {number} digits */
function size(digits) {
  if (digits <= 5) return "large";
  return digits <= 16 ? "medium" : "small";
}
