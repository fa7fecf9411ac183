/** Numbers and dates as a language writes them. */

/**
 * @param {string} language
 * @param {string} over what stands for "more than" in a sentence
 */
export function formats(language, over) {
  const percents = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 });
  const exactPercents = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 2 });
  const wholePercents = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 });
  const numbers = new Intl.NumberFormat(language);
  const decimals = new Intl.NumberFormat(language, { maximumSignificantDigits: 4 });
  const dates = new Intl.DateTimeFormat(language, { dateStyle: "medium" });
  const moments = new Intl.DateTimeFormat(language, { dateStyle: "short", timeStyle: "short" });

  /**
   * Never "100%" for what is merely very likely, nor "0%" for what is merely unlikely.
   * @param {number} share 0 to 1
   */
  const percent = (share) => {
    if (share > 0 && share < 0.001) return `<${percents.format(0.001)}`;
    if (share < 1 && share > 0.999) return `>${percents.format(0.999)}`;
    return percents.format(share);
  };
  /** @param {number} share */
  const roughPercent = (share) =>
    (share > 0.99 && share < 1 ? percent(share) : wholePercents.format(share)).replace(">", `${over} `);

  return {
    percent,
    roughPercent,
    /** @param {number} share */
    exactPercent: (share) => exactPercents.format(share),
    /** @param {number} value */
    count: (value) => numbers.format(value),
    /** @param {number} value */
    decimal: (value) => decimals.format(value),
    /** @param {string} iso */
    date: (iso) => dates.format(new Date(iso)),
    /** @param {number} time milliseconds since 1970 */
    moment: (time) => moments.format(new Date(time)),
  };
}
