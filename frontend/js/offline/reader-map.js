/** What the numbers of a reader network's map mean: as `service/model/reader_map.py` has it. */

export const CHARACTERS = "0123456789.,-/:+%";
export const DIGITS = "0123456789".length;
export const OTHER = CHARACTERS.length;
export const CLASSES = OTHER + 1;
export const STRIDE = 4;
export const MULTIPLE = 16;
export const UNIT = 16;

export const MARK = 0;
export const LABELS = 1;
export const EXTENT = LABELS + CLASSES;
export const OFFSET = EXTENT + 2;
export const STARTS = OFFSET + 2;
export const SMALLER = STARTS + 1;
export const INK = SMALLER + 1;

/**
 * @typedef {object} Cells A map: so many numbers for each cell.
 * @property {number} width
 * @property {number} height
 * @property {number} channels
 * @property {Float32Array} data row by row, cell by cell
 */
