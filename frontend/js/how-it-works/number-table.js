/** Rows of numbers in a real table; a row may end in a bar. */

/**
 * @typedef {object} Row
 * @property {string} head
 * @property {string[]} cells
 * @property {number} [bar] 0 to 1; left out where the table has no bars
 * @property {number} [mark] a second bar, behind the first: how it was before
 * @property {boolean} [highest]
 */

/**
 * @param {HTMLTableSectionElement} body emptied first
 * @param {readonly Row[]} rows
 */
export function showRows(body, rows) {
  body.replaceChildren(
    ...rows.map(({ head, cells, bar, mark, highest }) => {
      const row = document.createElement("tr");
      row.classList.toggle("is-highest", highest === true);
      const label = document.createElement("th");
      label.scope = "row";
      label.textContent = head;
      row.append(label, ...cells.map(cell));
      if (bar !== undefined) row.append(barCell(bar, mark));
      return row;
    }),
  );
}

/** @param {string} text */
function cell(text) {
  const element = document.createElement("td");
  element.textContent = text;
  return element;
}

/**
 * @param {number} share
 * @param {number | undefined} mark
 */
function barCell(share, mark) {
  const element = cell("");
  element.className = "bar";
  element.style.setProperty("--share", String(share));
  if (mark !== undefined) element.style.setProperty("--mark", String(mark));
  return element;
}
