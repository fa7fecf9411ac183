/** One mark, one candidate: as `service/reading/overlaps.py` has it. */

/** @import { Candidate, Edges } from "./candidates.js" */

const MOST = 3000;
const SAME = 0.4;
const WITHIN = 0.8;
const CENTRAL = 0.5;

/**
 * @param {readonly Candidate[]} candidates
 * @returns {Candidate[]} without those that are another one again, the surest first
 */
export function distinct(candidates) {
  /** @type {Candidate[]} */
  const kept = [];
  for (const each of [...candidates].sort((a, b) => b.peak - a.peak).slice(0, MOST))
    if (!kept.some(({ edges }) => clash(edges, each.edges))) kept.push(each);
  return kept;
}

/** @param {Edges} a @param {Edges} b @returns {boolean} whether both stand for the same mark */
function clash(a, b) {
  const [areaA, areaB] = [areaOf(a), areaOf(b)];
  const shared =
    Math.max(0, Math.min(a[2], b[2]) - Math.max(a[0], b[0])) *
    Math.max(0, Math.min(a[3], b[3]) - Math.max(a[1], b[1]));
  if (shared / Math.max(areaA + areaB - shared, 1e-6) > SAME) return true;
  const larger = areaA > areaB ? a : b;
  const across = Math.abs(a[0] + a[2] - b[0] - b[2]) / Math.max(larger[2] - larger[0], 2e-6);
  const down = Math.abs(a[1] + a[3] - b[1] - b[3]) / Math.max(larger[3] - larger[1], 2e-6);
  return shared / Math.max(Math.min(areaA, areaB), 1e-6) > WITHIN && Math.max(across, down) < CENTRAL;
}

/** @param {Edges} edges */
function areaOf([left, top, right, bottom]) {
  return (right - left) * (bottom - top);
}
