/** Why the network says what it says: the 28x28 pixels that it saw, and ten probabilities. */

import { find } from "./find.js";
import { ProbabilityTable } from "./probability-table.js";
import { strings } from "./words.js";

export class EvidenceView {
  /** @param {HTMLElement} container */
  constructor(container) {
    this.image = find(container, ".seen img", HTMLImageElement);
    this.caption = find(container, "caption", HTMLElement);
    this.table = new ProbabilityTable(find(container, "tbody", HTMLTableSectionElement));
  }

  /**
   * @param {number[] | null} probabilities
   * @param {string | null} seen null or empty where the network saw nothing
   * @param {number | null} ofMany the digit of a number that this is about, or null for the only one
   */
  show(probabilities, seen, ofMany = null) {
    this.caption.textContent = strings.howLikely(ofMany);
    this.table.show(probabilities);
    this.image.hidden = !seen;
    this.image.alt = seen ? strings.result.seen : "";
    if (seen) this.image.src = seen;
    else this.image.removeAttribute("src");
  }
}
