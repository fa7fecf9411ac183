/** Every sentence that scripts put on the page, in German. */

/** @import { NumberRead, Recognition, Verdict } from "../types.js" */

import { formats } from "./formats.js";

const WORDS = ["Null", "Eins", "Zwei", "Drei", "Vier", "Fünf", "Sechs", "Sieben", "Acht", "Neun"];

export const { percent, roughPercent, exactPercent, count, decimal, date, moment } = formats("de", "über");

export { page } from "./de-page.js";

/** @param {number} digit */
export const word = (digit) => WORDS[digit] ?? String(digit);

/** @param {number} digit */
const withArticle = (digit) => `eine ${word(digit)}`;

/** @param {number} number @param {string} one @param {string} many */
const counted = (number, one, many) => `${count(number)} ${number === 1 ? one : many}`;

/**
 * What stands beside the large digit.
 * @type {Record<Verdict, (recognition: Recognition, runnerUp: number | null) => {headline: string, hint: string}>}
 */
export const verdicts = {
  digit: ({ digit }) => ({ headline: `Das ist ${withArticle(digit ?? 0)}.`, hint: "" }),
  uncertain: ({ digit, probabilities }, runnerUp) => ({
    headline: `${runnerUp === null ? "Vielleicht" : "Wohl"} ${withArticle(digit ?? 0)}.`,
    hint:
      runnerUp === null || !probabilities
        ? "Es ist vielleicht gar keine Ziffer. Schreiben Sie größer und deutlicher, dann ist es sicher."
        : `Es könnte auch ${withArticle(runnerUp)} sein (${roughPercent(probabilities[runnerUp] ?? 0)}). ` +
          "Schreiben Sie größer und deutlicher, dann ist es sicher.",
  }),
  several_digits: ({ digits_found }) => ({
    headline: digits_found > 1 ? `Ich sehe ${digits_found} Ziffern.` : "Ich sehe mehrere Ziffern.",
    hint: "Zusammen konnte ich sie nicht lesen: Versuchen Sie ein Bild mit einer Ziffer.",
  }),
  not_a_digit: () => ({
    headline: "Das ist keine Ziffer.",
    hint: "Ich kenne nur 0 bis 9. Schreiben Sie eine groß, an einer Stelle, mit dunklem Stift auf hellem Papier.",
  }),
  blank: () => ({
    headline: "Das Blatt ist leer.",
    hint: "Ich fand keine Tinte. Bei einem Foto helfen mehr Licht, ein dunklerer Stift oder mehr Nähe.",
  }),
};

export const number = {
  /** @param {NumberRead} read */
  headline: ({ lines, text }) => {
    const digits = counted(text.replaceAll(/\D/g, "").length, "Ziffer", "Ziffern");
    return lines.length > 1
      ? `Ich sehe ${digits} in ${lines.length} Zeilen.`
      : `Ich sehe ${digits}: ${text}.`;
  },
  /** @param {number} uncertain how many */
  hint: (uncertain) =>
    uncertain === 0
      ? "Zeigen Sie auf eine, um zu sehen, was das Netz sah."
      : `${counted(uncertain, "ist", "sind")} unsicher. Zeigen Sie darauf, um zu sehen, was es noch sein könnte.`,
  leastSure: "die unsicherste",
  /** @param {number} share that all of it is right */
  whole: (share) => `insgesamt ${roughPercent(share)} sicher`,
  /** @param {number} marks */
  unread: (marks) =>
    marks === 1
      ? "1 Zeichen konnte ich nicht lesen: Es ist schraffiert."
      : `${count(marks)} Zeichen konnte ich nicht lesen: Sie sind schraffiert.`,
  incomplete: "Es sind mehr Zeichen da, als ich lese: Einige fehlen.",
  reasons: {
    not_a_number: "nicht gelesen: weder Ziffer noch ein Zeichen, das ich kenne",
    unclear: "nicht gelesen: undeutlich",
    too_many: "nicht gelesen: zu viel auf einem Bild",
  },
  /** @type {Record<string, string>} */
  signs: {
    ".": "Punkt",
    ",": "Komma",
    "-": "Minus",
    "/": "Schrägstrich",
    ":": "Doppelpunkt",
    "+": "Plus",
    "%": "Prozent",
  },
  neither: "weder Ziffer noch Zeichen",
  digits: "Was gelesen wurde",
  boxes: "Was gelesen wurde, auf dem Bild",
  copied: "Kopiert.",
  notCopied: "Dieser Browser ließ mich nicht kopieren.",
};

/** @param {number | null} digit of a number, or null for the only one */
export const howLikely = (digit) =>
  digit === null
    ? "Wie wahrscheinlich jede Ziffer ist"
    : `Wie wahrscheinlich jede Ziffer ist, für diese ${word(digit)}`;

export const result = {
  waiting: {
    headline: "Zeichnen Sie eine Ziffer.",
    hint: "Eine von 0 bis 9 oder eine ganze Zahl. Die Antwort kommt, sobald Sie den Stift heben.",
  },
  /** @param {number} share */
  confidence: (share) => `${roughPercent(share)} sicher`,
  mayBeNone: "vielleicht keine Ziffer",
  /** @param {number} digit */
  runnerUp: (digit) => `oder ${digit}?`,
  probabilityUnknown: "–",
  seen: "Was das Netz sah: 28 mal 28 Pixel, weiße Tinte auf Schwarz.",
  onDevice: "auf diesem Gerät gelesen",
};

/**
 * @param {{headline: string, hint: string}} text
 * @param {number | null} confidence
 */
export const announcement = ({ headline, hint }, confidence) =>
  [headline, confidence === null ? "" : `${result.confidence(confidence)}.`, hint].filter(Boolean).join(" ");

export const problems = {
  unreachable: {
    title: "Der Dienst ist nicht erreichbar.",
    detail: "Ihr Bild ist noch da. Prüfen Sie die Verbindung und versuchen Sie es noch einmal.",
  },
  offlinePicture: {
    title: "Dieses Bild braucht den Dienst.",
    detail: "Ohne Verbindung liest dieses Gerät Zeichnungen, aber keine Bilder. Ihres ist noch da.",
  },
  offlineModel: {
    title: "Nicht ohne den Dienst.",
    detail:
      "Das Netz, das ohne Verbindung liest, ist nicht auf diesem Gerät, oder dieser Browser kann es nicht ausführen.",
  },
  timeout: {
    title: "Der Dienst braucht zu lange.",
    detail: "Ihr Bild ist noch da. Versuchen Sie es gleich noch einmal.",
  },
  unexpected: {
    title: "Auf dieser Seite ging etwas schief.",
    detail: "Laden Sie sie neu und versuchen Sie es noch einmal.",
  },
  status: /** @type {Record<number, {title: string, detail: string}>} */ ({
    413: { title: "Das Bild ist zu groß.", detail: "Senden Sie eine kleinere Kopie." },
    415: {
      title: "Das ist kein Bild, das ich kenne.",
      detail: "Ich lese PNG, JPEG, WebP, GIF, BMP, TIFF und AVIF.",
    },
    422: {
      title: "Das Bild ist beschädigt.",
      detail: "Senden Sie die ganze Datei, oder speichern Sie sie neu.",
    },
    429: { title: "Zu viele Bilder auf einmal.", detail: "Versuchen Sie es gleich noch einmal." },
    503: { title: "Der Dienst ist beschäftigt.", detail: "Versuchen Sie es gleich noch einmal." },
  }),
  /** @param {string} reference */
  reference: (reference) => `Kennung: ${reference}`,
};

export const pad = {
  label: "Eine Ziffer zeichnen",
  role: "Zeichenfläche",
  penDown: "Stift aufgesetzt. Pfeiltasten zeichnen.",
  penUp: "Stift abgehoben.",
  cleared: "Geleert.",
  undone: "Zurückgenommen.",
  redone: "Wieder gezeichnet.",
  /** @param {number} digit */
  sample: (digit) => `Ein Beispiel zeichnen: ${word(digit)}`,
};

export const picture = {
  /** @param {string} name */
  reading: (name) => `Lese ${name}.`,
  pasted: "das eingefügte Bild",
  photo: "das Foto",
  notOnClipboard: "In der Zwischenablage ist kein Bild.",
  /** @param {string} name */
  alt: (name) => `Ihr Bild: ${name}`,
};

export const camera = {
  ready: "Die Kamera zeigt ihr Bild. Mit der Taste nehmen Sie es auf.",
  refused: "Die Kamera ist nicht erlaubt. Erlauben Sie sie im Browser, oder wählen Sie ein Bild.",
  missing: "Hier ist keine Kamera. Wählen Sie stattdessen ein Bild.",
};

export const pile = {
  /** @param {number} done @param {number} all */
  progress: (done, all) =>
    done < all ? `${count(done)} von ${count(all)} gelesen` : `${counted(all, "Bild", "Bilder")} gelesen`,
  stopped: "Angehalten.",
  waiting: "wartet",
  several: "mehrere Ziffern",
  unread: "nicht alles gelesen",
};

export const history = {
  forgotten: "Es ist nichts mehr aufbewahrt.",
  /** @param {string} answer @param {string} when */
  entry: (answer, when) => `${answer}, ${when}`,
};

export const model = {
  unknown: "Das Modell lässt sich gerade nicht erfragen.",
  /** @param {string} recipe */
  swapped: (recipe) => `Jetzt antwortet ein anderes Modell: ${recipe}.`,
  /** @param {string} name @param {number | undefined} accuracy */
  summary: (name, accuracy) =>
    accuracy === undefined ? name : `${name}: ${exactPercent(accuracy)} der MNIST-Testziffern richtig`,
  version: "Version",
  recipe: "Rezept",
  created: "Gemacht",
  parameters: "Parameter",
  checksum: "SHA-256",
  source: "Kommt aus",
  sources: { store: "dem Modellspeicher", bundled: "dem Dienst selbst", file: "einer Datei des Betreibers" },
  suites: /** @type {Record<string, string>} */ ({
    mnist_test: "Richtig, MNIST-Test",
    mnist_test_loss: "Verlust, MNIST-Test",
    mnist_test_ece: "Kalibrierungsfehler",
    mnist_test_ece_uncalibrated: "Vor der Kalibrierung",
    mnist_validation: "Richtig, Validierung",
    mnist_validation_loss: "Verlust, Validierung",
    mnist_train: "Richtig, Training",
    mnist_train_loss: "Verlust, Training",
  }),
};
