import assert from "node:assert/strict";
import { test } from "node:test";

import { SAMPLES } from "../../frontend/js/samples.js";
import { PAD_SIDE, bounds, curves, extend } from "../../frontend/js/stroke.js";

const at = (x, y, pressure = 0.5) => ({ x, y, pressure });
const stroke = (...points) => ({ points, width: 20 });

test("a point that hardly moved adds nothing", () => {
  const before = stroke(at(10, 10));
  assert.equal(extend(before, at(10.5, 10.5)), before);
  assert.equal(extend(before, at(20, 10)).points.length, 2);
});

test("extending a stroke leaves the old one as it was", () => {
  const before = stroke(at(10, 10));
  extend(before, at(50, 50));
  assert.equal(before.points.length, 1);
});

test("a stroke of no points has no curves and one of a single point is a dot", () => {
  assert.deepEqual(curves(stroke()), []);
  const [dot, ...others] = curves(stroke(at(5, 6)));
  assert.equal(others.length, 0);
  assert.deepEqual([dot.from.x, dot.from.y, dot.to.x, dot.to.y], [5, 6, 5, 6]);
});

test("curves follow each other from the first point to the last", () => {
  for (const points of [2, 3, 4, 9]) {
    const drawn = stroke(...Array.from({ length: points }, (_, i) => at(i * 20, (i * 37) % 100)));
    const found = curves(drawn);
    assert.equal(found[0].from, drawn.points[0]);
    assert.equal(found.at(-1).to, drawn.points.at(-1));
    for (let i = 1; i < found.length; i++) assert.equal(found[i].from, found[i - 1].to);
  }
});

test("pressure makes the pen wider, and a mouse draws with the width that was chosen", () => {
  const width = (pressure) => curves(stroke(at(0, 0, pressure)))[0].width;
  assert.equal(width(0.5), 20);
  assert.ok(width(0.1) < width(0.5) && width(0.5) < width(1));
});

test("bounds hold the ink with the width of the pen", () => {
  assert.equal(bounds([]), null);
  assert.deepEqual(bounds([stroke(at(100, 50), at(120, 90))]), { x: 90, y: 40, width: 40, height: 60 });
});

test("each sample lies inside the pad", () => {
  assert.equal(SAMPLES.length, 10);
  for (const strokes of SAMPLES) {
    const box = bounds(strokes);
    assert.ok(box.x > 0 && box.y > 0 && box.x + box.width < PAD_SIDE && box.y + box.height < PAD_SIDE);
  }
});
