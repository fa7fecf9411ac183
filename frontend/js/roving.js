/** A group of buttons of which one is chosen: by pointing, by focus, by arrow keys. One stop for the Tab key. */

const STEPS = new Map([
  ["ArrowRight", 1],
  ["ArrowDown", 1],
  ["ArrowLeft", -1],
  ["ArrowUp", -1],
]);

/** Events: `choose` (a CustomEvent whose detail is the button's index) when another one is chosen. */
export class Roving extends EventTarget {
  /** @type {readonly HTMLButtonElement[]} */
  #buttons = [];

  /** @param {HTMLElement} group that holds the buttons */
  constructor(group) {
    super();
    group.addEventListener("keydown", (event) => this.#press(event));
    for (const kind of ["pointerover", "focusin", "click"])
      group.addEventListener(kind, (event) => {
        const button = event.target instanceof Element ? event.target.closest("button") : null;
        const index = button ? this.#buttons.indexOf(button) : -1;
        if (index >= 0) this.dispatchEvent(new CustomEvent("choose", { detail: index }));
      });
  }

  /** @param {readonly HTMLButtonElement[]} buttons in the order in which arrow keys pass them */
  hold(buttons) {
    this.#buttons = buttons;
    this.mark(0);
  }

  /** @param {number} chosen index of the button that is the chosen one */
  mark(chosen) {
    for (const [index, button] of this.#buttons.entries()) {
      button.tabIndex = index === chosen ? 0 : -1;
      button.setAttribute("aria-pressed", String(index === chosen));
    }
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const at = this.#buttons.findIndex((button) => button === event.target);
    const step = STEPS.get(event.key);
    const last = this.#buttons.length - 1;
    let to = step === undefined ? -1 : Math.min(last, Math.max(0, at + step));
    if (event.key === "Home") to = 0;
    if (event.key === "End") to = last;
    if (at < 0 || to < 0) return;
    event.preventDefault();
    this.#buttons[to]?.focus();
  }
}
