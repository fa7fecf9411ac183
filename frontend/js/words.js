/** The page's words in the language that it speaks now. English is there from the start, others are fetched. */

import * as english from "./strings/en.js";

/** @typedef {typeof english} Strings */

/** Every language by its code, and what its speakers call it. */
export const LANGUAGES = { en: "English", de: "Deutsch", fr: "Français" };

/** @typedef {keyof typeof LANGUAGES} Language */

/** @type {Record<Language, () => Promise<Strings>>} */
const LOADERS = {
  en: async () => english,
  de: () => import("./strings/de.js"),
  fr: () => import("./strings/fr.js"),
};

/** What is said now: read it when it is needed, it changes with the language. */
export let strings = english;

/** @param {Language} language */
export async function speak(language) {
  strings = await LOADERS[language]();
}

/**
 * The first language of a person that the page speaks; English if there is none.
 * @param {readonly string[]} wanted codes such as "fr-CA", the most wanted first
 * @returns {Language}
 */
export function choose(wanted) {
  const codes = wanted.map((code) => code.toLowerCase().split("-")[0] ?? "");
  return codes.find(isLanguage) ?? "en";
}

/**
 * @param {string} code
 * @returns {code is Language}
 */
export function isLanguage(code) {
  return Object.hasOwn(LANGUAGES, code);
}
