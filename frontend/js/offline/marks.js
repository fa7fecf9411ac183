/** The marks of a drawing, named by both networks: as `service/reading/marks.py` has it. */

/** @import { Candidate } from "./candidates.js" */
/** @import { Calibration, ReaderSettings } from "./network-file.js" */
/** @import { Cells } from "./reader-map.js" */
/** @import { Grey } from "./resize.js" */
/** @import { Opinion } from "./weighing.js" */

import { digitOf } from "./cutouts.js";
import { look } from "./looks.js";
import { presence, weigh } from "./weighing.js";

const MOST = 1500;

/**
 * @typedef {object} Networks What reads on this device.
 * @property {string} version
 * @property {Calibration} calibration
 * @property {{logits: (digit: ArrayLike<number>) => Float32Array}} digits
 * @property {Reader | null} reader
 *
 * @typedef {object} Reader The network that finds the marks of a page, with what was fitted for it.
 * @property {(view: Grey) => Cells} maps
 * @property {ReaderSettings} settings
 *
 * @typedef {Networks & {reader: Reader}} ReadingNetworks
 *
 * @typedef {Candidate & Opinion & {seen: Uint8Array}} Mark
 */

/**
 * @param {Grey} grey
 * @param {ReadingNetworks} networks
 * @returns {{marks: Mark[], tooMany: boolean}} the surest first
 */
export function findMarks(grey, { calibration, digits, reader }) {
  const looks = look(grey, (view) => reader.maps(view));
  const likely = looks.candidates.filter(
    ({ peak }) => presence(peak, reader.settings) >= reader.settings.unclear_from,
  );
  const candidates = likely.slice(0, MOST);
  const places = candidates.map(({ edges }) => edges);
  const marks = candidates.map((candidate, row) => {
    const seen = digitOf(grey, places, row, looks);
    return { ...candidate, ...weigh(candidate, digits.logits(seen), calibration, reader.settings), seen };
  });
  return { marks, tooMany: likely.length > MOST };
}
