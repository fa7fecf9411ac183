/** Which network answers, and how good it was found to be; it notices when another one takes over. */

/** @import { ModelInfo } from "./types.js" */

import { fetchModel } from "./api.js";
import { find } from "./find.js";
import { strings } from "./words.js";

/** Measures that are no shares of pictures read right. */
const NOT_A_SHARE = /loss|nll|ece|brier|seconds/;

/** The service looks for another model every two seconds; the page asks a little less often (milliseconds). */
const ASK_EVERY = 5_000;

/** Events: `swap` (a CustomEvent whose detail is the model) when another model has taken over. */
export class ModelCorner extends EventTarget {
  /** @type {ModelInfo | null} */
  #model = null;

  /** @param {HTMLElement} container */
  constructor(container) {
    super();
    this.summary = find(container, ".model-summary", HTMLElement);
    this.facts = find(container, "dl", HTMLElement);
  }

  get version() {
    return this.#model?.version ?? null;
  }

  /** Asks now, and again and again while somebody looks. */
  watch() {
    this.refresh();
    const look = () => {
      if (document.visibilityState === "visible" && navigator.onLine) this.refresh();
    };
    setInterval(look, ASK_EVERY);
    document.addEventListener("visibilitychange", look);
  }

  async refresh() {
    let found = null;
    try {
      found = await fetchModel();
    } catch {
      // The page reads pictures without knowing the model's name; where it never did, the corner says so.
    }
    const before = this.#model; // only now: of two questions at once, the first answer tells of the swap
    this.#model = found ?? before;
    if (!found || found.version !== before?.version) this.translate();
    if (found && before && found.version !== before.version)
      this.dispatchEvent(new CustomEvent("swap", { detail: found }));
  }

  translate() {
    const model = this.#model;
    this.summary.textContent = model
      ? strings.model.summary(model.recipe ?? model.version, model.metrics.mnist_test)
      : strings.model.unknown;
    const known = model ? facts(model) : [];
    this.facts.replaceChildren(...known.flatMap(([term, value]) => [cell("dt", term), cell("dd", value)]));
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
      ([suite, value]) => /** @type {[string, string]} */ ([suiteName(suite), measure(suite, value)]),
    ),
    [words.checksum, model.sha256],
  ];
  return known.flatMap(([term, value]) => (value ? [/** @type {[string, string]} */ ([term, value])] : []));
}

/** @param {string} suite as the manifest calls it */
function suiteName(suite) {
  return strings.model.suites[suite] ?? suite.replaceAll("_", " ");
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
