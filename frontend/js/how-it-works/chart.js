/** Two curves over the epochs of a training, as SVG. */

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 320;
const HEIGHT = 190;
const LEFT = 44;
const RIGHT = 8;
const TOP = 8;
const BOTTOM = 26;

/**
 * @param {Element} place emptied first
 * @param {{training: number[], validation: number[], text: string, epoch: string, write: (value: number) => string}} curves
 */
export function showChart(place, { training, validation, text, epoch, write }) {
  const all = [...training, ...validation];
  const scale = scaleOf(Math.min(...all), Math.max(...all), training.length);
  const svg = element("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": text });
  for (const value of scale.ticks) {
    const y = String(scale.y(value));
    svg.append(
      element("line", { class: "grid", x1: `${LEFT}`, x2: `${WIDTH - RIGHT}`, y1: y, y2: y }),
      label(LEFT - 6, scale.y(value) + 4, "end", write(value)),
    );
  }
  svg.append(
    label(LEFT, HEIGHT - 6, "start", "1"),
    label(WIDTH - RIGHT, HEIGHT - 6, "end", `${epoch} ${training.length}`),
    line("curve-training", training, scale),
    line("curve-validation", validation, scale),
  );
  place.replaceChildren(svg);
}

/**
 * Round numbers around the values, and where they lie.
 * @param {number} low
 * @param {number} high
 * @param {number} epochs
 */
export function scaleOf(low, high, epochs) {
  const rough = (high - low || Math.abs(high) || 1) / 3;
  const unit = 10 ** Math.floor(Math.log10(rough));
  const tick = unit * (rough / unit > 5 ? 10 : rough / unit > 2 ? 5 : rough / unit > 1 ? 2 : 1);
  const first = Math.floor(low / tick);
  const last = Math.ceil(high / tick);
  return {
    ticks: Array.from({ length: last - first + 1 }, (_, i) => (first + i) * tick),
    /** @param {number} epoch from 0 */
    x: (epoch) => LEFT + ((WIDTH - LEFT - RIGHT) * epoch) / Math.max(1, epochs - 1),
    /** @param {number} value */
    y: (value) =>
      TOP + ((HEIGHT - TOP - BOTTOM) * (last * tick - value)) / Math.max(tick, (last - first) * tick),
  };
}

/**
 * @param {string} name
 * @param {number[]} values
 * @param {ReturnType<typeof scaleOf>} scale
 */
function line(name, values, scale) {
  const points = values.map((value, epoch) => `${scale.x(epoch).toFixed(1)},${scale.y(value).toFixed(1)}`);
  return element("polyline", { class: name, points: points.join(" ") });
}

/**
 * @param {number} x
 * @param {number} y
 * @param {"start" | "end"} anchor
 * @param {string} text
 */
function label(x, y, anchor, text) {
  const found = element("text", { x: String(x), y: String(y), "text-anchor": anchor });
  found.textContent = text;
  return found;
}

/**
 * @param {string} name
 * @param {Record<string, string>} attributes
 */
function element(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
