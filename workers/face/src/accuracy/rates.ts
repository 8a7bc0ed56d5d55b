/** True accept rate: share of genuine scores that reach the threshold. False accept rate: the same of impostor scores. */
export interface Rate {
  readonly threshold: number;
  readonly trueAccept: number;
  readonly falseAccept: number;
  readonly falseAccepts: number;
}

/** Scores (cosines) of comparisons of one person with themselves and of two different people. */
export interface Scores {
  readonly genuine: readonly number[];
  readonly impostor: readonly number[];
}

export function rateAt({ genuine, impostor }: Scores, threshold: number): Rate {
  const accepted = (scores: readonly number[]): number => scores.filter((score) => score >= threshold).length;
  const falseAccepts = accepted(impostor);
  return {
    threshold,
    trueAccept: accepted(genuine) / genuine.length,
    falseAccept: falseAccepts / impostor.length,
    falseAccepts,
  };
}

/**
 * The rates at the lowest threshold that lets at most this share of impostors through, or null when there are too few
 * impostor pairs (under ten at that rate) to say.
 */
export function rateAtFalseAccept(scores: Scores, falseAccept: number): Rate | null {
  const allowed = Math.floor(scores.impostor.length * falseAccept);
  if (allowed < 10) return null;
  const descending = Float64Array.from(scores.impostor).sort().reverse();
  return rateAt(scores, (descending[allowed] ?? 1) + 1e-9);
}

/** The value below which this share of the values lies; NaN of none. */
export function percentile(values: readonly number[], share: number): number {
  const ascending = Float64Array.from(values).sort();
  return ascending[Math.min(ascending.length - 1, Math.floor(ascending.length * share))] ?? Number.NaN;
}
