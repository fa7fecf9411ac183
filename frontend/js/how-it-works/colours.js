/** The theme's colours as numbers, for pictures that are painted pixel by pixel. */

/** @typedef {readonly [number, number, number]} Colour red, green, blue: 0 to 255 */

/** @typedef {{zero: Colour, above: Colour, below: Colour, ink: Colour}} Theme */

/** @returns {Theme} */
export function theme() {
  const style = getComputedStyle(document.documentElement);
  /** @param {string} name */
  const colour = (name) => parse(style.getPropertyValue(name));
  return {
    zero: colour("--paper"),
    above: colour("--accent"),
    below: colour("--pencil"),
    ink: colour("--ink"),
  };
}

/**
 * @param {string} hex as "#rrggbb"
 * @returns {Colour}
 */
export function parse(hex) {
  const value = Number.parseInt(hex.trim().slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/**
 * @param {Colour} from
 * @param {Colour} to
 * @param {number} share 0 (all `from`) to 1 (all `to`)
 * @returns {Colour}
 */
export function mix(from, to, share) {
  /** @param {0 | 1 | 2} part */
  const one = (part) => Math.round(from[part] + (to[part] - from[part]) * share);
  return [one(0), one(1), one(2)];
}

/** Calls back when the colours change. @param {() => void} repaint */
export function onThemeChange(repaint) {
  for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"])
    matchMedia(query).addEventListener("change", repaint);
}
