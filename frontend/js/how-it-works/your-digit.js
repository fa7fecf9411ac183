/** The panel with the reader's drawing: what the dense network says of it, undo and clear. */

/** @import { Explanation } from "./types.js" */

import { find } from "../find.js";
import * as strings from "./strings.js";

const WORDS = strings.said;

/** Events: `undo`, `clear`. */
export class YourDigit extends EventTarget {
  /** @param {HTMLElement} panel */
  constructor(panel) {
    super();
    this.said = find(panel, ".said", HTMLElement);
    this.digit = find(panel, ".said-digit", HTMLElement);
    this.text = find(panel, ".said-text", HTMLElement);
    this.undo = find(panel, "[data-action=undo]", HTMLButtonElement);
    for (const action of ["undo", "clear"])
      find(panel, `[data-action=${action}]`, HTMLButtonElement).addEventListener("click", () =>
        this.dispatchEvent(new Event(action)),
      );
  }

  /** @param {boolean} possible */
  allowUndo(possible) {
    this.undo.setAttribute("aria-disabled", String(!possible));
  }

  showWaiting() {
    this.#show("waiting", "", WORDS.waiting);
  }

  /**
   * @param {Explanation} explanation
   * @returns {string} what was said, to be said aloud
   */
  show({ verdict, digit, computation }) {
    const shares = computation?.probabilities ?? [];
    if (digit !== null) return this.#show("digit", String(digit), WORDS.digit(digit, shares[digit] ?? 0));
    if (verdict === "not_a_digit") return this.#show("nothing", "?", WORDS.notADigit);
    return this.#show("nothing", "", verdict === "blank" ? WORDS.blank : WORDS.several);
  }

  /** @param {string} title @returns {string} what was said */
  showProblem(title) {
    return this.#show("problem", "!", title);
  }

  /** @param {string} state @param {string} glyph @param {string} text */
  #show(state, glyph, text) {
    this.said.dataset.state = state;
    this.digit.textContent = glyph;
    this.text.textContent = text;
    return text;
  }
}
