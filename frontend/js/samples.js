/** Ten handwritten digits to try, as strokes: drawn for this page, in pad units. */

/** @import { Stroke } from "./types.js" */

const WIDTH = 20;

/** By digit: its strokes, each as the places that the pen passed; a place given twice is a sharp corner. */
const PATHS = [
  ["140,50 100,65 82,110 80,150 92,200 130,228 168,215 192,175 196,125 184,78 152,54 132,52"],
  ["120,82 136,68 148,50 148,50 146,140 144,232"],
  ["88,96 100,64 142,50 180,70 180,108 154,150 116,190 84,222 84,222 130,216 204,222"],
  ["92,70 130,50 174,62 174,100 142,126 112,132 112,132 152,134 190,160 184,206 140,230 86,212"],
  ["122,50 102,108 82,160 82,160 140,158 208,152", "170,84 165,150 158,234"],
  ["110,60 104,96 99,126 99,126 140,112 184,134 190,180 160,222 118,230 84,208", "110,60 150,58 194,54"],
  ["174,50 130,80 98,130 88,182 106,222 146,232 182,206 182,170 152,148 114,160 92,192"],
  ["82,64 140,60 200,57 200,57 172,120 147,180 130,232"],
  ["182,84 152,50 110,58 102,96 140,130 180,164 184,208 142,232 98,212 102,170 140,132 178,106 182,84"],
  ["184,94 160,56 116,58 96,96 114,134 158,130 184,94 184,94 181,150 170,200 154,234"],
];

/** @type {readonly (readonly Stroke[])[]} by digit */
export const SAMPLES = PATHS.map((paths) =>
  paths.map((path) => ({ points: path.split(" ").map(point), width: WIDTH })),
);

/** @param {string} place as "x,y" */
function point(place) {
  const [x = 0, y = 0] = place.split(",").map(Number);
  return { x, y, pressure: 0.5 };
}
