/** The square that shows what is being read: the pad, a picture or the camera, with boxes over it. */

/** @import { Box, NumberRead, Picture } from "./types.js" */

import { BoxLayer } from "./box-layer.js";
import { find } from "./find.js";
import { PAD_SIDE } from "./stroke.js";
import { strings } from "./words.js";

export class Stage {
  /** @type {string | null} */
  #address = null;

  /** @param {HTMLElement} container */
  constructor(container) {
    this.container = container;
    this.image = find(container, "img", HTMLImageElement);
    this.name = find(container, ".stage-name", HTMLElement);
    this.boxes = new BoxLayer(find(container, ".boxes", HTMLElement));
    this.image.addEventListener("load", () => this.#place());
    this.image.addEventListener("error", () => this.#show("unshown"));
    this.showPad();
  }

  showPad() {
    this.#forget();
    this.#show("pad");
  }

  showCamera() {
    this.#forget();
    this.#show("camera");
  }

  /** @param {Picture} picture */
  showPicture(picture) {
    this.#forget();
    this.#address = URL.createObjectURL(picture.blob);
    this.image.src = this.#address;
    this.image.alt = strings.picture.alt(picture.name);
    this.name.textContent = picture.name;
    this.#show("picture");
  }

  /** @param {Box | null} box in pixels of the upright picture (of the 280x280 drawing, for the pad) */
  showBox(box) {
    this.boxes.showOne(box);
    this.#place();
  }

  /**
   * @param {NumberRead} read whose boxes are in the same pixels
   * @param {number} chosen index of the mark that is told of
   */
  showBoxes(read, chosen) {
    this.boxes.showMany(read, this.container.dataset.showing === "picture");
    this.boxes.mark(chosen);
    this.#place();
  }

  #place() {
    const showing = this.container.dataset.showing;
    if (showing === "pad") this.boxes.place(PAD_SIDE, PAD_SIDE);
    else if (showing === "picture") this.boxes.place(this.image.naturalWidth, this.image.naturalHeight);
    else this.boxes.place(0, 0);
  }

  #forget() {
    this.boxes.showOne(null);
    if (this.#address) URL.revokeObjectURL(this.#address);
    this.#address = null;
    this.image.removeAttribute("src");
  }

  /** @param {"pad" | "picture" | "camera" | "unshown"} what */
  #show(what) {
    this.container.dataset.showing = what;
    this.#place();
  }
}
