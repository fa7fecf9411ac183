/** Which network answers, and how good it was found to be. */

/** @import { ModelInfo } from "./types.js" */

import { find } from "./find.js";
import * as strings from "./strings/en.js";

/** Measures that are no shares of pictures read right. */
const NOT_A_SHARE = /loss|nll|ece|brier|seconds/;

export class ModelCorner {
  /** @type {string | null} */
  version = null;

  /** @param {HTMLElement} container */
  constructor(container) {
    this.summary = find(container, ".model-summary", HTMLElement);
    this.facts = find(container, "dl", HTMLElement);
  }

  /** @param {ModelInfo} model */
  show(model) {
    this.version = model.version;
    this.summary.textContent = strings.model.summary(model.recipe ?? model.version, model.metrics.mnist_test);
    this.facts.replaceChildren(
      ...facts(model).flatMap(([term, value]) => [cell("dt", term), cell("dd", value)]),
    );
  }

  showUnknown() {
    this.version = null;
    this.summary.textContent = strings.model.unknown;
    this.facts.replaceChildren();
  }
}

/**
 * @param {ModelInfo} model
 * @returns {[string, string][]}
 */
function facts(model) {
  const words = strings.model;
  /** @type {[string, string | null][]} */
  const known = [
    [words.version, model.version],
    [words.recipe, model.recipe],
    [words.created, model.created_at && strings.date(model.created_at)],
    [words.source, words.sources[model.source]],
    [words.parameters, strings.count(model.parameters)],
    ...Object.entries(model.metrics).map(
      ([suite, value]) =>
        /** @type {[string, string]} */ ([words.suites[suite] ?? suite, measure(suite, value)]),
    ),
    [words.checksum, model.sha256],
  ];
  return known.flatMap(([term, value]) => (value ? [/** @type {[string, string]} */ ([term, value])] : []));
}

/**
 * @param {string} suite
 * @param {number} value
 */
function measure(suite, value) {
  const isShare = value >= 0 && value <= 1 && !NOT_A_SHARE.test(suite);
  return isShare ? strings.exactPercent(value) : strings.decimal(value);
}

/**
 * @param {"dt" | "dd"} name
 * @param {string} text
 */
function cell(name, text) {
  const element = document.createElement(name);
  element.textContent = text;
  return element;
}
