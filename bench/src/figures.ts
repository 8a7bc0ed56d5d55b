/** One figure of a result file. A ratio stands beside every figure that has a reference in the same run. */
export interface Row {
  readonly metric: string;
  readonly value: number;
  readonly unit: string;
  /** What `ratio` is taken against, in words; null when the figure stands alone. */
  readonly against: string | null;
  /** `value` divided by the reference; null without one. */
  readonly ratio: number | null;
}

/** What a figure is held against: words for the reader, and the reference's value in the figure's unit. */
export interface Reference {
  readonly name: string;
  readonly value: number;
}

export interface Summary {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/**
 * The smallest value that at least `percent` of all do not exceed (nearest rank), so it is always one that was measured.
 * @throws RangeError for no values at all, or a percentage outside 0..100
 */
export const percentile = (values: readonly number[], percent: number): number => {
  if (!(percent >= 0 && percent <= 100)) throw new RangeError(`a percentile is 0 to 100, not ${percent}`);
  const sorted = values.toSorted((a, b) => a - b);
  const found = sorted[Math.max(Math.ceil((percent / 100) * sorted.length), 1) - 1];
  if (found === undefined) throw new RangeError('nothing was measured');
  return found;
};

export const summaryOf = (values: readonly number[]): Summary => ({
  count: values.length,
  p50: percentile(values, 50),
  p95: percentile(values, 95),
  p99: percentile(values, 99),
});

const DECIMALS = 1_000;
const rounded = (value: number): number => Math.round(value * DECIMALS) / DECIMALS;

/** One row; figures are rounded to three decimals, the ratio is of the exact ones. A reference of 0 gives no ratio. */
export const rowOf = (metric: string, value: number, unit: string, reference?: Reference): Row => ({
  metric,
  value: rounded(value),
  unit,
  against: reference?.name ?? null,
  ratio: reference && reference.value > 0 ? rounded(value / reference.value) : null,
});

/** A summary's percentiles as a reference; those that are missing give no ratio. */
export interface SummaryReference {
  readonly name: string;
  readonly took: Partial<Summary>;
}

/** A row for each of the named percentiles of durations in ms (`metric.p50` and so on), against the same of the reference. */
export const rowsOf = (
  metric: string,
  summary: Summary,
  percents: readonly (keyof Omit<Summary, 'count'>)[],
  reference?: SummaryReference,
): Row[] =>
  percents.map((percent) => {
    const value = reference?.took[percent];
    const against = reference && value !== undefined ? { name: `${reference.name}, ${percent}`, value } : undefined;
    return rowOf(`${metric}.${percent}`, summary[percent], 'ms', against);
  });
