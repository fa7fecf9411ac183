/** The answer: the digit or the number, large and in words, how sure, why; or what went wrong. */

/** @import { Answer, DigitRead, NumberRead, Recognition } from "./types.js" */

import { leastSure, signName } from "./digit-name.js";
import { mayBeNone } from "./doubt.js";
import { EvidenceView } from "./evidence-view.js";
import { find } from "./find.js";
import { NumberView } from "./number-view.js";
import { tell } from "./telling.js";
import { strings } from "./words.js";

/** What stands in the digit's place when there is no digit to show. */
const GLYPHS = { not_a_digit: "?", several_digits: "…", blank: "" };

/** Events: `retry`, `copy`; `choose` (a CustomEvent whose detail is the index of a number's mark). */
export class ResultView extends EventTarget {
  #again = () => "";
  /** Which mark of a number is told of. */
  chosen = 0;

  /** @param {HTMLElement} container */
  constructor(container) {
    super();
    this.container = container;
    this.glyph = find(container, ".glyph", HTMLElement);
    this.runnerUp = find(container, ".runner-up", HTMLElement);
    this.headline = find(container, ".headline", HTMLElement);
    this.confidence = find(container, ".confidence", HTMLElement);
    this.unread = find(container, ".unread", HTMLElement);
    this.one = find(container, ".of-one", HTMLElement);
    this.hint = find(container, ".hint", HTMLElement);
    this.reference = find(container, ".reference", HTMLElement);
    this.retry = find(container, "[data-action=retry]", HTMLButtonElement);
    this.copy = find(container, "[data-action=copy-number]", HTMLButtonElement);
    this.evidence = new EvidenceView(container);
    this.number = new NumberView(find(container, ".number", HTMLElement));
    this.retry.addEventListener("click", () => this.dispatchEvent(new Event("retry")));
    this.copy.addEventListener("click", () => this.dispatchEvent(new Event("copy")));
    this.number.addEventListener("choose", (event) =>
      this.dispatchEvent(new CustomEvent("choose", { detail: /** @type {CustomEvent} */ (event).detail })),
    );
    this.showWaiting();
  }

  /** Says the same again, in the language that is spoken now. */
  translate() {
    this.#again();
  }

  /** Nothing has been asked. */
  showWaiting() {
    this.#again = () => this.showWaiting();
    this.#show("waiting", "", strings.result.waiting, "");
    this.evidence.show(null, null);
    return "";
  }

  /** An answer is under way: the old one stays, dimmed, until then. */
  showBusy() {
    this.container.setAttribute("aria-busy", "true");
  }

  /**
   * @param {Answer} answer
   * @returns {string} the answer as one sentence, to be said aloud
   */
  showAnswer(answer) {
    this.#again = () => this.showAnswer(answer);
    const { recognition, number, onDevice } = answer;
    return number ? this.#showNumber(number, onDevice) : this.#showDigit(recognition, onDevice);
  }

  /**
   * @param {unknown} error
   * @returns {string} what went wrong as one sentence, to be said aloud
   */
  showProblem(error) {
    this.#again = () => this.showProblem(error);
    const told = tell(error);
    this.#show("problem", "!", told, "");
    this.evidence.show(null, null);
    this.reference.textContent = told.reference;
    this.retry.hidden = !told.passing;
    return strings.announcement(told, null);
  }

  /**
   * Tells more of one mark of a number.
   * @param {NumberRead} read
   * @param {number} index
   */
  showOneOf(read, index) {
    const digit = read.digits[index];
    if (!digit) return;
    this.chosen = index;
    this.number.mark(index);
    this.one.textContent = told(digit);
    this.evidence.show(digit.probabilities, digit.seen, digit.digit);
  }

  /**
   * @param {Recognition} recognition
   * @param {boolean} onDevice
   */
  #showDigit(recognition, onDevice) {
    const { verdict, digit, confidence, probabilities, seen } = recognition;
    const glyph = verdict === "digit" || verdict === "uncertain" ? String(digit) : GLYPHS[verdict];
    const isDoubted = mayBeNone(recognition);
    const other = isDoubted ? null : runnerUp(probabilities, digit);
    const meant = isDoubted ? null : confidence;
    const text = strings.verdicts[verdict](recognition, other);
    const sure = meant === null ? "" : strings.result.confidence(meant);
    this.#show(verdict, glyph, text, [sure, where(onDevice)].filter(Boolean).join(" · "));
    if (verdict === "uncertain" && other !== null) this.runnerUp.textContent = strings.result.runnerUp(other);
    this.evidence.show(probabilities, seen);
    return strings.announcement(text, meant);
  }

  /**
   * @param {NumberRead} read
   * @param {boolean} onDevice
   */
  #showNumber(read, onDevice) {
    const uncertain = read.digits.filter(({ verdict }) => verdict === "uncertain").length;
    const text = { headline: strings.number.headline(read), hint: strings.number.hint(uncertain) };
    const unread = notRead(read);
    this.#show("number", "", text, read.confidence === null ? "" : strings.number.whole(read.confidence));
    this.unread.textContent = unread;
    this.reference.textContent = where(onDevice);
    this.number.show(read);
    this.copy.hidden = false;
    this.showOneOf(read, leastSure(read.digits));
    if (read.digits.length > 1) this.one.append(` (${strings.number.leastSure})`);
    return strings.announcement({ ...text, hint: `${unread} ${text.hint}`.trim() }, read.confidence);
  }

  /**
   * @param {string} state styles the view
   * @param {string} glyph
   * @param {{headline: string, hint: string}} text
   * @param {string} confidence
   */
  #show(state, glyph, text, confidence) {
    this.container.setAttribute("aria-busy", "false");
    this.container.dataset.state = state;
    this.number.hide();
    this.#changeGlyph(glyph);
    this.runnerUp.textContent = "";
    this.headline.textContent = text.headline;
    this.hint.textContent = text.hint;
    this.confidence.textContent = confidence;
    this.unread.textContent = "";
    this.one.textContent = "";
    this.reference.textContent = "";
    this.retry.hidden = true;
    this.copy.hidden = true;
  }

  /** @param {string} glyph */
  #changeGlyph(glyph) {
    if (this.glyph.textContent === glyph) return;
    this.glyph.textContent = glyph;
    if (matchMedia("(prefers-reduced-motion: no-preference)").matches)
      this.glyph.animate([{ opacity: 0, scale: 0.85 }, {}], { duration: 140, easing: "ease-out" });
  }
}

/** @param {boolean} onDevice */
function where(onDevice) {
  return onDevice ? strings.result.onDevice : "";
}

/** @param {NumberRead} read */
function notRead({ unread }) {
  const missed = unread.filter(({ reason }) => reason !== "too_many").length;
  const told = missed > 0 ? [strings.number.unread(missed)] : [];
  if (missed < unread.length) told.push(strings.number.incomplete);
  return told.join(" ");
}

/** @param {DigitRead} read */
function told(read) {
  const { digit, sign, confidence, probabilities } = read;
  if (confidence === null) return strings.number.neither;
  if (digit === null) return `${signName(sign)}: ${strings.result.confidence(confidence)}`;
  if (mayBeNone(read)) return `${digit}: ${strings.result.mayBeNone}`;
  const other = runnerUp(probabilities, digit);
  const sure = `${digit}: ${strings.result.confidence(confidence)}`;
  return other === null || confidence > 0.9 ? sure : `${sure}, ${strings.result.runnerUp(other)}`;
}

/**
 * @param {number[] | null} probabilities
 * @param {number | null} digit
 * @returns {number | null} the likeliest digit that is not the answer
 */
export function runnerUp(probabilities, digit) {
  if (!probabilities) return null;
  const others = [...probabilities.keys()].filter((other) => other !== digit);
  return others.reduce((best, other) =>
    (probabilities[other] ?? 0) > (probabilities[best] ?? 0) ? other : best,
  );
}
