/** From the neurons to ten scores, and from the scores to ten probabilities. */

/** @import { Computation, Neuron } from "./types.js" */

import { find } from "../find.js";
import { fill } from "./fill.js";
import { total } from "./neuron-chapter.js";
import { showRows } from "./number-table.js";
import * as strings from "./strings.js";

/** Neurons that are named; the others stand together in one row. */
const NAMED = 6;
/** Of these, so many stand in the formula. */
const SPELT_OUT = 2;

export class ScoresChapter {
  /** @param {ParentNode} page with the chapters on logits and on softmax */
  constructor(page) {
    this.page = page;
    this.votes = find(page, ".votes tbody", HTMLTableSectionElement);
    this.shares = find(page, ".shares tbody", HTMLTableSectionElement);
  }

  /** @param {Computation} computation */
  show({ logits, probabilities, neurons }) {
    const answer = highest(logits);
    const named = neurons.slice(0, NAMED);
    const added = (/** @type {Neuron} */ { output, toward }) => output * (toward[answer] ?? 0);
    showRows(
      this.votes,
      named.map((neuron) => ({
        head: String(neuron.index),
        cells: [
          strings.number(neuron.output),
          strings.number(neuron.toward[answer] ?? 0),
          strings.signed(added(neuron)),
        ],
      })),
    );
    for (const [i, neuron] of named.slice(0, SPELT_OUT).entries())
      fill(this.page, {
        [`vote-${i}`]: i === 0 ? strings.number(added(neuron)) : strings.number(Math.abs(added(neuron))),
        [`vote-${i}-sign`]: strings.sign(added(neuron)),
      });
    const powers = logits.map(Math.exp);
    showRows(
      this.shares,
      logits.map((logit, digit) => ({
        head: String(digit),
        cells: [
          strings.number(logit),
          strings.number(powers[digit] ?? 0),
          strings.probability(probabilities[digit] ?? 0),
        ],
        bar: probabilities[digit] ?? 0,
        highest: digit === answer,
      })),
    );
    fill(this.page, {
      answer: String(answer),
      "answer-logit": strings.number(logits[answer] ?? 0),
      "answer-probability": strings.probability(probabilities[answer] ?? 0),
      "powers-sum": strings.number(total(powers)),
      "votes-rest": strings.signed((logits[answer] ?? 0) - total(named.map(added))),
    });
  }
}

/** @param {readonly number[]} values @returns {number} where the highest stands */
export const highest = (values) => values.indexOf(Math.max(...values));

/** @param {readonly number[]} values @returns {number} where the second highest stands */
export function runnerUp(values) {
  const first = highest(values);
  return highest(values.map((value, i) => (i === first ? -Infinity : value)));
}
