/** Has the browser keep what is needed without a connection, once the page has nothing better to do. */

import { fetchNetwork } from "./api.js";

/** Milliseconds after the page is there: its first seconds belong to the person. */
const LATER = 3_000;

export function prepareOffline() {
  if (!("serviceWorker" in navigator) || !isSecureContext) return;
  setTimeout(async () => {
    try {
      await navigator.serviceWorker.register("sw.js");
      await keepNetwork();
    } catch (error) {
      console.info(error); // a private window, or a browser that was told to keep nothing
    }
  }, LATER);
}

/** Has the service worker, where there is one, keep the network that serves now; hardly sent if it has it. */
export async function keepNetwork() {
  if (!navigator.serviceWorker?.controller) return;
  try {
    await fetchNetwork();
  } catch {
    // Without a connection the one that was kept is as good as any.
  }
}
