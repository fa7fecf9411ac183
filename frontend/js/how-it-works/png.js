/** A PNG that came inside an answer, as numbers. */

import { context2d } from "../ink.js";

/**
 * @param {string} address data: address of a grey PNG
 * @returns {Promise<{width: number, height: number, greys: number[]}>} greys 0 to 255, row by row
 */
export async function greysOf(address) {
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  const context = context2d(canvas);
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  return {
    width: canvas.width,
    height: canvas.height,
    greys: Array.from({ length: data.length / 4 }, (_, i) => data[4 * i] ?? 0),
  };
}
