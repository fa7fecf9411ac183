/** Which doubt is meant where an answer is uncertain, as `service/verdict.py` has it. */

/**
 * Whether it is likelier no digit than another one: then neither the other one nor how sure is worth telling.
 * @param {{verdict: string, confidence: number | null, digit_score: number}} answer
 */
export function mayBeNone({ verdict, confidence, digit_score: score }) {
  if (verdict !== "uncertain" || confidence === null || score === confidence) return false;
  return 1 - score > score * (1 - confidence);
}
