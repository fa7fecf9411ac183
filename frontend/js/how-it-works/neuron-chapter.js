/** One neuron: its weights as a picture, its sum on the reader's digit, and what passes its bend. */

/** @import { Computation, Neuron } from "./types.js" */

import { find } from "../find.js";
import { fill } from "./fill.js";
import { greysOf } from "./png.js";
import * as strings from "./strings.js";
import { ValuePicture } from "./value-picture.js";

const SIDE = 28;

/** Events: `choose` when the reader picks a neuron; read `chosen`. */
export class NeuronChapter extends EventTarget {
  chosen = 0;

  /** @param {Element} chapter */
  constructor(chapter) {
    super();
    this.chapter = chapter;
    this.weights = new ValuePicture(find(chapter, ".weights-picture", Element));
    this.products = new ValuePicture(find(chapter, ".products-picture", Element));
    this.thumbnails = find(chapter, ".thumbnails", HTMLElement);
    this.number = find(chapter, "[name=neuron]", HTMLInputElement);
    this.number.addEventListener("change", () => {
      if (this.number.checkValidity() && this.number.value !== "") this.choose(this.number.valueAsNumber);
    });
  }

  /** @param {number} index */
  choose(index) {
    this.chosen = index;
    this.dispatchEvent(new Event("choose"));
  }

  /**
   * A new digit: other neurons are the strongest.
   * @param {Computation} computation
   */
  async show(computation) {
    const { neurons, layers } = computation;
    this.number.max = String((layers[0]?.outputs.length ?? 1) - 1);
    this.showNeuron(computation);
    const pictures = await Promise.all(neurons.map(({ weights }) => greysOf(weights)));
    this.thumbnails.replaceChildren(
      ...neurons.map((neuron, i) => this.#thumbnail(neuron, pictures[i]?.greys ?? [])),
    );
    this.#mark();
  }

  /** @param {Computation} computation with the neuron in full */
  showNeuron({ neuron, inputs }) {
    if (!neuron?.pixel_weights || !inputs) return;
    const { index, bias, sum, output, pixel_weights: weights } = neuron;
    const products = weights.map((weight, i) => weight * (inputs[i] ?? 0));
    this.chosen = index;
    this.number.value = String(index);
    this.weights.showSigned(weights, SIDE, strings.neuron.weights(index));
    this.products.showSigned(products, SIDE, strings.neuron.products(index, sum));
    fill(this.chapter, {
      "neuron-index": String(index),
      "neuron-for": strings.number(total(products.filter((product) => product > 0))),
      "neuron-against": strings.number(-total(products.filter((product) => product < 0))),
      "neuron-bias-sign": strings.sign(bias),
      "neuron-bias": strings.number(Math.abs(bias)),
      "neuron-sum": strings.number(sum),
      "neuron-output": strings.number(output),
    });
    this.#mark();
  }

  /**
   * @param {Neuron} neuron
   * @param {number[]} greys
   */
  #thumbnail({ index }, greys) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "thumbnail picture";
    button.dataset.neuron = String(index);
    button.setAttribute("aria-label", strings.neuron.choose(index));
    const canvas = document.createElement("canvas");
    button.append(canvas);
    new ValuePicture(button).showSigned(
      greys.map((grey) => grey - 128),
      SIDE,
      "",
    );
    button.addEventListener("click", () => this.choose(index));
    return button;
  }

  #mark() {
    for (const button of this.thumbnails.querySelectorAll("button"))
      button.setAttribute("aria-pressed", String(button.dataset.neuron === String(this.chosen)));
  }
}

/** @param {readonly number[]} values */
export const total = (values) => values.reduce((sum, value) => sum + value, 0);
