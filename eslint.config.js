import js from "@eslint/js";
import globals from "globals";

export default [
  js.configs.recommended,
  {
    files: ["frontend/js/**/*.js"],
    languageOptions: { ecmaVersion: 2022, sourceType: "module", globals: globals.browser },
  },
  {
    files: ["frontend/sw.js"],
    languageOptions: { ecmaVersion: 2022, sourceType: "script", globals: globals.serviceworker },
  },
  {
    files: ["tests/frontend/**/*.js"],
    languageOptions: { ecmaVersion: 2022, sourceType: "module", globals: globals.node },
  },
  {
    rules: {
      eqeqeq: "error",
      "no-restricted-properties": [
        "error",
        { property: "innerHTML", message: "Values go into the page with textContent." },
        { property: "outerHTML", message: "Values go into the page with textContent." },
      ],
      "no-restricted-exports": ["error", { restrictDefaultExports: { direct: true } }],
      "no-restricted-globals": [
        "error",
        { name: "fetch", message: "js/api.js is the only door to the service." },
      ],
      "prefer-const": "error",
    },
  },
  {
    files: ["frontend/js/api.js", "frontend/sw.js", "tests/frontend/**/*.js", "eslint.config.js"],
    rules: { "no-restricted-globals": "off" },
  },
];
