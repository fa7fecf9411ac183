/** The ways in for a picture that exists already: choose a file, drop it, paste it. */

/** @import { Picture } from "./types.js" */

import * as strings from "./strings/en.js";

/**
 * Events: `picture` (a CustomEvent whose detail is `{picture, count}`: the first of `count` that came),
 * `nothing` when what was pasted holds no picture.
 */
export class PictureInput extends EventTarget {
  /** Enter and leave come for every child; only the outermost pair counts. */
  #inside = 0;

  /**
   * @param {HTMLInputElement} input the native file input
   * @param {HTMLElement} dropArea where a picture may be dropped; shown as such while one hovers
   */
  constructor(input, dropArea) {
    super();
    this.dropArea = dropArea;
    input.addEventListener("change", () => {
      this.#take(input.files ?? [], null);
      input.value = ""; // choosing the same file again is a change again
    });
    dropArea.addEventListener("dragenter", (event) => this.#hover(event, 1));
    dropArea.addEventListener("dragleave", (event) => this.#hover(event, -1));
    dropArea.addEventListener("dragover", (event) => {
      if (holdsFiles(event.dataTransfer)) event.preventDefault();
    });
    dropArea.addEventListener("drop", (event) => this.#drop(event));
    document.addEventListener("paste", (event) => {
      if (!this.#take(event.clipboardData?.files ?? [], strings.picture.pasted))
        this.dispatchEvent(new Event("nothing"));
    });
  }

  /**
   * @param {DragEvent} event
   * @param {1 | -1} change
   */
  #hover(event, change) {
    if (!holdsFiles(event.dataTransfer)) return;
    event.preventDefault();
    this.#inside = Math.max(0, this.#inside + change);
    this.dropArea.classList.toggle("is-dropping", this.#inside > 0);
  }

  /** @param {DragEvent} event */
  #drop(event) {
    if (!holdsFiles(event.dataTransfer)) return;
    event.preventDefault();
    this.#inside = 0;
    this.dropArea.classList.remove("is-dropping");
    this.#take(event.dataTransfer?.files ?? [], null);
  }

  /**
   * @param {ArrayLike<File>} files
   * @param {string | null} name what to call it, where the file's own name means nothing
   */
  #take(files, name) {
    const file = files[0];
    if (!file) return false;
    /** @type {Picture} */
    const picture = { blob: file, kind: "file", name: name ?? file.name };
    this.dispatchEvent(new CustomEvent("picture", { detail: { picture, count: files.length } }));
    return true;
  }
}

/** @param {DataTransfer | null} transfer */
function holdsFiles(transfer) {
  return transfer?.types.includes("Files") ?? false;
}
