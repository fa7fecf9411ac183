/** Every sentence that scripts put on the page, in English. Another language is another file with these names. */

/** @import { NumberRead, Recognition, Verdict } from "../types.js" */

import { formats } from "./formats.js";

const WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

export const { percent, roughPercent, exactPercent, count, decimal, date, moment } = formats("en", "over");

/** The page's own texts, by their `data-text`: the page is written in English. */
export const page = /** @type {Record<string, string>} */ ({});

/** @param {number} digit */
export const word = (digit) => WORDS[digit] ?? String(digit);

/** @param {number} digit */
const withArticle = (digit) => `${digit === 8 ? "an" : "a"} ${word(digit)}`;

/** @param {number} number @param {string} one @param {string} [many] */
const counted = (number, one, many = `${one}s`) => `${count(number)} ${number === 1 ? one : many}`;

/**
 * What stands beside the large digit.
 * @type {Record<Verdict, (recognition: Recognition, runnerUp: number | null) => {headline: string, hint: string}>}
 */
export const verdicts = {
  digit: ({ digit }) => ({ headline: `This is ${withArticle(digit ?? 0)}.`, hint: "" }),
  uncertain: ({ digit, probabilities }, runnerUp) => ({
    headline: `${runnerUp === null ? "Perhaps" : "Probably"} ${withArticle(digit ?? 0)}.`,
    hint:
      runnerUp === null || !probabilities
        ? "It may be no digit at all. Write it larger and more clearly to be sure."
        : `It could also be ${withArticle(runnerUp)} (${roughPercent(probabilities[runnerUp] ?? 0)}). ` +
          "Write it larger and more clearly to be sure.",
  }),
  several_digits: ({ digits_found }) => ({
    headline: digits_found > 1 ? `I see ${digits_found} digits.` : "I see several digits.",
    hint: "I could not read them together: try a picture of one digit.",
  }),
  not_a_digit: () => ({
    headline: "That is not a digit.",
    hint: "I only know 0 to 9. Write one large, in one place, with a dark pen on light paper.",
  }),
  blank: () => ({
    headline: "The page is blank.",
    hint: "I found no ink. On a photo, try more light, a darker pen, or go closer.",
  }),
};

export const number = {
  /** @param {NumberRead} read */
  headline: ({ lines, text }) => {
    const digits = counted(text.replaceAll(/\D/g, "").length, "digit");
    return lines.length > 1 ? `I see ${digits} in ${lines.length} lines.` : `I see ${digits}: ${text}.`;
  },
  /** @param {number} uncertain how many */
  hint: (uncertain) =>
    uncertain === 0
      ? "Point at one to see what the network saw."
      : `${counted(uncertain, "is", "are")} uncertain. Point at one to see what else it could be.`,
  leastSure: "the least sure one",
  /** @param {number} share that all of it is right */
  whole: (share) => `${roughPercent(share)} sure of the whole`,
  /** @param {number} marks */
  unread: (marks) =>
    `${counted(marks, "mark")} could not be read: ${marks === 1 ? "it is" : "they are"} hatched.`,
  incomplete: "There are more marks than I read: some are left out.",
  /** Why a mark was not read. */
  reasons: {
    not_a_number: "not read: neither a digit nor a sign that I know",
    unclear: "not read: unclear",
    too_many: "not read: too much on one picture",
  },
  /** @type {Record<string, string>} */
  signs: {
    ".": "point",
    ",": "comma",
    "-": "minus",
    "/": "slash",
    ":": "colon",
    "+": "plus",
    "%": "per cent",
  },
  neither: "neither digit nor sign",
  digits: "What was read",
  boxes: "What was read, on the picture",
  copied: "Copied.",
  notCopied: "This browser did not let me copy.",
};

/** What the table of probabilities is about. @param {number | null} digit of a number, or null for the only one */
export const howLikely = (digit) =>
  digit === null ? "How likely each digit is" : `How likely each digit is, for this ${word(digit)}`;

export const result = {
  waiting: {
    headline: "Draw a digit.",
    hint: "Any digit from 0 to 9, or a whole number. The answer comes as you lift the pen.",
  },
  /** @param {number} share */
  confidence: (share) => `${roughPercent(share)} sure`,
  mayBeNone: "perhaps no digit",
  /** @param {number} digit */
  runnerUp: (digit) => `or ${digit}?`,
  probabilityUnknown: "–",
  seen: "What the network saw: 28 by 28 pixels, white ink on black.",
  onDevice: "read on this device",
};

/**
 * @param {{headline: string, hint: string}} text
 * @param {number | null} confidence
 */
export const announcement = ({ headline, hint }, confidence) =>
  [headline, confidence === null ? "" : `${result.confidence(confidence)}.`, hint].filter(Boolean).join(" ");

export const problems = {
  unreachable: {
    title: "The service cannot be reached.",
    detail: "Your picture is still here. Check the connection and try again.",
  },
  offlinePicture: {
    title: "This picture needs the service.",
    detail: "Without a connection this device reads what you draw, but no pictures. Yours is still here.",
  },
  offlineModel: {
    title: "Not without the service.",
    detail:
      "The network that reads without a connection is not on this device, or this browser cannot run it.",
  },
  timeout: {
    title: "The service takes too long.",
    detail: "Your picture is still here. Try again in a moment.",
  },
  unexpected: { title: "Something went wrong on this page.", detail: "Reload it and try once more." },
  /** By status; where there is nothing, the service's own words are shown: they are English. */
  status: /** @type {Record<number, {title: string, detail: string}>} */ ({}),
  /** @param {string} reference */
  reference: (reference) => `Reference: ${reference}`,
};

export const pad = {
  label: "Draw a digit",
  role: "drawing pad",
  penDown: "Pen down. Arrow keys draw.",
  penUp: "Pen up.",
  cleared: "Cleared.",
  undone: "Undone.",
  redone: "Drawn again.",
  /** @param {number} digit */
  sample: (digit) => `Draw a sample ${word(digit)}`,
};

export const picture = {
  /** @param {string} name */
  reading: (name) => `Reading ${name}.`,
  pasted: "the pasted picture",
  photo: "the photo",
  notOnClipboard: "There is no picture on the clipboard.",
  /** @param {string} name */
  alt: (name) => `Your picture: ${name}`,
};

export const camera = {
  ready: "The camera shows its picture. Press the button to take it.",
  refused: "The camera may not be used. Allow it in the browser, or choose a picture.",
  missing: "There is no camera here. Choose a picture instead.",
};

export const pile = {
  /** @param {number} done @param {number} all */
  progress: (done, all) =>
    done < all ? `${count(done)} of ${count(all)} read` : `${counted(all, "picture")} read`,
  stopped: "Stopped.",
  waiting: "waiting",
  several: "several digits",
  unread: "not all of it read",
};

export const history = {
  forgotten: "The history is empty now.",
  /** @param {string} answer @param {string} when */
  entry: (answer, when) => `${answer}, ${when}`,
};

export const model = {
  unknown: "The model cannot be asked right now.",
  /** @param {string} recipe */
  swapped: (recipe) => `Another model answers now: ${recipe}.`,
  /** @param {string} name @param {number | undefined} accuracy */
  summary: (name, accuracy) =>
    accuracy === undefined ? name : `${name}: ${exactPercent(accuracy)} right on the MNIST test digits`,
  version: "Version",
  recipe: "Recipe",
  created: "Made",
  parameters: "Parameters",
  checksum: "SHA-256",
  source: "Comes from",
  sources: { store: "the model store", bundled: "the service itself", file: "a file of the operator's" },
  /** What was measured, by its name in the manifest; a name that is not here is shown as it is. */
  suites: /** @type {Record<string, string>} */ ({
    mnist_test: "Right, MNIST test",
    mnist_test_loss: "Loss, MNIST test",
    mnist_test_ece: "Calibration error",
    mnist_test_ece_uncalibrated: "Before calibration",
    mnist_validation: "Right, validation",
    mnist_validation_loss: "Loss, validation",
    mnist_train: "Right, training",
    mnist_train_loss: "Loss, training",
  }),
};
