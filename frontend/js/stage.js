/** The square that shows what is being read: the pad or a picture, with the box that was found on it. */

/** @import { Box, Picture } from "./types.js" */

import { find } from "./find.js";
import { PAD_SIDE } from "./stroke.js";
import * as strings from "./strings/en.js";

export class Stage {
  /** @type {string | null} */
  #address = null;
  /** @type {Box | null} */
  #box = null;

  /** @param {HTMLElement} container */
  constructor(container) {
    this.container = container;
    this.image = find(container, "img", HTMLImageElement);
    this.frame = find(container, ".found", HTMLElement);
    this.name = find(container, ".stage-unshown", HTMLElement);
    this.image.addEventListener("load", () => this.#placeBox());
    this.image.addEventListener("error", () => this.#show("unshown"));
    this.showPad();
  }

  showPad() {
    this.#forget();
    this.#show("pad");
  }

  /** @param {Picture} picture */
  showPicture(picture) {
    this.#forget();
    this.#address = URL.createObjectURL(picture.blob);
    this.image.src = this.#address;
    this.image.alt = strings.picture.alt(picture.name);
    find(this.name, ".stage-name", HTMLElement).textContent = picture.name;
    this.#show("picture");
  }

  /** @param {Box | null} box in pixels of the upright picture (of the 280x280 drawing, for the pad) */
  showBox(box) {
    this.#box = box;
    this.#placeBox();
  }

  #placeBox() {
    const box = this.#box;
    const onPad = this.container.dataset.showing === "pad";
    const width = onPad ? PAD_SIDE : this.image.naturalWidth;
    const height = onPad ? PAD_SIDE : this.image.naturalHeight;
    this.frame.hidden = !box || width === 0 || this.container.dataset.showing === "unshown";
    if (!box || this.frame.hidden) return;
    // The picture is fitted into the square, centred, as `object-fit: contain` does.
    const side = Math.max(width, height);
    const left = (side - width) / 2 + box.x;
    const top = (side - height) / 2 + box.y;
    this.frame.style.setProperty("left", `${(left / side) * 100}%`);
    this.frame.style.setProperty("top", `${(top / side) * 100}%`);
    this.frame.style.setProperty("width", `${(box.width / side) * 100}%`);
    this.frame.style.setProperty("height", `${(box.height / side) * 100}%`);
  }

  #forget() {
    this.showBox(null);
    if (this.#address) URL.revokeObjectURL(this.#address);
    this.#address = null;
    this.image.removeAttribute("src");
  }

  /** @param {"pad" | "picture" | "unshown"} what */
  #show(what) {
    this.container.dataset.showing = what;
    this.frame.hidden = this.frame.hidden || what === "unshown";
  }
}
