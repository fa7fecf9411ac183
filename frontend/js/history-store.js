/** What was read before, kept in this browser's IndexedDB: the one door to it. */

/** @import { Memory } from "./types.js" */

const NAME = "digits";
const STORE = "memories";

/** So many are kept; the oldest go first. */
export const MOST = 60;

/** @returns {Promise<IDBDatabase>} rejected where the browser keeps nothing (a private window) */
export function open() {
  const asked = indexedDB.open(NAME, 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "id" });
  return settled(asked);
}

/**
 * @param {IDBDatabase} database
 * @param {Memory} memory replaces the one of the same id
 */
export async function keep(database, memory) {
  const store = database.transaction(STORE, "readwrite").objectStore(STORE);
  await settled(store.put(memory));
  const ids = /** @type {number[]} */ (await settled(store.getAllKeys()));
  for (const id of ids.slice(0, Math.max(0, ids.length - MOST))) await settled(store.delete(id));
}

/**
 * @param {IDBDatabase} database
 * @returns {Promise<Memory[]>} the newest first
 */
export async function all(database) {
  const kept = await settled(database.transaction(STORE).objectStore(STORE).getAll());
  return kept.reverse();
}

/** @param {IDBDatabase} database */
export async function forget(database) {
  await settled(database.transaction(STORE, "readwrite").objectStore(STORE).clear());
}

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
