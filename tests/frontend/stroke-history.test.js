import assert from "node:assert/strict";
import { test } from "node:test";

import { StrokeHistory } from "../../frontend/js/stroke-history.js";

const stroke = (x) => ({ points: [{ x, y: 0, pressure: 0.5 }], width: 20 });

test("undo and redo walk through every state, to its ends and no further", () => {
  const history = new StrokeHistory();
  const states = [history.strokes];
  for (const x of [1, 2, 3]) {
    history.add(stroke(x));
    states.push(history.strokes);
  }
  for (const state of states.slice(0, -1).reverse()) {
    history.undo();
    assert.equal(history.strokes, state);
  }
  history.undo();
  assert.equal(history.canUndo, false);
  for (const state of states.slice(1)) {
    history.redo();
    assert.equal(history.strokes, state);
  }
  history.redo();
  assert.equal(history.canRedo, false);
});

test("clearing can be undone", () => {
  const history = new StrokeHistory();
  history.add(stroke(1));
  history.clear();
  assert.equal(history.strokes.length, 0);
  history.undo();
  assert.equal(history.strokes.length, 1);
});

test("clearing an empty pad is no change", () => {
  const history = new StrokeHistory();
  history.clear();
  assert.equal(history.canUndo, false);
});

test("a new stroke forgets what could have been redone", () => {
  const history = new StrokeHistory();
  history.add(stroke(1));
  history.undo();
  history.add(stroke(2));
  assert.equal(history.canRedo, false);
});
