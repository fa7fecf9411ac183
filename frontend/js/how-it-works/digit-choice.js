/** Ten radio buttons, 0 to 9. */

let made = 0;

/** Events: `choose` when the reader picks a digit; read `value`. */
export class DigitChoice extends EventTarget {
  /** Whether the reader has picked one; until then the page picks what is most telling. */
  picked = false;
  value = 0;

  /** @param {Element} fieldset filled here */
  constructor(fieldset) {
    super();
    const name = `digit-${++made}`;
    const row = document.createElement("div");
    row.className = "choice-row";
    this.inputs = Array.from({ length: 10 }, (_, digit) => {
      const label = document.createElement("label");
      const input = document.createElement("input");
      input.type = "radio";
      input.name = name;
      input.addEventListener("change", () => this.#pick(digit));
      const text = document.createElement("span");
      text.textContent = String(digit);
      label.append(input, text);
      row.append(label);
      return input;
    });
    fieldset.append(row);
  }

  /** Until the reader picks one. @param {number} digit */
  suggest(digit) {
    if (!this.picked) this.#set(digit);
  }

  /** A new drawing: the page may suggest again. */
  forget() {
    this.picked = false;
  }

  /** @param {number} digit */
  #pick(digit) {
    this.picked = true;
    this.#set(digit);
    this.dispatchEvent(new Event("choose"));
  }

  /** @param {number} digit */
  #set(digit) {
    this.value = digit;
    const input = this.inputs[digit];
    if (input) input.checked = true;
  }
}
