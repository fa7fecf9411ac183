/** The answer: the digit large and in words, how sure, what the network saw; or what went wrong. */

/** @import { Recognition } from "./types.js" */

import { ApiError } from "./api.js";
import { find } from "./find.js";
import { ProbabilityTable } from "./probability-table.js";
import * as strings from "./strings/en.js";

/** What stands in the digit's place when there is no digit to show. */
const GLYPHS = { not_a_digit: "?", several_digits: "…", blank: "" };

/** Too many requests, and a service or a gateway that is not ready: statuses that pass. */
const PASSING = new Set([429, 502, 503, 504]);

/** Events: `retry` when the person asks for another try. */
export class ResultView extends EventTarget {
  /** @param {HTMLElement} container */
  constructor(container) {
    super();
    this.container = container;
    this.glyph = find(container, ".glyph", HTMLElement);
    this.headline = find(container, ".headline", HTMLElement);
    this.confidence = find(container, ".confidence", HTMLElement);
    this.hint = find(container, ".hint", HTMLElement);
    this.reference = find(container, ".reference", HTMLElement);
    this.seen = find(container, ".seen img", HTMLImageElement);
    this.retry = find(container, "[data-action=retry]", HTMLButtonElement);
    this.table = new ProbabilityTable(find(container, "tbody", HTMLTableSectionElement));
    this.retry.addEventListener("click", () => this.dispatchEvent(new Event("retry")));
    this.showWaiting();
  }

  /** Nothing has been asked. */
  showWaiting() {
    this.#show("waiting", "", strings.result.waiting, null);
    this.#showEvidence(null, null);
  }

  /** An answer is under way: the old one stays, dimmed, until then. */
  showReading() {
    this.container.setAttribute("aria-busy", "true");
  }

  /**
   * @param {Recognition} recognition
   * @returns {string} the answer as one sentence, to be said aloud
   */
  showAnswer(recognition) {
    const { verdict, digit, confidence, probabilities, seen } = recognition;
    const glyph = verdict === "digit" || verdict === "uncertain" ? String(digit) : GLYPHS[verdict];
    const text = strings.verdicts[verdict](recognition, runnerUp(probabilities, digit));
    this.#show(verdict, glyph, text, confidence);
    this.#showEvidence(probabilities, seen);
    return strings.announcement(text, confidence);
  }

  /**
   * @param {unknown} error
   * @returns {string} what went wrong as one sentence, to be said aloud
   */
  showProblem(error) {
    const told = describe(error);
    const text = { headline: told.title, hint: told.detail };
    this.#show("problem", "!", text, null);
    this.#showEvidence(null, null);
    this.reference.textContent = told.reference;
    this.retry.hidden = !told.passing;
    return strings.announcement(text, null);
  }

  /**
   * @param {string} state styles the view
   * @param {string} glyph
   * @param {{headline: string, hint: string}} text
   * @param {number | null} confidence
   */
  #show(state, glyph, text, confidence) {
    this.container.setAttribute("aria-busy", "false");
    this.container.dataset.state = state;
    this.#changeGlyph(glyph);
    this.headline.textContent = text.headline;
    this.hint.textContent = text.hint;
    this.confidence.textContent = confidence === null ? "" : strings.result.confidence(confidence);
    this.reference.textContent = "";
    this.retry.hidden = true;
  }

  /** @param {string} glyph */
  #changeGlyph(glyph) {
    if (this.glyph.textContent === glyph) return;
    this.glyph.textContent = glyph;
    if (matchMedia("(prefers-reduced-motion: no-preference)").matches)
      this.glyph.animate([{ opacity: 0, scale: 0.85 }, {}], { duration: 140, easing: "ease-out" });
  }

  /**
   * @param {number[] | null} probabilities
   * @param {string | null} seen
   */
  #showEvidence(probabilities, seen) {
    this.table.show(probabilities);
    this.seen.hidden = seen === null;
    this.seen.alt = seen === null ? "" : strings.result.seen;
    if (seen === null) this.seen.removeAttribute("src");
    else this.seen.src = seen;
  }
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

/**
 * What to say about an error, and whether it is one that passes: then the same picture is worth another try.
 * @param {unknown} error
 */
function describe(error) {
  if (!(error instanceof ApiError)) return { ...strings.problems.unexpected, reference: "", passing: false };
  const { kind, problem } = error;
  if (kind !== "refused") return { ...strings.problems[kind], reference: "", passing: true };
  const reference = problem?.request_id ? strings.problems.reference(problem.request_id) : "";
  const passing = PASSING.has(problem?.status ?? 0);
  return { title: problem?.title ?? "", detail: problem?.detail ?? "", reference, passing };
}
