/** Has the browser keep what is needed without a connection, once the page has nothing better to do. */

/** Milliseconds after the page is there: its first seconds belong to the person. */
const LATER = 3_000;

export function prepareOffline() {
  if (!("serviceWorker" in navigator) || !isSecureContext) return;
  setTimeout(async () => {
    try {
      await navigator.serviceWorker.register("sw.js");
    } catch (error) {
      console.info(error); // a private window, or a browser that was told to keep nothing
    }
  }, LATER);
}
