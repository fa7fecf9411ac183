/** In which language the page speaks: the browser's, or the one that was chosen here before. */

/** @import { Language } from "./words.js" */

import { LANGUAGES, choose, isLanguage, speak, strings } from "./words.js";

const KEPT = "digits.language";

/** The English texts, as they stand in the page. */
const written = new Map();

/** Events: `change` when the page speaks another language. */
export class LanguageMenu extends EventTarget {
  /** @param {HTMLSelectElement} menu filled here with the languages */
  constructor(menu) {
    super();
    for (const [code, name] of Object.entries(LANGUAGES)) {
      const option = new Option(name, code);
      option.lang = code;
      menu.append(option);
    }
    menu.value = document.documentElement.lang;
    menu.addEventListener("change", async () => {
      if (!isLanguage(menu.value)) return;
      await start(menu.value);
      keep(menu.value);
      this.dispatchEvent(new Event("change"));
    });
  }
}

/** @param {Language} language */
export async function start(language = wanted()) {
  await speak(language);
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll("[data-text], [data-label]")) {
    if (!(element instanceof HTMLElement)) continue;
    const { text, label } = element.dataset;
    if (text) element.textContent = translated(element, text, element.textContent ?? "");
    if (label) element.setAttribute("aria-label", translated(element, label, element.ariaLabel ?? ""));
  }
}

/**
 * @param {HTMLElement} element
 * @param {string} key
 * @param {string} now what stands there
 * @returns {string}
 */
function translated(element, key, now) {
  const texts = written.get(element) ?? new Map();
  written.set(element, texts);
  if (!texts.has(key)) texts.set(key, now);
  return strings.page[key] ?? texts.get(key);
}

function wanted() {
  return choose([kept(), ...navigator.languages].filter((code) => code !== null));
}

/** Browsers that are told to keep nothing throw. */
function kept() {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}

/** @param {Language} language */
function keep(language) {
  try {
    localStorage.setItem(KEPT, language);
  } catch {
    // The language holds until the page is left.
  }
}
