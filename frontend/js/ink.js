/** Puts strokes on a canvas: the one place that draws. */

/** @import { Stroke } from "./types.js" */

import { PAD_SIDE, curves } from "./stroke.js";

/**
 * @param {CanvasRenderingContext2D} context
 * @param {readonly Stroke[]} strokes
 * @param {string} colour any CSS colour
 */
export function drawStrokes(context, strokes, colour) {
  const scale = context.canvas.width / PAD_SIDE;
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.lineCap = "round";
  context.lineJoin = "round";
  context.strokeStyle = colour;
  for (const curve of strokes.flatMap(curves)) {
    context.lineWidth = curve.width;
    context.beginPath();
    context.moveTo(curve.from.x, curve.from.y);
    context.quadraticCurveTo(curve.control.x, curve.control.y, curve.to.x, curve.to.y);
    context.stroke();
  }
}

/**
 * The drawing as the service gets it, whatever the theme and the screen: black ink on white, 280x280.
 * @param {readonly Stroke[]} strokes
 * @returns {Promise<Blob>} a PNG
 */
export function toPicture(strokes) {
  const canvas = document.createElement("canvas");
  canvas.width = PAD_SIDE;
  canvas.height = PAD_SIDE;
  const context = context2d(canvas);
  context.fillStyle = "#fff";
  context.fillRect(0, 0, PAD_SIDE, PAD_SIDE);
  drawStrokes(context, strokes, "#000");
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error("The canvas gave no PNG."))),
      "image/png",
    ),
  );
}

/** @param {HTMLCanvasElement} canvas */
export function context2d(canvas) {
  const context = canvas.getContext("2d");
  if (!context) throw new Error("This browser has no 2D canvas.");
  return context;
}
