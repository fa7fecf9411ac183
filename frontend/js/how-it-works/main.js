/** The controller of the page about the mathematics: events come up to it, calls go down from it. */

/** @import { Stroke } from "../types.js" */
/** @import { Explanation } from "./types.js" */

import { Announcer } from "../announcer.js";
import { ApiError, explain } from "../api.js";
import { DrawingPad } from "../drawing-pad.js";
import { find } from "../find.js";
import { toPicture } from "../ink.js";
import { Latest } from "../latest.js";
import { PadKeyboard } from "../pad-keyboard.js";
import { SampleBar } from "../sample-bar.js";
import { SAMPLES } from "../samples.js";
import { ConvolutionChapter } from "./convolution-chapter.js";
import { DescentChapter } from "./descent-chapter.js";
import { EvidenceChapter } from "./evidence-chapter.js";
import { fill } from "./fill.js";
import { HiddenChapter } from "./hidden-chapter.js";
import { NeuronChapter } from "./neuron-chapter.js";
import { PixelsChapter } from "./pixels-chapter.js";
import { ScoresChapter, runnerUp } from "./scores-chapter.js";
import * as strings from "./strings.js";
import { TrainingChapter } from "./training-chapter.js";
import { YourDigit } from "./your-digit.js";

/** Milliseconds from the end of a stroke to the question. */
const PAUSE = 150;
/** What is shown until the reader draws: an empty page would explain nothing. */
const FIRST = 3;

/** @param {string} id */
const chapter = (id) => find(document, `#${id}`, HTMLElement);

class Controller {
  announcer = new Announcer(find(document, "#announcer", HTMLElement));
  pad = new DrawingPad(find(document, "#pad", HTMLCanvasElement));
  keyboard = new PadKeyboard(this.pad, find(document, ".pad-cursor", HTMLElement));
  samples = new SampleBar(find(document, ".samples ul", HTMLElement));
  yours = new YourDigit(find(document, ".yours", HTMLElement));
  pixels = new PixelsChapter(chapter("pixels"));
  neuron = new NeuronChapter(chapter("neuron"));
  hidden = new HiddenChapter(chapter("hidden"));
  scores = new ScoresChapter(document);
  evidence = new EvidenceChapter(chapter("evidence"));
  descent = new DescentChapter(chapter("descent"));
  training = new TrainingChapter(chapter("training"));
  convolution = new ConvolutionChapter(chapter("convolution"));
  latest = { drawing: new Latest(), neuron: new Latest(), step: new Latest() };
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  pause;

  start() {
    this.pad.addEventListener("draw", () => clearTimeout(this.pause));
    this.pad.addEventListener("change", () => this.drawingChanged());
    this.samples.addEventListener("sample", (event) =>
      this.pad.replace(/** @type {CustomEvent<readonly Stroke[]>} */ (event).detail),
    );
    this.yours.addEventListener("undo", () => this.pad.undo());
    this.yours.addEventListener("clear", () => this.pad.clear());
    this.neuron.addEventListener("choose", () => this.askNeuron(this.neuron.chosen));
    this.hidden.addEventListener("choose", () => this.askNeuron(this.hidden.chosen));
    this.descent.addEventListener("change", () => this.askStep());
    for (const { choice, picture } of [this.evidence, this.convolution])
      choice.addEventListener("choose", () => this.announcer.say(picture.text));
    window.addEventListener("online", () => this.drawingChanged());
    this.pad.replace(SAMPLES[FIRST] ?? []);
  }

  drawingChanged() {
    clearTimeout(this.pause);
    this.latest.drawing.cancel();
    this.yours.allowUndo(this.pad.canUndo);
    if (this.pad.isEmpty) this.yours.showWaiting();
    else this.pause = setTimeout(() => this.askAll(), PAUSE);
  }

  askAll() {
    return this.ask(this.latest.drawing, async (signal) => {
      const picture = await toPicture(this.pad.strokes);
      const dense = await explain(picture, { model: "ann" }, { signal });
      this.announcer.say(this.yours.show(dense));
      if (!dense.computation) return;
      this.showDense(dense);
      this.askStep();
      const convolutional = await explain(picture, { model: "cnn" }, { signal });
      if (!signal.aborted) await this.convolution.show(convolutional);
    });
  }

  /** @param {Explanation} explanation */
  showDense({ network, computation, course }) {
    if (!computation) return;
    for (const { choice } of [this.evidence, this.descent, this.convolution]) choice.forget();
    this.descent.choice.suggest(runnerUp(computation.probabilities));
    for (const part of [this.pixels, this.neuron, this.hidden, this.scores, this.evidence])
      part.show(computation);
    this.training.show(course);
    fill(document, {
      units: strings.count(computation.layers[0]?.outputs.length ?? 0),
      parameters: strings.count(network.parameters),
      temperature: strings.rate(network.temperature),
      "dense-accuracy": strings.percent(network.metrics.mnist_test ?? 0),
      "dense-answer": strings.answer(...best(computation.probabilities)),
    });
  }

  /** @param {number} neuron */
  askNeuron(neuron) {
    return this.ask(this.latest.neuron, async (signal) => {
      const question = { model: "ann", neuron: String(neuron) };
      const { computation } = await explain(await toPicture(this.pad.strokes), question, { signal });
      if (!computation || signal.aborted) return;
      this.neuron.showNeuron(computation);
      this.announcer.say(this.neuron.products.text);
    });
  }

  askStep() {
    return this.ask(this.latest.step, async (signal) => {
      const { label, rate } = this.descent;
      const question = { model: "ann", label: String(label), learning_rate: String(rate) };
      const { computation } = await explain(await toPicture(this.pad.strokes), question, { signal });
      if (!computation?.step || signal.aborted) return;
      const outcome = this.descent.show(computation.step, computation);
      if (this.descent.choice.picked) this.announcer.say(outcome);
    });
  }

  /**
   * Runs a question unless a newer one has taken its place.
   * @param {Latest} latest
   * @param {(signal: AbortSignal) => Promise<void>} question
   */
  async ask(latest, question) {
    try {
      await latest.run(question);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.announcer.say(this.yours.showProblem(error.problem?.title ?? strings.said.unreachable));
    }
  }
}

/**
 * @param {number[]} probabilities
 * @returns {[string, number]} the likeliest digit, and how likely it is
 */
function best(probabilities) {
  const share = Math.max(...probabilities);
  return [String(probabilities.indexOf(share)), share];
}

new Controller().start();
document.documentElement.classList.add("scripting");
