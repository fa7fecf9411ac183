/** Every sentence that scripts put on the page, in French. */

/** @import { NumberRead, Recognition, Verdict } from "../types.js" */

import { formats } from "./formats.js";

const WORDS = ["zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"];

export const { percent, roughPercent, exactPercent, count, decimal, date, moment } = formats("fr", "plus de");

export const page = /** @type {Record<string, string>} */ ({
  title: "Digits : lit votre écriture",
  tagline: "Lit votre écriture, et dit à quel point c’est sûr.",
  service: "Service",
  how: "Comment ça marche",
  language: "Langue",
  yours: "Vos chiffres",
  "camera.view": "Ce que voit la caméra",
  "camera.shoot": "Prendre la photo",
  "camera.close": "Annuler",
  unshown: "Votre navigateur ne peut pas afficher ce fichier.",
  draw: "Revenir au dessin",
  drop: "Déposez les images ici",
  keys: "Les flèches déplacent le stylo, espace le pose et le lève, Maj fait de petits pas.",
  tools: "Dessin",
  undo: "Annuler",
  redo: "Rétablir",
  clear: "Effacer",
  pen: "Stylo",
  thin: "Fin",
  medium: "Moyen",
  thick: "Épais",
  choose: "Choisir des images",
  camera: "Caméra",
  ways: "ou déposez-les n’importe où, ou collez",
  pile: "Vos images",
  stop: "Arrêter",
  rest: "Lire le reste",
  close: "Fermer",
  results: "Résultats",
  copy: "Copier",
  answer: "Réponse",
  retry: "Réessayer",
  copyNumber: "Copier le nombre",
  seen: "Ce que le réseau a vu : 28 × 28 pixels",
  digit: "Chiffre",
  probability: "Probabilité",
  samples: "Pas de stylo ? Essayez l’un de ceux-ci",
  history: "Avant",
  kept: "gardé sur cet appareil seulement",
  forget: "Tout oublier",
  model: "Modèle",
  privacy: "Le service lit votre image et l’oublie : rien n’est gardé.",
});

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
    const digits = counted(text.replaceAll("\n", "").length, "chiffre");
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
  incomplete: "Il y a plus de marques que je n’en lis : les plus petites manquent.",
  sign: "pas un chiffre",
  digits: "Les chiffres lus",
  boxes: "Les chiffres sur l’image",
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
