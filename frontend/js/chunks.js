/** Cuts a long list of files into calls that the service takes: few enough each, and together small enough. */

const MOST_FILES = 12;
const MOST_BYTES = 8 * 1024 * 1024;

/**
 * @template {{size: number}} T
 * @param {readonly T[]} files
 * @returns {T[][]} in the same order; a file that is too large by itself is alone
 */
export function chunks(files) {
  /** @type {T[][]} */
  const cut = [];
  let bytes = Infinity;
  for (const file of files) {
    const last = cut.at(-1);
    if (!last || last.length === MOST_FILES || bytes + file.size > MOST_BYTES) {
      cut.push([file]);
      bytes = file.size;
    } else {
      last.push(file);
      bytes += file.size;
    }
  }
  return cut;
}
