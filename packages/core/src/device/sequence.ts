/** How far below the highest number a device's message may still come late. */
export const SEQUENCE_WINDOW = 64;

/** Which of a device's message numbers were taken: all up to the highest, but for the missing ones. */
export interface SequenceWindow {
  readonly highest: number;
  /** Rising; each within SEQUENCE_WINDOW of the highest. Whatever is lower counts as taken. */
  readonly missing: readonly number[];
}

export type Taken = { readonly fresh: false } | { readonly fresh: true; readonly window: SequenceWindow };

/**
 * Takes a message number once, in whatever order numbers come: the anti-replay window of RFC 4303, clause 3.4.3, as a list.
 * `window` is null before the first number of a device; that one is taken whatever it is.
 */
export function takeSequence(window: SequenceWindow | null, sequence: number): Taken {
  if (window === null) return { fresh: true, window: { highest: sequence, missing: [] } };
  const { highest, missing } = window;
  if (sequence <= highest) {
    if (!missing.includes(sequence)) return { fresh: false };
    return { fresh: true, window: { highest, missing: missing.filter((each) => each !== sequence) } };
  }
  const lowest = Math.max(sequence - SEQUENCE_WINDOW, 0);
  const from = Math.max(highest + 1, lowest);
  const skipped = Array.from({ length: sequence - from }, (_, n) => from + n);
  return {
    fresh: true,
    window: { highest: sequence, missing: [...missing.filter((each) => each >= lowest), ...skipped] },
  };
}
