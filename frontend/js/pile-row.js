/** One of many pictures: a small view of it, its name, its answer. */

/** @import { Answer, NumberRead, Problem } from "./types.js" */
/** @import { Result } from "./results-file.js" */

import { answerText } from "./answer-text.js";
import { mayBeNone } from "./doubt.js";
import { reduced } from "./reduced.js";
import { strings } from "./words.js";

const THUMBNAIL = 96;

export class PileRow {
  /** @type {Answer | null} */
  answer = null;
  /** @type {Problem | null} */
  #problem = null;

  /** @param {File} file */
  constructor(file) {
    this.file = file;
    this.element = document.createElement("li");
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.className = "row";
    this.view = document.createElement("span");
    this.view.className = "row-view";
    const name = document.createElement("span");
    name.className = "row-name";
    name.textContent = file.name;
    this.text = document.createElement("span");
    this.text.className = "row-answer";
    this.detail = document.createElement("span");
    this.detail.className = "row-detail";
    this.button.append(this.view, name, this.text, this.detail);
    this.element.append(this.button);
    this.translate();
  }

  /** What went wrong, as a person reads it in the language that is spoken now. */
  get problem() {
    const problem = this.#problem;
    return problem && (strings.problems.status[problem.status]?.title ?? problem.title);
  }

  /** Whether there is nothing more to be asked about it. */
  get isDone() {
    return this.answer !== null || this.#problem !== null;
  }

  /** @param {Answer} answer */
  async showAnswer(answer) {
    this.answer = answer;
    this.translate();
    const canvas = await reduced(this.file, THUMBNAIL);
    if (canvas) this.view.replaceChildren(canvas);
  }

  /** @param {Problem} problem */
  showProblem(problem) {
    this.#problem = problem;
    this.translate();
  }

  translate() {
    const recognition = this.answer?.recognition;
    const state = this.problem ? "problem" : (recognition?.verdict ?? "waiting");
    this.element.dataset.state = this.answer?.number ? "number" : state;
    this.text.textContent = (this.answer && answerText(this.answer)) ?? (this.problem ? "!" : "");
    this.detail.textContent = this.#detail();
    this.button.disabled = !this.isDone;
  }

  /** @returns {Result} */
  get result() {
    const recognition = this.answer?.recognition;
    return {
      name: this.file.name,
      verdict: recognition?.verdict ?? "",
      text: (this.answer && answerText(this.answer)) ?? "",
      confidence: (this.answer?.number ?? recognition)?.confidence ?? null,
      unread: this.answer?.number?.unread.length ?? 0,
      model: recognition?.model ?? "",
      problem: this.problem ?? "",
    };
  }

  #detail() {
    if (this.problem) return this.problem;
    if (!this.answer) return strings.pile.waiting;
    const { recognition, number } = this.answer;
    if (number) return ofNumber(number);
    if (recognition.confidence !== null && !mayBeNone(recognition))
      return strings.result.confidence(recognition.confidence);
    return strings.verdicts[recognition.verdict](recognition, null).headline;
  }
}

/** @param {NumberRead} read */
function ofNumber({ confidence, unread }) {
  const sure = confidence === null ? strings.pile.several : strings.result.confidence(confidence);
  return unread.length > 0 ? `${sure}, ${strings.pile.unread}` : sure;
}
