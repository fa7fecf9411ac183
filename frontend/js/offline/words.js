/** What is no number, put together as words: as `service/reading/words.py` has it. */

/** @import { Edges } from "./candidates.js" */

const CLOSE = 0.7;
const LEVEL = 0.4;

/**
 * @param {readonly Edges[]} marks
 * @returns {Edges[]} one box for what stands close together
 */
export function intoWords(marks) {
  /** @type {Edges[]} */
  const words = [];
  for (const mark of [...marks].sort((a, b) => a[0] - b[0])) {
    const at = words.findIndex((word) => follows(word, mark));
    const word = words[at];
    if (!word) words.push(mark);
    else
      words[at] = [
        Math.min(word[0], mark[0]),
        Math.min(word[1], mark[1]),
        Math.max(word[2], mark[2]),
        Math.max(word[3], mark[3]),
      ];
  }
  return words;
}

/** @param {Edges} word @param {Edges} mark */
function follows(word, mark) {
  const heights = [word[3] - word[1], mark[3] - mark[1]];
  const shared = Math.min(word[3], mark[3]) - Math.max(word[1], mark[1]);
  return mark[0] - word[2] < CLOSE * Math.max(...heights) && shared > LEVEL * Math.min(...heights);
}
