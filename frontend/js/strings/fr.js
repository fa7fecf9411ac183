/** Every sentence that scripts put on the page, in French. */

/** @import { NumberRead, Recognition, Verdict } from "../types.js" */

import { formats } from "./formats.js";

const WORDS = ["zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"];

export const { percent, roughPercent, exactPercent, count, decimal, date, moment } = formats("fr", "plus de");

export { page } from "./fr-page.js";

/** @param {number} digit */
export const word = (digit) => WORDS[digit] ?? String(digit);

/** @param {number} digit */
const withArticle = (digit) => `un ${word(digit)}`;

/** @param {number} number @param {string} one @param {string} [many] */
const counted = (number, one, many = `${one}s`) => `${count(number)} ${number <= 1 ? one : many}`;

/**
 * What stands beside the large digit.
 * @type {Record<Verdict, (recognition: Recognition, runnerUp: number | null) => {headline: string, hint: string}>}
 */
export const verdicts = {
  digit: ({ digit }) => ({ headline: `C’est ${withArticle(digit ?? 0)}.`, hint: "" }),
  uncertain: ({ digit, probabilities }, runnerUp) => ({
    headline: `${runnerUp === null ? "Peut-être" : "Sans doute"} ${withArticle(digit ?? 0)}.`,
    hint:
      runnerUp === null || !probabilities
        ? "Ce n’est peut-être pas un chiffre. Écrivez plus grand et plus nettement pour en être sûr."
        : `Ce pourrait aussi être ${withArticle(runnerUp)} (${roughPercent(probabilities[runnerUp] ?? 0)}). ` +
          "Écrivez plus grand et plus nettement pour en être sûr.",
  }),
  several_digits: ({ digits_found }) => ({
    headline: digits_found > 1 ? `Je vois ${digits_found} chiffres.` : "Je vois plusieurs chiffres.",
    hint: "Je n’ai pas pu les lire ensemble : essayez une image d’un seul chiffre.",
  }),
  not_a_digit: () => ({
    headline: "Ce n’est pas un chiffre.",
    hint: "Je ne connais que 0 à 9. Écrivez-en un grand, à un seul endroit, au stylo foncé sur papier clair.",
  }),
  blank: () => ({
    headline: "La page est vide.",
    hint: "Je n’ai pas trouvé d’encre. Pour une photo : plus de lumière, un stylo plus foncé, ou de plus près.",
  }),
};

export const number = {
  /** @param {NumberRead} read */
  headline: ({ lines, text }) => {
    const digits = counted(text.replaceAll(/\D/g, "").length, "chiffre");
    return lines.length > 1
      ? `Je vois ${digits} sur ${lines.length} lignes.`
      : `Je vois ${digits} : ${text}.`;
  },
  /** @param {number} uncertain how many */
  hint: (uncertain) =>
    uncertain === 0
      ? "Désignez-en un pour voir ce que le réseau a vu."
      : `${counted(uncertain, "est incertain", "sont incertains")}. Désignez-en un pour voir ce que ce pourrait être.`,
  leastSure: "le moins sûr",
  /** @param {number} share that all of it is right */
  whole: (share) => `sûr à ${roughPercent(share)} de l’ensemble`,
  /** @param {number} marks */
  unread: (marks) =>
    marks === 1
      ? "Je n’ai pas pu lire 1 signe : il est hachuré."
      : `Je n’ai pas pu lire ${count(marks)} signes : ils sont hachurés.`,
  incomplete: "Il y a plus de signes que je n’en lis : certains manquent.",
  reasons: {
    not_a_number: "non lu : ni un chiffre, ni un signe que je connais",
    unclear: "non lu : pas assez net",
    too_many: "non lu : trop de choses sur une image",
  },
  /** @type {Record<string, string>} */
  signs: {
    ".": "point",
    ",": "virgule",
    "-": "moins",
    "/": "barre oblique",
    ":": "deux-points",
    "+": "plus",
    "%": "pour cent",
  },
  neither: "ni chiffre ni signe",
  digits: "Ce qui a été lu",
  boxes: "Ce qui a été lu, sur l’image",
  copied: "Copié.",
  notCopied: "Ce navigateur ne m’a pas laissé copier.",
};

/** @param {number | null} digit of a number, or null for the only one */
export const howLikely = (digit) =>
  digit === null ? "Probabilité de chaque chiffre" : `Probabilité de chaque chiffre, pour ce ${word(digit)}`;

export const result = {
  waiting: {
    headline: "Dessinez un chiffre.",
    hint: "De 0 à 9, ou un nombre entier. La réponse vient quand vous levez le stylo.",
  },
  /** @param {number} share */
  confidence: (share) => `sûr à ${roughPercent(share)}`,
  mayBeNone: "peut-être pas un chiffre",
  /** @param {number} digit */
  runnerUp: (digit) => `ou ${digit} ?`,
  probabilityUnknown: "–",
  seen: "Ce que le réseau a vu : 28 pixels sur 28, encre blanche sur noir.",
  onDevice: "lu sur cet appareil",
};

/**
 * @param {{headline: string, hint: string}} text
 * @param {number | null} confidence
 */
export const announcement = ({ headline, hint }, confidence) =>
  [headline, confidence === null ? "" : `${result.confidence(confidence)}.`, hint].filter(Boolean).join(" ");

export const problems = {
  unreachable: {
    title: "Le service est injoignable.",
    detail: "Votre image est toujours là. Vérifiez la connexion et réessayez.",
  },
  offlinePicture: {
    title: "Cette image a besoin du service.",
    detail: "Sans connexion, cet appareil lit les dessins, mais pas les images. La vôtre est toujours là.",
  },
  offlineModel: {
    title: "Pas sans le service.",
    detail:
      "Le réseau qui lit sans connexion n’est pas sur cet appareil, ou ce navigateur ne peut pas l’exécuter.",
  },
  timeout: {
    title: "Le service met trop longtemps.",
    detail: "Votre image est toujours là. Réessayez dans un instant.",
  },
  unexpected: { title: "Quelque chose a échoué sur cette page.", detail: "Rechargez-la et réessayez." },
  status: /** @type {Record<number, {title: string, detail: string}>} */ ({
    413: { title: "L’image est trop grande.", detail: "Envoyez une copie plus petite." },
    415: {
      title: "Je ne connais pas ce genre d’image.",
      detail: "Je lis PNG, JPEG, WebP, GIF, BMP, TIFF et AVIF.",
    },
    422: { title: "L’image est abîmée.", detail: "Envoyez le fichier entier, ou enregistrez-le de nouveau." },
    429: { title: "Trop d’images à la fois.", detail: "Réessayez dans un instant." },
    503: { title: "Le service est occupé.", detail: "Réessayez dans un instant." },
  }),
  /** @param {string} reference */
  reference: (reference) => `Référence : ${reference}`,
};

export const pad = {
  label: "Dessiner un chiffre",
  role: "surface de dessin",
  penDown: "Stylo posé. Les flèches dessinent.",
  penUp: "Stylo levé.",
  cleared: "Effacé.",
  undone: "Annulé.",
  redone: "Rétabli.",
  /** @param {number} digit */
  sample: (digit) => `Dessiner un exemple : ${word(digit)}`,
};

export const picture = {
  /** @param {string} name */
  reading: (name) => `Lecture de ${name}.`,
  pasted: "l’image collée",
  photo: "la photo",
  notOnClipboard: "Il n’y a pas d’image dans le presse-papiers.",
  /** @param {string} name */
  alt: (name) => `Votre image : ${name}`,
};

export const camera = {
  ready: "La caméra montre son image. Appuyez sur le bouton pour la prendre.",
  refused: "La caméra n’est pas permise. Autorisez-la dans le navigateur, ou choisissez une image.",
  missing: "Il n’y a pas de caméra ici. Choisissez plutôt une image.",
};

export const pile = {
  /** @param {number} done @param {number} all */
  progress: (done, all) =>
    done < all ? `${count(done)} sur ${count(all)} lues` : `${counted(all, "image lue", "images lues")}`,
  stopped: "Arrêté.",
  waiting: "en attente",
  several: "plusieurs chiffres",
  unread: "tout n’a pas été lu",
};

export const history = {
  forgotten: "L’historique est vide maintenant.",
  /** @param {string} answer @param {string} when */
  entry: (answer, when) => `${answer}, ${when}`,
};

export const model = {
  unknown: "Impossible d’interroger le modèle en ce moment.",
  /** @param {string} recipe */
  swapped: (recipe) => `Un autre modèle répond maintenant : ${recipe}.`,
  /** @param {string} name @param {number | undefined} accuracy */
  summary: (name, accuracy) =>
    accuracy === undefined
      ? name
      : `${name} : ${exactPercent(accuracy)} des chiffres de test de MNIST justes`,
  version: "Version",
  recipe: "Recette",
  created: "Fait",
  parameters: "Paramètres",
  checksum: "SHA-256",
  source: "Vient",
  sources: {
    store: "du dépôt de modèles",
    bundled: "du service lui-même",
    file: "d’un fichier de l’exploitant",
  },
  suites: /** @type {Record<string, string>} */ ({
    mnist_test: "Justes, test MNIST",
    mnist_test_loss: "Perte, test MNIST",
    mnist_test_ece: "Erreur de calibration",
    mnist_test_ece_uncalibrated: "Avant calibration",
    mnist_validation: "Justes, validation",
    mnist_validation_loss: "Perte, validation",
    mnist_train: "Justes, entraînement",
    mnist_train_loss: "Perte, entraînement",
  }),
};
