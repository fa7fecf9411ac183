/** Boxes over what is being read: one that was found, or one for each mark of a number, read or not. */

/** @import { Box, DigitRead, NumberRead, UnreadMark } from "./types.js" */

import { digitName } from "./digit-name.js";
import { Roving } from "./roving.js";
import { strings } from "./words.js";

/** @typedef {{element: HTMLElement, box: Box}} Placed */

/** Events: `choose` (a CustomEvent whose detail is the index of a digit's box). */
export class BoxLayer extends EventTarget {
  /** @type {Placed[]} of what was read */
  #boxes = [];
  /** @type {Placed[]} */
  #unread = [];

  /** @param {HTMLElement} layer that lies over the whole stage */
  constructor(layer) {
    super();
    this.layer = layer;
    this.roving = new Roving(layer);
    this.roving.addEventListener("choose", (event) =>
      this.dispatchEvent(new CustomEvent("choose", { detail: /** @type {CustomEvent} */ (event).detail })),
    );
  }

  /** @param {Box | null} box */
  showOne(box) {
    this.#hold(box ? [{ element: frame("div"), box }] : []);
    this.layer.removeAttribute("role");
    this.layer.removeAttribute("aria-label");
  }

  /**
   * @param {NumberRead} read
   * @param {boolean} selectable where pointing at them would not get in the way of drawing
   */
  showMany({ digits, unread }, selectable) {
    const boxes = digits.map((digit) => ofDigit(digit, selectable));
    this.#hold(boxes, unread.map(ofUnread));
    if (!selectable) return;
    this.layer.setAttribute("role", "group");
    this.layer.setAttribute("aria-label", strings.number.boxes);
    this.roving.hold(boxes.flatMap(({ element }) => (element instanceof HTMLButtonElement ? [element] : [])));
  }

  /** @param {number} chosen index of a box */
  mark(chosen) {
    for (const [index, { element }] of this.#boxes.entries())
      element.classList.toggle("is-chosen", index === chosen);
    this.roving.mark(chosen);
  }

  /**
   * Puts the boxes where they belong on a picture that is fitted into the square, as `object-fit: contain` does.
   * @param {number} width of the picture in its own pixels; 0 while it is not known
   * @param {number} height
   */
  place(width, height) {
    const boxes = [...this.#boxes, ...this.#unread];
    this.layer.hidden = width === 0 || height === 0 || boxes.length === 0;
    if (this.layer.hidden) return;
    const side = Math.max(width, height);
    const percent = (/** @type {number} */ length) => `${(length / side) * 100}%`;
    for (const { element, box } of boxes) {
      element.style.setProperty("left", percent((side - width) / 2 + box.x));
      element.style.setProperty("top", percent((side - height) / 2 + box.y));
      element.style.setProperty("width", percent(box.width));
      element.style.setProperty("height", percent(box.height));
    }
  }

  /** @param {Placed[]} boxes @param {Placed[]} [unread] under them: none may keep another from being pointed at */
  #hold(boxes, unread = []) {
    this.#boxes = boxes;
    this.#unread = unread;
    this.roving.hold([]);
    this.layer.replaceChildren(...[...unread, ...boxes].map(({ element }) => element));
  }
}

/** @param {DigitRead} digit @param {boolean} selectable @returns {Placed} */
function ofDigit(digit, selectable) {
  const element = frame(selectable ? "button" : "div");
  element.dataset.verdict = digit.verdict;
  if (digit.sign !== null) element.dataset.sign = digit.sign;
  if (element instanceof HTMLButtonElement) {
    element.type = "button";
    element.setAttribute("aria-label", digitName(digit));
  }
  return { element, box: digit.box };
}

/** @param {UnreadMark} mark @returns {Placed} */
function ofUnread({ box, reason }) {
  const element = frame("div");
  element.classList.add("is-unread");
  element.dataset.reason = reason;
  element.setAttribute("role", "img");
  element.setAttribute("aria-label", strings.number.reasons[reason]);
  element.title = strings.number.reasons[reason];
  return { element, box };
}

/** @param {"div" | "button"} name */
function frame(name) {
  const element = document.createElement(name);
  element.className = "found";
  return element;
}
