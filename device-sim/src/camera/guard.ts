import type { Command, ResultMessage } from '@smart-latch/protocol';

/** 2-protocol: a camera answers at most 3 captures for one nonce. */
export const CAPTURE = { perNonce: 3, nonces: 8 } as const;

interface Seen {
  /** Hex. */
  readonly nonce: string;
  /** Monotonic ms of the first command or wake with this nonce: the camera's only measure of its age. */
  readonly sinceMs: number;
  readonly captures: readonly { readonly commandId: string; readonly result: ResultMessage | null }[];
}

export interface CaptureState {
  /** In the order in which they were first seen; the oldest goes first. */
  readonly seen: readonly Seen[];
}

export const emptyCaptures: CaptureState = { seen: [] };

export type CaptureVerdict =
  | { readonly is: 'accepted'; readonly state: CaptureState; readonly nonce: Uint8Array; readonly latch: string }
  | { readonly is: 'repeated'; readonly result: ResultMessage | null }
  | { readonly is: 'refused'; readonly reason: 'retained' | 'wrong_device' | 'no_attempt' | 'expired' | 'replayed' };

/** Marks a nonce as seen, by a wake of the latch or by the first capture. */
export const noteNonce = (state: CaptureState, nowMs: number, nonce: string): CaptureState =>
  state.seen.some((s) => s.nonce === nonce)
    ? state
    : { seen: [...state.seen, { nonce, sinceMs: nowMs, captures: [] }].slice(-CAPTURE.nonces) };

/**
 * What a camera does with a verified command: only `capture`, only for a latch that it is paired with, only with a nonce,
 * at most 3 times per nonce and within the ttl since it first heard of that nonce.
 */
export const judgeCapture = (
  state: CaptureState,
  nowMs: number,
  command: Command,
  retained: boolean,
  isPaired: (latch: string) => boolean,
): CaptureVerdict => {
  const { binding, commandId, args, op, ttlMs } = command;
  if (op !== 'capture') return { is: 'refused', reason: 'wrong_device' };
  if (retained) return { is: 'refused', reason: 'retained' };
  if (!('nonce' in binding) || !args.latch || !isPaired(args.latch)) return { is: 'refused', reason: 'no_attempt' };
  const nonce = hexOf(binding.nonce);
  const id = hexOf(commandId);
  const noted = noteNonce(state, nowMs, nonce);
  const seen = noted.seen.find((s) => s.nonce === nonce);
  const earlier = seen?.captures.find((capture) => capture.commandId === id);
  if (earlier) return { is: 'repeated', result: earlier.result };
  if (!seen || nowMs - seen.sinceMs > ttlMs) return { is: 'refused', reason: 'expired' };
  if (seen.captures.length >= CAPTURE.perNonce) return { is: 'refused', reason: 'replayed' };
  const captures = [...seen.captures, { commandId: id, result: null }];
  return {
    is: 'accepted',
    state: { seen: noted.seen.map((s) => (s === seen ? { ...s, captures } : s)) },
    nonce: binding.nonce,
    latch: args.latch,
  };
};

/** Keeps what a capture came to, for when the same command comes again. */
export const keepResult = (state: CaptureState, result: ResultMessage): CaptureState => {
  const id = hexOf(result.commandId);
  return {
    seen: state.seen.map((s) => ({
      ...s,
      captures: s.captures.map((capture) => (capture.commandId === id ? { ...capture, result } : capture)),
    })),
  };
};

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
