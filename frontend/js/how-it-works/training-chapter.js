/** How the network's training went: its curves, and the same as a table. */

/** @import { Course } from "./types.js" */

import { find } from "../find.js";
import { showChart } from "./chart.js";
import { fill } from "./fill.js";
import { showRows } from "./number-table.js";
import * as strings from "./strings.js";

const WORDS = strings.training;

export class TrainingChapter {
  #shown = false;

  /** @param {Element} chapter */
  constructor(chapter) {
    this.chapter = chapter;
  }

  /** The same whatever is drawn, so it is shown once. @param {Course | null} course */
  show(course) {
    if (this.#shown || !course) return;
    this.#shown = true;
    const { loss, validation_loss, accuracy, validation_accuracy } = course;
    this.#chart("loss", WORDS.loss, loss, validation_loss, (value) => value.toFixed(1));
    this.#chart("accuracy", WORDS.accuracy, accuracy, validation_accuracy, strings.percent);
    fill(this.chapter, {
      "course-summary": WORDS.summary(
        loss.length,
        validation_accuracy[0] ?? 0,
        validation_accuracy.at(-1) ?? 0,
      ),
    });
    showRows(
      find(this.chapter, ".course tbody", HTMLTableSectionElement),
      loss.map((value, epoch) => ({
        head: String(epoch + 1),
        cells: [
          strings.number(value),
          strings.number(validation_loss[epoch] ?? 0),
          strings.percent(accuracy[epoch] ?? 0),
          strings.percent(validation_accuracy[epoch] ?? 0),
        ],
      })),
    );
  }

  /**
   * @param {"loss" | "accuracy"} name
   * @param {string} what
   * @param {number[]} training
   * @param {number[]} validation
   * @param {(value: number) => string} write
   */
  #chart(name, what, training, validation, write) {
    showChart(find(this.chapter, `[data-chart=${name}]`, Element), {
      training,
      validation,
      text: WORDS.chart(what, training, validation, write),
      epoch: WORDS.epoch,
      write,
    });
  }
}
