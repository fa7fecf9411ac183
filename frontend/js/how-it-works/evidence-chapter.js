/** What each pixel added to a score or took from it, and that it all adds up. */

/** @import { Computation, LabelEvidence } from "./types.js" */

import { find } from "../find.js";
import { DigitChoice } from "./digit-choice.js";
import { fill } from "./fill.js";
import { total } from "./neuron-chapter.js";
import { highest } from "./scores-chapter.js";
import * as strings from "./strings.js";
import { ValuePicture } from "./value-picture.js";

const SIDE = 28;

export class EvidenceChapter {
  /** @type {readonly LabelEvidence[]} */
  #labels = [];

  /** @param {Element} chapter */
  constructor(chapter) {
    this.chapter = chapter;
    this.picture = new ValuePicture(find(chapter, ".evidence-picture", Element));
    this.choice = new DigitChoice(find(chapter, "[data-choice=evidence]", Element));
    this.choice.addEventListener("choose", () => this.#showChosen());
  }

  /** @param {Computation} computation */
  show({ evidence, logits }) {
    this.#labels = evidence?.labels ?? [];
    this.choice.suggest(highest(logits));
    this.#showChosen();
  }

  #showChosen() {
    const found = this.#labels[this.choice.value];
    if (!found) return;
    const { label, pixels, bias, logit } = found;
    const gain = total(pixels.filter((share) => share > 0));
    const loss = total(pixels.filter((share) => share < 0));
    const together = gain + loss + (bias ?? 0);
    this.picture.showSigned(pixels, SIDE, strings.evidence.picture(label, gain, loss));
    fill(this.chapter, {
      "evidence-label": String(label),
      "evidence-for": strings.signed(gain),
      "evidence-against": strings.signed(loss),
      "evidence-for-plain": strings.number(gain),
      "evidence-against-plain": strings.number(-loss),
      "evidence-bias": strings.number(bias ?? 0),
      "evidence-total": strings.number(together),
      "evidence-logit": strings.number(logit),
      "evidence-difference": strings.number(Math.abs(together - logit)),
    });
  }
}
