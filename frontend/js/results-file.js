/** The results of many pictures as a file: CSV for spreadsheets, JSON for programs. */

/**
 * @typedef {object} Result
 * @property {string} name
 * @property {string} verdict
 * @property {string} text the digit or the number; empty where there is none
 * @property {number | null} confidence of the digit or of the whole number
 * @property {number} unread places of a number's picture where something looks written and was not read
 * @property {string} model
 * @property {string} problem empty where there was none
 */

const COLUMNS = /** @type {const} */ ([
  "name",
  "verdict",
  "text",
  "confidence",
  "unread",
  "model",
  "problem",
]);

/** A spreadsheet takes a cell that begins like this for a formula; a plain number is none. */
const FORMULA = /^[=+\-@\t\r]/;
const PLAIN = /^[+-]?\d+([.,]\d+)*%?$/;

/**
 * @param {readonly Result[]} results
 * @returns {string} RFC 4180, with a line of names first
 */
export function toCsv(results) {
  const lines = results.map((result) => COLUMNS.map((column) => cell(result[column] ?? "")).join(","));
  return [COLUMNS.join(","), ...lines, ""].join("\r\n");
}

/** @param {readonly Result[]} results */
export function toJson(results) {
  return `${JSON.stringify(results, null, 2)}\n`;
}

/** @param {string | number} value */
function cell(value) {
  const isFormula = FORMULA.test(String(value)) && !PLAIN.test(String(value));
  const text = isFormula ? `'${value}` : String(value);
  return /[",\r\n']/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Hands a file to the person.
 * @param {string} text
 * @param {string} name
 * @param {string} kind media type
 */
export function save(text, name, kind) {
  const address = URL.createObjectURL(new Blob([text], { type: kind }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000); // the download has begun by then
}
