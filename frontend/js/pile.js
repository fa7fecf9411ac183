/** Many pictures at once: a list that fills with answers, to be looked at, copied and saved. */

/** @import { BatchItem } from "./types.js" */

import { ApiError, predictBatch } from "./api.js";
import { askService } from "./asking.js";
import { chunks } from "./chunks.js";
import { find } from "./find.js";
import { PileRow } from "./pile-row.js";
import { save, toCsv, toJson } from "./results-file.js";
import { tell } from "./telling.js";
import { strings } from "./words.js";

/** Events: `open` (a CustomEvent whose detail is the row), `say` (its detail is a sentence). */
export class Pile extends EventTarget {
  /** @type {PileRow[]} */
  rows = [];
  #abort = new AbortController();

  /** @param {HTMLElement} container hidden until there are pictures */
  constructor(container) {
    super();
    /** @type {HTMLElement} */
    this.container = container;
    this.list = find(container, ".rows", HTMLElement);
    this.told = find(container, ".pile-progress", HTMLElement);
    this.progress = find(container, "progress", HTMLProgressElement);
    this.stop = this.#button("stop", () => this.#abort.abort());
    this.rest = this.#button("rest", () => this.#readRest());
    this.#button("close-pile", () => this.close());
    this.#button("copy-csv", () => this.#copy());
    this.#button("save-csv", () => save(toCsv(this.#results), "digits.csv", "text/csv"));
    this.#button("save-json", () => save(toJson(this.#results), "digits.json", "application/json"));
  }

  /** @param {readonly File[]} files takes the place of those before */
  async read(files) {
    this.#abort.abort();
    this.rows = files.map((file) => new PileRow(file));
    for (const row of this.rows)
      row.button.addEventListener("click", () =>
        this.dispatchEvent(new CustomEvent("open", { detail: row })),
      );
    this.list.replaceChildren(...this.rows.map(({ element }) => element));
    this.container.hidden = false;
    this.container.scrollIntoView({ block: "nearest" });
    await this.#readRest();
  }

  close() {
    this.#abort.abort();
    this.rows = [];
    this.list.replaceChildren();
    this.container.hidden = true;
  }

  translate() {
    for (const row of this.rows) row.translate();
    this.#count();
  }

  async #readRest() {
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    this.#running(true);
    let why = "";
    try {
      const waiting = this.rows.filter((row) => !row.isDone);
      for (const chunk of chunks(waiting.map((row) => ({ row, size: row.file.size }))))
        await this.#readChunk(
          chunk.map(({ row }) => row),
          signal,
        );
    } catch (error) {
      if (!signal.aborted && !(error instanceof ApiError)) console.error(error);
      why = signal.aborted ? strings.pile.stopped : tell(error).headline;
    }
    if (signal === this.#abort.signal && this.rows.length > 0) {
      this.#running(false);
      this.#count(why);
      this.#say(this.told.textContent ?? "");
    }
  }

  /**
   * @param {readonly PileRow[]} rows
   * @param {AbortSignal} signal
   */
  async #readChunk(rows, signal) {
    const items = await this.#ask(rows, signal);
    for (const { index, result, problem } of items) {
      const row = rows[index];
      if (!row) continue;
      if (problem) row.showProblem(problem);
      else if (result?.verdict === "several_digits")
        await row.showAnswer(await askService(row.file, { signal }));
      else if (result) await row.showAnswer({ recognition: result, number: null, onDevice: false });
      this.#count();
    }
  }

  /**
   * @param {readonly PileRow[]} rows
   * @param {AbortSignal} signal
   * @returns {Promise<BatchItem[]>} a file that is too large by itself is refused by itself
   */
  async #ask(rows, signal) {
    try {
      return await predictBatch(
        rows.map(({ file }) => file),
        { signal },
      );
    } catch (error) {
      const problem = error instanceof ApiError ? error.problem : null;
      const passing = !problem || problem.status === 429 || problem.status >= 500;
      if (rows.length > 1 || passing) throw error;
      return [{ index: 0, result: null, problem }];
    }
  }

  get #results() {
    return this.rows.filter((row) => row.isDone).map((row) => row.result);
  }

  /** @param {boolean} running */
  #running(running) {
    this.stop.hidden = !running;
    this.rest.hidden = running || this.rows.every((row) => row.isDone);
    this.#count();
  }

  /** @param {string} [why] it went no further */
  #count(why = "") {
    const done = this.rows.filter((row) => row.isDone).length;
    this.progress.max = Math.max(1, this.rows.length);
    this.progress.value = done;
    this.progress.hidden = done === this.rows.length;
    this.told.textContent = [strings.pile.progress(done, this.rows.length), why].filter(Boolean).join(". ");
  }

  async #copy() {
    try {
      await navigator.clipboard.writeText(toCsv(this.#results));
      this.#say(strings.number.copied);
    } catch {
      this.#say(strings.number.notCopied);
    }
  }

  /** @param {string} sentence */
  #say(sentence) {
    this.dispatchEvent(new CustomEvent("say", { detail: sentence }));
  }

  /**
   * @param {string} action
   * @param {() => void} act
   * @returns {HTMLButtonElement}
   */
  #button(action, act) {
    const button = find(this.container, `[data-action=${action}]`, HTMLButtonElement);
    button.addEventListener("click", act);
    return button;
  }
}
