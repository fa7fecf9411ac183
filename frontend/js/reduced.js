/** A smaller copy of a picture: for a thumbnail, for the history. */

import { context2d } from "./ink.js";

/**
 * @param {Blob} picture
 * @param {number} side most pixels of the longer side
 * @returns {Promise<HTMLCanvasElement | null>} null where this browser cannot show the picture
 */
export async function reduced(picture, side) {
  let bitmap;
  try {
    bitmap = await createImageBitmap(picture);
  } catch {
    return null;
  }
  const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = context2d(canvas);
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return canvas;
}

/**
 * @param {HTMLCanvasElement} canvas
 * @returns {Promise<Blob>} a JPEG, or a PNG where a camera could not have made it
 */
export function toBlob(canvas, kind = "image/jpeg") {
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error("The canvas gave no picture."))),
      kind,
      0.9,
    ),
  );
}
