/** Ten probabilities as bars, in a real table. */

import { strings } from "./words.js";

export class ProbabilityTable {
  /** @param {HTMLTableSectionElement} body filled here with ten rows */
  constructor(body) {
    this.rows = Array.from({ length: 10 }, (_, digit) => {
      const row = body.insertRow();
      const label = document.createElement("th");
      label.scope = "row";
      label.textContent = String(digit);
      row.append(label);
      const bar = row.insertCell();
      bar.className = "bar";
      const value = row.insertCell();
      value.className = "value";
      return { row, bar, value };
    });
    this.show(null);
  }

  /** @param {number[] | null} probabilities ten of them; null leaves the table empty */
  show(probabilities) {
    const highest = probabilities ? Math.max(...probabilities) : NaN;
    for (const [digit, { row, bar, value }] of this.rows.entries()) {
      const share = probabilities?.[digit];
      bar.style.setProperty("--share", String(share ?? 0));
      value.textContent = share === undefined ? strings.result.probabilityUnknown : strings.percent(share);
      row.classList.toggle("is-highest", share === highest);
    }
  }
}
