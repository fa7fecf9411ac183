/** The convolutional network on the same digit: its maps, and which parts it rests on. */

/** @import { Explanation, LabelEvidence } from "./types.js" */

import { find } from "../find.js";
import { DigitChoice } from "./digit-choice.js";
import { fill } from "./fill.js";
import { MapSheet } from "./map-sheet.js";
import { highest } from "./scores-chapter.js";
import * as strings from "./strings.js";
import { ValuePicture } from "./value-picture.js";

const SIDE = 28;
const WORDS = strings.occlusion;

export class ConvolutionChapter {
  /** @type {readonly LabelEvidence[]} */
  #labels = [];

  /** @param {Element} chapter */
  constructor(chapter) {
    this.chapter = chapter;
    this.layers = find(chapter, ".map-layers", HTMLElement);
    this.picture = new ValuePicture(find(chapter, ".occlusion-picture", Element));
    this.choice = new DigitChoice(find(chapter, "[data-choice=occlusion]", Element));
    this.choice.addEventListener("choose", () => this.#showChosen());
  }

  /** @param {Explanation} explanation */
  async show({ network, computation }) {
    if (!computation) return;
    const { probabilities, logits, evidence, feature_maps: layers } = computation;
    const answer = highest(probabilities);
    fill(this.chapter, {
      "loudest-value": strings.number(Math.max(...(layers[0]?.peaks ?? [0]))),
      "cnn-parameters": strings.count(network.parameters),
      "cnn-accuracy": strings.percent(network.metrics.mnist_test ?? 0),
      "cnn-answer": strings.answer(network.labels[answer] ?? "", probabilities[answer] ?? 0),
    });
    this.#labels = evidence?.labels ?? [];
    this.choice.suggest(highest(logits.slice(0, 10)));
    this.#showChosen();
    const sheets = await Promise.all(layers.map((maps, i) => MapSheet.of(maps, i + 1)));
    this.layers.replaceChildren(...sheets.map(({ figure }) => figure));
  }

  #showChosen() {
    const found = this.#labels[this.choice.value];
    if (!found) return;
    const { label, pixels } = found;
    this.picture.showSigned(pixels, SIDE, WORDS.picture(label, placeOf(pixels)));
    fill(this.chapter, { "occlusion-label": String(label) });
  }
}

/** Where the largest value lies, in words. @param {readonly number[]} pixels */
function placeOf(pixels) {
  const place = highest(pixels);
  const third = (/** @type {number} */ at) => Math.min(2, Math.floor((3 * at) / SIDE));
  const row = WORDS.rows[third(Math.floor(place / SIDE))];
  const column = WORDS.columns[third(place % SIDE)];
  return `${row} ${column}`;
}
