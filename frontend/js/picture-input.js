/** The ways in for pictures that exist already: choose files, photograph, drop, paste. */

import { strings } from "./words.js";

/**
 * Events: `pictures` (a CustomEvent whose detail is the list of files, one at least),
 * `nothing` when what was pasted holds no picture.
 */
export class PictureInput extends EventTarget {
  /** Enter and leave come for every child; only the outermost pair counts. */
  #inside = 0;

  /**
   * @param {{several: HTMLInputElement, photo: HTMLInputElement}} inputs the native file inputs
   * @param {HTMLElement} dropArea where pictures may be dropped; shown as such while some hover
   */
  constructor(inputs, dropArea) {
    super();
    this.inputs = [inputs.several, inputs.photo];
    this.dropArea = dropArea;
    inputs.several.multiple = true;
    for (const input of this.inputs) input.addEventListener("change", () => this.#takeFrom(input));
    dropArea.addEventListener("dragenter", (event) => this.#hover(event, 1));
    dropArea.addEventListener("dragleave", (event) => this.#hover(event, -1));
    dropArea.addEventListener("dragover", (event) => {
      if (holdsFiles(event.dataTransfer)) event.preventDefault();
    });
    dropArea.addEventListener("drop", (event) => this.#drop(event));
    document.addEventListener("paste", (event) => this.#paste(event));
  }

  /** Takes what was chosen while the page was still loading, when nothing listened yet. */
  takeChosen() {
    for (const input of this.inputs) this.#takeFrom(input);
  }

  /** @param {HTMLInputElement} input */
  #takeFrom(input) {
    this.#take([...(input.files ?? [])]);
    input.value = ""; // choosing the same file again is a change again
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
    this.#take([...(event.dataTransfer?.files ?? [])]);
  }

  /** @param {ClipboardEvent} event */
  #paste(event) {
    const files = [...(event.clipboardData?.files ?? [])];
    // What the clipboard calls a copied picture ("image.png") means nothing to anyone.
    const named = files.map((file) =>
      files.length > 1 ? file : new File([file], strings.picture.pasted, { type: file.type }),
    );
    if (!this.#take(named)) this.dispatchEvent(new Event("nothing"));
  }

  /** @param {readonly File[]} files */
  #take(files) {
    if (files.length === 0) return false;
    this.dispatchEvent(new CustomEvent("pictures", { detail: files }));
    return true;
  }
}

/** @param {DataTransfer | null} transfer */
function holdsFiles(transfer) {
  return transfer?.types.includes("Files") ?? false;
}
