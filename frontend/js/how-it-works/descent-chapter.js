/** The loss for a label that the reader picks, and one step of gradient descent. */

/** @import { Computation, Step } from "./types.js" */

import { find } from "../find.js";
import { DigitChoice } from "./digit-choice.js";
import { fill } from "./fill.js";
import { showRows } from "./number-table.js";
import * as strings from "./strings.js";

/** From far too careful to far too bold. */
const RATES = [0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3];
const NOTHING_TO_LEARN = 1e-4; // loss

/** Events: `change` when the reader picks a label or a learning rate; read `label` and `rate`. */
export class DescentChapter extends EventTarget {
  /** @param {Element} chapter */
  constructor(chapter) {
    super();
    this.chapter = chapter;
    this.choice = new DigitChoice(find(chapter, "[data-choice=label]", Element));
    this.slider = find(chapter, "[name=rate]", HTMLInputElement);
    this.rows = find(chapter, ".step tbody", HTMLTableSectionElement);
    this.choice.addEventListener("choose", () => this.dispatchEvent(new Event("change")));
    this.slider.addEventListener("input", () => this.#slide());
    this.#showRate();
  }

  get label() {
    return this.choice.value;
  }

  get rate() {
    return RATES[this.slider.valueAsNumber] ?? 0.01;
  }

  /**
   * @param {Step} step
   * @param {Computation} computation that it belongs to
   * @returns {string} what came of it, to be said aloud
   */
  show(step, { layers }) {
    const { label, loss_before: before, loss_after: after, change } = step;
    const outcome = outcomeOf(step);
    showRows(
      this.rows,
      step.probabilities_before.map((probability, digit) => ({
        head: String(digit),
        cells: [
          strings.percent(probability),
          strings.number(step.errors[digit] ?? 0),
          strings.percent(step.probabilities_after[digit] ?? 0),
        ],
        bar: step.probabilities_after[digit] ?? 0,
        mark: probability,
        highest: digit === label,
      })),
    );
    fill(this.chapter, {
      "label-probability": strings.probability(step.probabilities_before[label] ?? 0),
      "label-error": strings.number(step.errors[label] ?? 0),
      label: String(label),
      "loss-before": strings.number(before),
      "loss-after": strings.number(after),
      "change-unit": String(change.unit),
      "change-label": String(change.label),
      "change-error": strings.number(step.errors[change.label] ?? 0),
      "change-input": strings.number(layers.at(-2)?.outputs[change.unit] ?? 0),
      "hidden-gradient": strings.number(step.gradients[0] ?? 0),
      "change-before": strings.number(change.before),
      "change-gradient": strings.number(change.gradient),
      "change-after": strings.number(change.after),
      "step-outcome": outcome,
    });
    return outcome;
  }

  #slide() {
    this.#showRate();
    this.dispatchEvent(new Event("change"));
  }

  #showRate() {
    fill(this.chapter, { rate: strings.rate(this.rate) });
    this.slider.setAttribute("aria-valuetext", strings.rate(this.rate));
  }
}

/** @param {Step} step */
export function outcomeOf({ label, loss_before: before, loss_after: after }) {
  if (before < NOTHING_TO_LEARN) return strings.step.nothing;
  return after < before ? strings.step.better(label, before, after) : strings.step.worse(before, after);
}
