/** Of all looks at a mark, the finest at a readable size says what it is: as `service/reading/finest.py` has it. */

/** @import { Candidate } from "./candidates.js" */
/** @import { Window } from "./views.js" */

import { median } from "./lines.js";
import { DIGITS } from "./reader-map.js";

const LARGEST = 44;

/**
 * @typedef {object} Look What one look at a part of the drawing found.
 * @property {Candidate[]} marks
 * @property {Window} window
 * @property {number} scale pixels of the view to one of the drawing
 */

/**
 * @param {readonly Look[]} looks from coarse to fine
 * @returns {Candidate[]} of each look what no finer one shows at a readable size
 */
export function finest(looks) {
  return looks.flatMap(({ marks }, number) => {
    const least = heightOfDigits(marks);
    const finer = looks.slice(number + 1);
    return marks.filter((mark) => {
      const height = mark.edges[3] - mark.edges[1];
      const size = isDigit(mark) ? height : Math.max(height, least);
      return !finer.some(({ window, scale }) => isInside(mark, window) && size * scale <= LARGEST);
    });
  });
}

/** How high the digits are, beside which a point has no size of its own. @param {readonly Candidate[]} marks */
function heightOfDigits(marks) {
  const sure = marks.filter((mark) => isDigit(mark) && mark.peak > 0);
  return sure.length > 0 ? median(sure.map(({ edges }) => edges[3] - edges[1])) : 0;
}

/** @param {Candidate} mark @returns {boolean} whether it looks most like a digit */
export function isDigit({ labels }) {
  return labels.indexOf(Math.max(...labels)) < DIGITS;
}

/** @param {Candidate} mark @param {Window} window */
function isInside({ edges }, { left, top, right, bottom }) {
  const [x, y] = [(edges[0] + edges[2]) / 2, (edges[1] + edges[3]) / 2];
  return x >= left && x < right && y >= top && y < bottom;
}
