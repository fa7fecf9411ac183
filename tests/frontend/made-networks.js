/** Networks that `tests/browser_values.py` has too: they tell what the ink at a place says, and nothing sensible. */

const CELL = 4;
const CLASSES = 18;
const CHANNELS = 29;

/** A reader that sees marks where it is dark. */
export function maps({ width, height, data }) {
  const [columns, rows] = [width / CELL, height / CELL];
  const found = [];
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const quarters = [0, 1, 2, 3].map((quarter) => {
        const [x, y] = [CELL * column + 2 * (quarter % 2), CELL * row + 2 * (quarter >> 1)];
        const [above, below] = [y * width + x, (y + 1) * width + x];
        return (data[above] + data[above + 1] + data[below] + data[below + 1] - 512) / 4 / 127;
      });
      const ink = quarters.reduce((sum, value) => sum + value, 0) / 4;
      const labels = Array.from({ length: CLASSES }, (_, at) =>
        (row + column) % CLASSES === at ? 4 * ink : 0,
      );
      found.push(9 * ink - 3, ...labels, ink - 0.3, ink + 0.2);
      found.push(
        ((column % 3) - 1) * 0.3 + 0.02 * (row % 5),
        ((row % 3) - 1) * 0.3,
        ink - 0.4 + 0.1 * (column % 4),
      );
      found.push(8 * ink - width / 40, ...quarters.map((value) => 10 * value - 3));
    }
  return { width: columns, height: rows, channels: CHANNELS, data: Float32Array.from(found) };
}

/** A digit network that looks where the ink lies, from top to bottom. */
export function logits(digit) {
  const mean = (from, to) => {
    const sum = digit.slice(28 * from, 28 * to).reduce((all, value) => all + value, 0);
    return sum / (28 * (to - from)) / 32;
  };
  const rows = Array.from({ length: 10 }, (_, at) => mean(2 * at + 3, 2 * at + 4));
  return Float32Array.from([...rows, mean(0, 28) / 2]);
}
