/** The page's one polite live region: says the last of several quick messages, once things are calm. */

/** Long enough (milliseconds) for a digit of several strokes to be announced once. */
const CALM = 600;

export class Announcer {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {HTMLElement} region with role=status */
  constructor(region) {
    this.region = region;
  }

  /** @param {string} message */
  say(message) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#speak(message), CALM);
  }

  /** @param {string} message */
  #speak(message) {
    // A region whose text does not change is not read again: an invisible difference makes it change.
    this.region.textContent = this.region.textContent === message ? `${message}\u00a0` : message;
  }
}
