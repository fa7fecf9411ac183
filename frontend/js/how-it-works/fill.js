/** Puts values into the places that the page keeps for them: `data-value` names the place. */

/**
 * @param {ParentNode} root
 * @param {Record<string, string>} values by the name of their place; a name may have several places
 */
export function fill(root, values) {
  for (const [name, text] of Object.entries(values))
    for (const place of root.querySelectorAll(`[data-value="${name}"]`)) place.textContent = text;
}
