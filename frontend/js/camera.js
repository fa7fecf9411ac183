/** The camera of a desktop or a notebook: shows what it sees on the stage, and takes a picture of it. */

import { find } from "./find.js";
import { context2d } from "./ink.js";
import { toBlob } from "./reduced.js";
import { strings } from "./words.js";

/** Events: `picture` (a CustomEvent whose detail is the Blob), `closed` when it was given up. */
export class Camera extends EventTarget {
  /** @type {MediaStream | null} */
  #stream = null;
  /** @type {Promise<string | null> | null} while it is being opened: a second click opens no second stream */
  #opening = null;

  /** @param {HTMLElement} stage */
  constructor(stage) {
    super();
    this.video = find(stage, "video", HTMLVideoElement);
    this.shutter = find(stage, "[data-action=shoot]", HTMLButtonElement);
    this.shutter.addEventListener("click", () => this.#shoot());
    const giveUp = () => {
      this.close();
      this.dispatchEvent(new Event("closed"));
    };
    find(stage, "[data-action=close-camera]", HTMLButtonElement).addEventListener("click", giveUp);
    stage.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.#stream) giveUp();
    });
  }

  /**
   * @returns {Promise<string | null>} why not, as a sentence; null when it shows its picture
   */
  open() {
    this.#opening ??= this.#open().finally(() => (this.#opening = null));
    return this.#opening;
  }

  async #open() {
    this.close();
    try {
      this.#stream = await navigator.mediaDevices.getUserMedia({
        video: { facingMode: "environment", width: { ideal: 1280 } },
      });
    } catch (error) {
      const refused = error instanceof DOMException && error.name === "NotAllowedError";
      return refused ? strings.camera.refused : strings.camera.missing;
    }
    this.video.srcObject = this.#stream;
    await this.video.play();
    return null;
  }

  close() {
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = null;
    this.video.srcObject = null;
  }

  async #shoot() {
    const canvas = document.createElement("canvas");
    canvas.width = this.video.videoWidth;
    canvas.height = this.video.videoHeight;
    if (canvas.width === 0) return; // it has not seen anything yet
    context2d(canvas).drawImage(this.video, 0, 0);
    this.close();
    this.dispatchEvent(new CustomEvent("picture", { detail: await toBlob(canvas) }));
  }
}
