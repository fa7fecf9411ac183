/** The controller: the only module that knows the others. Events come up to it, calls go down from it. */

/** @import { Answer, Memory, Picture } from "./types.js" */

import { Announcer } from "./announcer.js";
import { ApiError } from "./api.js";
import { ask } from "./asking.js";
import { Drawing } from "./drawing.js";
import { find } from "./find.js";
import { HistoryShelf } from "./history-shelf.js";
import { LanguageMenu, start as startLanguage } from "./language-menu.js";
import { Latest } from "./latest.js";
import { ModelCorner } from "./model-corner.js";
import { keepNetwork, prepareOffline } from "./offline-setup.js";
import { PictureInput } from "./picture-input.js";
import { ResultView } from "./result-view.js";
import { Stage } from "./stage.js";
import { strings } from "./words.js";

/** Milliseconds from the end of a stroke to the question: the next stroke of a digit may be about to begin. */
const PAUSE = 100;

/** @param {Event} event */
const detail = (event) => /** @type {CustomEvent} */ (event).detail;

class Controller {
  announcer = new Announcer(find(document, "#announcer", HTMLElement));
  stage = new Stage(find(document, ".stage", HTMLElement));
  drawing = new Drawing(document);
  pictures = new PictureInput(
    { several: find(document, "#file", HTMLInputElement), photo: find(document, "#photo", HTMLInputElement) },
    document.body,
  );
  notice = find(document, ".notice", HTMLElement);
  result = new ResultView(find(document, ".answer", HTMLElement));
  history = new HistoryShelf(find(document, ".history", HTMLElement));
  corner = new ModelCorner(find(document, ".model", HTMLElement));
  language = new LanguageMenu(find(document, "#language", HTMLSelectElement));
  latest = new Latest();
  /** @type {Promise<import("./pile.js").Pile> | null} made when it is needed first */
  pile = null;
  /** @type {Promise<import("./camera.js").Camera> | null} made when it is needed first */
  camera = null;
  /** @type {Picture | null} a picture that is read instead of the drawing */
  picture = null;
  /** When what is being read was begun: its name in the history. */
  begun = Date.now();
  /** @type {Answer | null} */
  answer = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  pause;
  failed = false;

  start() {
    this.drawing.addEventListener("draw", () => this.holdOn());
    this.drawing.addEventListener("change", () => this.drawingChanged());
    this.drawing.addEventListener("wanted", () => this.showPad());
    this.drawing.addEventListener("replaced", () => (this.begun = Date.now()));
    this.drawing.addEventListener("say", (event) => this.announcer.say(detail(event)));
    this.pictures.addEventListener("pictures", (event) => this.filesCame(detail(event)));
    this.pictures.addEventListener("nothing", () => this.notify(strings.picture.notOnClipboard));
    this.result.addEventListener("retry", () => this.read());
    this.result.addEventListener("copy", () => this.copyNumber());
    for (const place of [this.result, this.stage.boxes])
      place.addEventListener("choose", (event) => this.chooseDigit(detail(event)));
    this.history.addEventListener("recall", (event) => this.recall(detail(event)));
    this.history.addEventListener("forgotten", () => this.announcer.say(strings.history.forgotten));
    this.corner.addEventListener("swap", (event) => {
      const { recipe, version } = detail(event);
      this.announcer.say(strings.model.swapped(recipe ?? version));
      keepNetwork();
    });
    this.language.addEventListener("change", () => this.translate());
    find(document, "[data-action=draw]", HTMLElement).addEventListener("click", () => this.drawAgain());
    find(document, "[data-action=camera]", HTMLElement).addEventListener("click", () => this.openCamera());
    window.addEventListener("online", () => this.failed && this.read());
    this.corner.watch();
    this.history.open();
    this.pictures.takeChosen();
  }

  /** A stroke grows: whatever is being asked is out of date. */
  holdOn() {
    clearTimeout(this.pause);
    this.latest.cancel();
    this.answer = null;
    this.stage.showBox(null);
    this.notify("");
  }

  drawingChanged() {
    this.holdOn();
    if (this.drawing.strokes.length === 1) this.begun = Date.now();
    if (this.drawing.isEmpty) this.result.showWaiting();
    else this.pause = setTimeout(() => this.read(), PAUSE);
  }

  /** Back from a picture to the drawing as it was left. */
  drawAgain() {
    this.showPad();
    this.drawingChanged();
    this.drawing.focus();
  }

  /** @param {readonly File[]} files */
  async filesCame(files) {
    const [first] = files;
    if (files.length === 1 && first) return this.pictureCame({ blob: first, name: first.name });
    if (!first) return;
    const pile = await (this.pile ??= this.#makePile());
    this.showPicture({ blob: first, name: first.name });
    this.result.showBusy();
    await pile.read(files);
    const [row] = pile.rows;
    if (row && row.file === this.picture?.blob) this.openRow(row);
  }

  /** @param {Picture} picture */
  pictureCame(picture) {
    this.showPicture(picture);
    this.announcer.say(strings.picture.reading(picture.name));
    this.read();
  }

  /** @param {Picture} picture */
  showPicture(picture) {
    this.camera?.then((camera) => camera.close());
    this.holdOn();
    this.begun = Date.now();
    this.picture = picture;
    this.stage.showPicture(picture);
    this.drawing.onStage = false;
  }

  showPad() {
    this.camera?.then((camera) => camera.close());
    this.picture = null;
    this.stage.showPad();
    this.drawing.onStage = true;
  }

  /** Asks about what is on the stage, and shows what is said unless it comes too late. */
  async read() {
    const { begun, picture } = this;
    const { strokes } = this.drawing;
    this.result.showBusy();
    try {
      const answer = await this.latest.run((signal) => ask(picture, strokes, { signal }));
      if (!answer) return;
      this.failed = answer.value.onDevice;
      this.showAnswer(answer.value);
      await this.history.note(begun, answer.value, picture, strokes);
    } catch (error) {
      if (!(error instanceof ApiError)) console.error(error);
      this.failed = true;
      this.announcer.say(this.result.showProblem(error));
    }
  }

  /** @param {Answer} answer */
  showAnswer(answer) {
    this.answer = answer;
    this.announcer.say(this.result.showAnswer(answer));
    if (answer.number) this.stage.showBoxes(answer.number, this.result.chosen);
    else this.stage.showBox(answer.recognition.box);
    if (!answer.onDevice && answer.recognition.model !== this.corner.version) this.corner.refresh();
  }

  /** @param {number} index of a digit of the number */
  chooseDigit(index) {
    if (!this.answer?.number) return;
    this.result.showOneOf(this.answer.number, index);
    this.stage.boxes.mark(index);
  }

  async copyNumber() {
    try {
      await navigator.clipboard.writeText(this.answer?.number?.text ?? "");
      this.announcer.say(strings.number.copied);
    } catch {
      this.notify(strings.number.notCopied);
    }
  }

  /** @param {Memory} memory */
  recall({ id, picture, strokes, name }) {
    if (!picture) this.drawing.replace(strokes);
    else this.showPicture({ blob: picture, name });
    this.begun = id;
    if (picture) this.read();
  }

  async openCamera() {
    const camera = await (this.camera ??= this.#makeCamera());
    const problem = await camera.open();
    if (problem) return this.notify(problem);
    this.holdOn();
    this.picture = null;
    this.stage.showCamera();
    camera.shutter.focus();
    this.announcer.say(strings.camera.ready);
  }

  /** @param {string} sentence shown under the ways in and said aloud; empty takes the last one away */
  notify(sentence) {
    this.notice.textContent = sentence;
    this.notice.hidden = sentence === "";
    if (sentence) this.announcer.say(sentence);
  }

  /** Everything that stands there in the language that is spoken now. */
  translate() {
    for (const part of [this.drawing, this.result, this.corner, this.history]) part.translate();
    this.pile?.then((pile) => pile.translate());
    if (this.answer?.number) this.stage.showBoxes(this.answer.number, this.result.chosen);
  }

  async #makePile() {
    const { Pile } = await import("./pile.js");
    const pile = new Pile(find(document, ".pile", HTMLElement));
    pile.addEventListener("say", (event) => this.announcer.say(detail(event)));
    pile.addEventListener("open", (event) => this.openRow(detail(event)));
    return pile;
  }

  /** @param {import("./pile-row.js").PileRow} row */
  openRow({ file, answer }) {
    const picture = { blob: file, name: file.name };
    if (!answer) return this.pictureCame(picture);
    this.showPicture(picture);
    this.showAnswer(answer);
  }

  async #makeCamera() {
    const { Camera } = await import("./camera.js");
    const camera = new Camera(this.stage.container);
    camera.addEventListener("closed", () => this.drawAgain());
    camera.addEventListener("picture", (event) =>
      this.pictureCame({ blob: detail(event), name: strings.picture.photo }),
    );
    return camera;
  }
}

await startLanguage();
new Controller().start();
document.documentElement.classList.add("scripting");
prepareOffline();
