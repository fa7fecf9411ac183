/** Every sentence that scripts put on the page about the mathematics, and how its numbers are written. */

const shares = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 2 });
const counts = new Intl.NumberFormat("en");

/** A true minus sign, as wide as the plus. @param {string} text */
const minus = (text) => text.replace("-", "−");

/**
 * Four decimals, which is what the eye can compare; very small and very large numbers as powers of ten.
 * @param {number} value
 */
export function number(value) {
  const size = Math.abs(value);
  if (value !== 0 && (size < 0.0005 || size >= 1e6)) return power(value);
  return minus(value.toFixed(size < 100 ? 4 : 1));
}

/** @param {number} value */
function power(value) {
  const [digits = "", exponent = ""] = value.toExponential(1).split("e");
  return `${minus(digits)} × 10${[...String(Number(exponent))].map(raised).join("")}`;
}

/** @param {string} sign */
const raised = (sign) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(sign)] ?? "⁻";

/** The sign of a summand, for a formula. @param {number} value */
export const sign = (value) => (value < 0 ? "−" : "+");

/**
 * With as many decimals as it takes to see that it is not 1.
 * @param {number} share 0 to 1
 */
export function probability(share) {
  if (share <= 0.9995 || share >= 1) return number(share);
  return share.toFixed(Math.min(15, Math.ceil(-Math.log10(1 - share)) + 1));
}

/** With its sign, as a summand. @param {number} value */
export const signed = (value) => (value < 0 ? number(value) : `+${number(value)}`);

/** @param {number} value */
export const count = (value) => counts.format(value);

/**
 * Never "100%" for what is merely very likely.
 * @param {number} share 0 to 1
 */
export function percent(share) {
  if (share > 0.9999 && share < 1) return ">99.99%";
  if (share < 0.0001 && share > 0) return "<0.01%";
  return shares.format(share);
}

/** @param {number} rate */
export const rate = (rate) => String(rate);

export const said = {
  waiting: "Draw a digit.",
  /** @param {number} digit @param {number} share */
  digit: (digit, share) => `The dense network says ${digit}, ${percent(share)} sure.`,
  notADigit: "This does not look like a digit, but see what the network makes of it.",
  blank: "The page is blank. Draw a digit; the numbers are those of the last one.",
  several: "I see several digits. Draw a single one; the numbers are those of the last one.",
  unreachable: "The service cannot be reached. The numbers are those of the last digit.",
};

export const pixels = {
  /** @param {number} inked */
  picture: (inked) => `Your digit as the network sees it: 28 by 28 pixels, ink on ${inked} of them.`,
};

export const neuron = {
  /** @param {number} index */
  weights: (index) => `The weights of neuron ${index}, one for each pixel: blue above zero, red below.`,
  /** @param {number} index @param {number} sum */
  products: (index, sum) =>
    `Weights of neuron ${index} times your pixels; with the bias they add up to ${number(sum)}.`,
  /** @param {number} index */
  choose: (index) => `Neuron ${index}`,
};

export const hidden = {
  /** @param {number} active @param {number} units @param {number} loudest @param {number} output */
  picture: (active, units, loudest, output) =>
    `${active} of ${units} neurons are on. The loudest is neuron ${loudest} with ${number(output)}.`,
};

export const evidence = {
  /** @param {number} label @param {number} gain @param {number} loss */
  picture: (label, gain, loss) =>
    `Your digit's pixels by their share in the score of ${label}: those for it add up to ${number(gain)}, ` +
    `those against it to ${number(loss)}.`,
};

export const occlusion = {
  /** @param {number} label @param {string} place */
  picture: (label, place) => `The score of ${label} rests most on ink at the ${place} of your digit.`,
  rows: ["top", "middle", "bottom"],
  columns: ["left", "centre", "right"],
};

export const step = {
  /** @param {number} label @param {number} before @param {number} after */
  better: (label, before, after) =>
    `The loss falls from ${number(before)} to ${number(after)}: asked again, the network would find ${label === 8 ? "an" : "a"} ${label} ` +
    "more likely.",
  /** @param {number} before @param {number} after */
  worse: (before, after) =>
    `The loss rises from ${number(before)} to ${number(after)}: the step was too long and went past the valley. ` +
    "Try a smaller learning rate.",
  nothing: "The network is so sure already that there is nothing left to learn: the gradient is almost zero.",
};

export const training = {
  /** @param {number} epochs @param {number} first @param {number} last */
  summary: (epochs, first, last) =>
    `After the first of ${epochs} epochs this network read ${percent(first)} of the validation digits right, ` +
    `after the last ${percent(last)}.`,
  /** @param {string} what @param {number[]} training @param {number[]} validation @param {(value: number) => string} write */
  chart: (what, training, validation, write) =>
    `${what} over ${training.length} epochs. Training: from ${write(training[0] ?? 0)} to ` +
    `${write(training.at(-1) ?? 0)}. Validation: from ${write(validation[0] ?? 0)} to ${write(validation.at(-1) ?? 0)}.`,
  loss: "Loss",
  accuracy: "Share of digits read right",
  epoch: "epoch",
};

export const maps = {
  /** @param {number} number @param {number} filters @param {number} width @param {number} height */
  layer: (number, filters, width, height) => `Layer ${number}: ${filters} maps of ${width} × ${height}`,
  /** @param {number} number @param {number} silent */
  picture: (number, silent) =>
    `The maps of layer ${number}, each with its own brightness; ${silent} of them found nothing and are black.`,
};

/** @param {string} label @param {number} share */
export const answer = (label, share) => `${label} (${percent(share)})`;
