/** Every sentence that scripts put on the page, in English. Another language is another file with these names. */

/** @import { Recognition, Verdict } from "../types.js" */

const WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

const percents = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 1 });
const exactPercents = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 2 });
const wholePercents = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 0 });
const numbers = new Intl.NumberFormat("en");
const decimals = new Intl.NumberFormat("en", { maximumSignificantDigits: 4 });

/** @param {number} digit */
export const word = (digit) => WORDS[digit] ?? String(digit);

/** @param {number} digit */
const wordWithArticle = (digit) => `${digit === 8 ? "an" : "a"} ${word(digit)}`;

/**
 * Never "100%" for what is merely very likely, nor "0%" for what is merely unlikely.
 * @param {number} share 0 to 1
 */
export function percent(share) {
  if (share > 0 && share < 0.001) return "<0.1%";
  if (share < 1 && share > 0.999) return ">99.9%";
  return percents.format(share);
}

/** @param {number} share */
export const exactPercent = (share) => exactPercents.format(share);

/** @param {number} share */
const roughPercent = (share) => (share > 0.99 && share < 1 ? percent(share) : wholePercents.format(share));

/** @param {number} count */
export const count = (count) => numbers.format(count);

/** @param {number} value */
export const decimal = (value) => decimals.format(value);

/** @param {string} iso */
export const date = (iso) => new Intl.DateTimeFormat("en", { dateStyle: "medium" }).format(new Date(iso));

/**
 * What stands beside the large digit.
 * @type {Record<Verdict, (recognition: Recognition, runnerUp: number | null) => {headline: string, hint: string}>}
 */
export const verdicts = {
  digit: ({ digit }) => ({ headline: `This is ${wordWithArticle(digit ?? 0)}.`, hint: "" }),
  uncertain: ({ digit, probabilities }, runnerUp) => ({
    headline: `Probably ${wordWithArticle(digit ?? 0)}.`,
    hint:
      runnerUp === null || !probabilities
        ? "Write it larger and more clearly to be sure."
        : `It could also be ${wordWithArticle(runnerUp)} (${roughPercent(probabilities[runnerUp] ?? 0)}). ` +
          "Write it larger and more clearly to be sure.",
  }),
  several_digits: ({ digits_found }) => ({
    headline: digits_found > 1 ? `I see ${digits_found} digits.` : "I see several digits.",
    hint: "This page reads one at a time: leave a single digit in the picture.",
  }),
  not_a_digit: () => ({
    headline: "That is not a digit.",
    hint: "I only know 0 to 9. Write one large, in one place, with a dark pen on light paper.",
  }),
  blank: () => ({
    headline: "The page is blank.",
    hint: "I found no ink. On a photo, try more light or a darker pen.",
  }),
};

export const result = {
  waiting: {
    headline: "Draw a digit.",
    hint: "Any digit from 0 to 9, as large as you like. The answer comes as you lift the pen.",
  },
  /** @param {number} share */
  confidence: (share) => `${roughPercent(share).replace(">", "over ")} sure`,
  probabilityUnknown: "–",
  seen: "What the network saw: 28 by 28 pixels, white ink on black.",
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
  timeout: {
    title: "The service takes too long.",
    detail: "Your picture is still here. Try again in a moment.",
  },
  unexpected: { title: "Something went wrong on this page.", detail: "Reload it and try once more." },
  /** @param {string} reference */
  reference: (reference) => `Reference: ${reference}`,
};

export const pad = {
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
  /** @param {number} count */
  oneAtATime: (count) => `${count} pictures came; this page reads one at a time, so here is the first.`,
  notOnClipboard: "There is no picture on the clipboard.",
  /** @param {string} name */
  alt: (name) => `Your picture: ${name}`,
};

export const model = {
  unknown: "The model cannot be asked right now.",
  /** @param {string} name @param {number | undefined} accuracy */
  summary: (name, accuracy) =>
    accuracy === undefined
      ? name
      : `${name}: ${exactPercents.format(accuracy)} right on the MNIST test digits`,
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
