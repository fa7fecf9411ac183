/** Resizes grey pictures as the service does: by area where they shrink, by neighbours where they grow. */

/**
 * @typedef {object} Grey
 * @property {number} width
 * @property {number} height
 * @property {Uint8Array} data row by row
 */

/**
 * Whole numbers as Python and OpenCV round them: halves go to the even neighbour.
 * @param {number} value
 */
export function round(value) {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return rest > 0.5 ? floor + 1 : floor;
  return floor % 2 === 0 ? floor : floor + 1;
}

/**
 * Each pixel of the smaller picture is the mean of the area that it covers.
 * @param {Grey} grey
 * @param {number} width at most that of `grey`
 * @param {number} height
 * @returns {Grey}
 */
export function shrink(grey, width, height) {
  if (grey.width === 2 * width && grey.height === 2 * height) return halved(grey, width, height);
  return separably(grey, width, height, coverage(grey.width, width), coverage(grey.height, height));
}

/**
 * Of four pixels their mean, which OpenCV rounds up here.
 * @param {Grey} grey
 * @param {number} width
 * @param {number} height
 * @returns {Grey}
 */
function halved(grey, width, height) {
  const data = new Uint8Array(width * height);
  const level = (/** @type {number} */ at) => grey.data[at] ?? 0;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [above, below] = [4 * y * width + 2 * x, (4 * y + 2) * width + 2 * x];
      data[y * width + x] = (level(above) + level(above + 1) + level(below) + level(below + 1) + 2) >> 2;
    }
  return { width, height, data };
}

/**
 * Each pixel of the larger picture lies between its neighbours in the smaller one.
 * @param {Grey} grey
 * @param {number} width
 * @param {number} height
 * @returns {Grey}
 */
export function enlarge(grey, width, height) {
  return separably(grey, width, height, between(grey.width, width), between(grey.height, height));
}

/**
 * @typedef {{from: number, weight: number}[][]} Weights by place in the new picture: what it takes from the old one
 */

/** @param {number} from pixels @param {number} to pixels @returns {Weights} */
function coverage(from, to) {
  const scale = from / to;
  return Array.from({ length: to }, (_, place) => {
    const [start, end] = [place * scale, Math.min((place + 1) * scale, from)];
    const taken = [];
    for (let at = Math.floor(start); at < end; at++) {
      const share = Math.min(at + 1, end) - Math.max(at, start);
      if (share > 1e-3) taken.push({ from: at, weight: share });
    }
    const total = taken.reduce((sum, { weight }) => sum + weight, 0);
    return taken.map(({ from, weight }) => ({ from, weight: weight / total }));
  });
}

/** @param {number} from pixels @param {number} to pixels @returns {Weights} */
function between(from, to) {
  return Array.from({ length: to }, (_, place) => {
    const middle = Math.min(from - 1, Math.max(0, ((place + 0.5) * from) / to - 0.5));
    const [low, share] = [Math.floor(middle), middle - Math.floor(middle)];
    return [
      { from: low, weight: 1 - share },
      { from: Math.min(low + 1, from - 1), weight: share },
    ];
  });
}

/**
 * @param {Grey} grey
 * @param {number} width
 * @param {number} height
 * @param {Weights} across
 * @param {Weights} down
 * @returns {Grey}
 */
function separably(grey, width, height, across, down) {
  const rows = new Float64Array(grey.height * width);
  for (let y = 0; y < grey.height; y++)
    for (const [x, taken] of across.entries()) {
      let sum = 0;
      for (const { from, weight } of taken) sum += weight * (grey.data[y * grey.width + from] ?? 0);
      rows[y * width + x] = sum;
    }
  const data = new Uint8Array(width * height);
  for (const [y, taken] of down.entries())
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (const { from, weight } of taken) sum += weight * (rows[from * width + x] ?? 0);
      data[y * width + x] = round(sum);
    }
  return { width, height, data };
}
