/** The controller: the only module that knows the others. Events come up to it, calls go down from it. */

/** @import { Picture, Stroke } from "./types.js" */

import { Announcer } from "./announcer.js";
import { ApiError, fetchModel, predict } from "./api.js";
import { DrawingPad } from "./drawing-pad.js";
import { find } from "./find.js";
import { toPicture } from "./ink.js";
import { Latest } from "./latest.js";
import { ModelCorner } from "./model-corner.js";
import { PadKeyboard } from "./pad-keyboard.js";
import { PadToolbar } from "./pad-toolbar.js";
import { PictureInput } from "./picture-input.js";
import { ResultView } from "./result-view.js";
import { SampleBar } from "./sample-bar.js";
import { Stage } from "./stage.js";
import * as strings from "./strings/en.js";

/** Milliseconds from the end of a stroke to the question: the next stroke of a digit may be about to begin. */
const PAUSE = 100;

class Controller {
  announcer = new Announcer(find(document, "#announcer", HTMLElement));
  stage = new Stage(find(document, ".stage", HTMLElement));
  pad = new DrawingPad(find(document, "#pad", HTMLCanvasElement));
  keyboard = new PadKeyboard(this.pad, find(document, ".pad-cursor", HTMLElement));
  toolbar = new PadToolbar(find(document, ".toolbar", HTMLElement), this.pad);
  samples = new SampleBar(find(document, ".samples ul", HTMLElement));
  pictures = new PictureInput(find(document, "#file", HTMLInputElement), document.body);
  result = new ResultView(find(document, ".answer", HTMLElement));
  corner = new ModelCorner(find(document, ".model", HTMLElement));
  latest = new Latest();
  /** @type {Picture | null} a picture that is read instead of the drawing */
  picture = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  pause;
  failed = false;

  start() {
    this.pad.addEventListener("draw", () => this.holdOn());
    this.pad.addEventListener("change", () => this.drawingChanged());
    this.keyboard.addEventListener("pen", () => this.penToggled());
    this.toolbar.addEventListener("undo", () => this.undo());
    this.toolbar.addEventListener("redo", () => this.redo());
    this.toolbar.addEventListener("clear", () => this.clear());
    this.samples.addEventListener("sample", (event) =>
      this.sampleChosen(/** @type {CustomEvent} */ (event).detail),
    );
    this.pictures.addEventListener("picture", (event) =>
      this.pictureCame(/** @type {CustomEvent} */ (event).detail),
    );
    this.pictures.addEventListener("nothing", () => this.announcer.say(strings.picture.notOnClipboard));
    this.result.addEventListener("retry", () => this.read());
    find(document, "[data-action=draw]", HTMLButtonElement).addEventListener("click", () => this.drawAgain());
    window.addEventListener("online", () => this.failed && this.read());
    this.updateToolbar();
    this.refreshModel();
  }

  /** A stroke grows: whatever is being asked is out of date. */
  holdOn() {
    clearTimeout(this.pause);
    this.latest.cancel();
    this.stage.showBox(null);
  }

  drawingChanged() {
    this.holdOn();
    this.updateToolbar();
    if (this.pad.isEmpty) this.result.showWaiting();
    else this.pause = setTimeout(() => this.read(), PAUSE);
  }

  penToggled() {
    this.announcer.say(this.keyboard.isDown ? strings.pad.penDown : strings.pad.penUp);
    if (this.keyboard.isDown) this.holdOn();
  }

  undo() {
    if (this.picture || !this.pad.canUndo) return;
    this.pad.undo();
    this.announcer.say(strings.pad.undone);
  }

  redo() {
    if (this.picture || !this.pad.canRedo) return;
    this.pad.redo();
    this.announcer.say(strings.pad.redone);
  }

  clear() {
    this.showPad();
    this.pad.clear();
    this.announcer.say(strings.pad.cleared);
  }

  /** Back from a picture to the drawing as it was left. */
  drawAgain() {
    this.showPad();
    this.drawingChanged();
    this.pad.canvas.focus();
  }

  /** @param {readonly Stroke[]} strokes */
  sampleChosen(strokes) {
    this.showPad();
    this.pad.replace(strokes);
  }

  /** @param {{picture: Picture, count: number}} came */
  pictureCame({ picture, count }) {
    this.holdOn();
    this.picture = picture;
    this.stage.showPicture(picture);
    this.updateToolbar();
    this.announcer.say(count > 1 ? strings.picture.oneAtATime(count) : strings.picture.reading(picture.name));
    this.read();
  }

  showPad() {
    this.picture = null;
    this.stage.showPad();
  }

  updateToolbar() {
    const drawing = this.picture === null;
    this.toolbar.update({
      undo: drawing && this.pad.canUndo,
      redo: drawing && this.pad.canRedo,
      clear: !drawing || !this.pad.isEmpty,
    });
  }

  /** Asks the service about what is on the stage, and shows what it says unless it comes too late. */
  async read() {
    this.result.showReading();
    try {
      const answer = await this.latest.run(async (signal) =>
        predict(this.picture?.blob ?? (await toPicture(this.pad.strokes)), { signal }),
      );
      if (!answer) return;
      this.failed = false;
      this.stage.showBox(answer.value.box);
      this.announcer.say(this.result.showAnswer(answer.value));
      if (answer.value.model !== this.corner.version) this.refreshModel();
    } catch (error) {
      if (!(error instanceof ApiError)) console.error(error);
      this.failed = true;
      this.announcer.say(this.result.showProblem(error));
    }
  }

  async refreshModel() {
    try {
      this.corner.show(await fetchModel());
    } catch {
      // The page reads pictures without knowing the model's name; the corner says that it does not.
      this.corner.showUnknown();
    }
  }
}

new Controller().start();
document.documentElement.classList.add("scripting");
