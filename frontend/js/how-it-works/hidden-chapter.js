/** The whole hidden layer as a picture, one pixel for each neuron. */

/** @import { Computation } from "./types.js" */

import { find } from "../find.js";
import { fill } from "./fill.js";
import * as strings from "./strings.js";
import { ValuePicture, valueAt } from "./value-picture.js";

const COLUMNS = 40;

/** Events: `choose` when the reader points at a neuron; read `chosen`. */
export class HiddenChapter extends EventTarget {
  chosen = 0;
  units = 0;

  /** @param {Element} chapter */
  constructor(chapter) {
    super();
    this.chapter = chapter;
    this.picture = new ValuePicture(find(chapter, ".hidden-picture", Element));
    this.picture.canvas.addEventListener("click", (event) => {
      const { row, column } = valueAt(event, this.picture.canvas);
      this.chosen = row * COLUMNS + column;
      if (this.chosen < this.units) this.dispatchEvent(new Event("choose"));
    });
  }

  /** @param {Computation} computation */
  show({ layers }) {
    const outputs = layers[0]?.outputs ?? [];
    this.units = outputs.length;
    const active = outputs.filter((output) => output > 0).length;
    const peak = Math.max(...outputs);
    const blank = Array.from({ length: (COLUMNS - (outputs.length % COLUMNS)) % COLUMNS }, () => 0);
    this.picture.showSigned(
      [...outputs, ...blank],
      COLUMNS,
      strings.hidden.picture(active, outputs.length, outputs.indexOf(peak), peak),
    );
    const first = outputs.slice(0, 3).map((output, i) => [`hidden-${i}`, strings.number(output)]);
    fill(this.chapter, Object.fromEntries(first));
    fill(this.chapter, { active: strings.count(active) });
  }
}
