import type { Command, ResultMessage } from '@smart-latch/protocol';
import { hex } from '../bytes.ts';
import { NONCE } from './nonces.ts';
import type { LatchState } from './state.ts';

/** Why a verified command is refused, each with one cause. */
export type Refusal = 'wrong_device' | 'retained' | 'no_attempt' | 'expired' | 'replayed';

export type Verdict =
  | { readonly is: 'accepted'; readonly nonce: string | null }
  /** The same command came again: nothing moves, the result is said again (null: it is not known yet). */
  | { readonly is: 'repeated'; readonly result: ResultMessage | null }
  | { readonly is: 'refused'; readonly reason: Refusal };

const refused = (reason: Refusal): Verdict => ({ is: 'refused', reason });

/**
 * Freshness, after signature and device were checked: an unlock or a deny must name a nonce that this latch gave and nobody
 * used, within its ttl; a lock, a challenge or a reboot must name this boot and a higher counter than the last.
 */
export const judgeCommand = (state: LatchState, nowMs: number, command: Command, retained: boolean): Verdict => {
  if (command.op === 'capture') return refused('wrong_device');
  if (retained) return refused('retained');
  const isNonceBound = command.op === 'unlock' || command.op === 'deny';
  return isNonceBound ? judgeNonce(state, nowMs, command) : judgeCounter(state, command);
};

const judgeNonce = (state: LatchState, nowMs: number, { binding, commandId, ttlMs }: Command): Verdict => {
  const nonce = 'nonce' in binding ? hex(binding.nonce) : null;
  const slot = state.nonces.find((s) => s.nonce === nonce);
  if (!slot) return refused('no_attempt');
  if (slot.usedBy === hex(commandId)) return { is: 'repeated', result: slot.result };
  if (slot.usedBy !== null) return refused('replayed');
  const lifeMs = Math.min(ttlMs, NONCE.openMs);
  return nowMs - slot.issuedAtMs > lifeMs ? refused('expired') : { is: 'accepted', nonce: slot.nonce };
};

const judgeCounter = (state: LatchState, { binding, commandId }: Command): Verdict => {
  if (!('boot' in binding) || hex(binding.boot) !== state.boot) return refused('expired');
  if (binding.counter > state.counter) return { is: 'accepted', nonce: null };
  const last = state.lastBootBound;
  const isLast = binding.counter === state.counter && last?.commandId === hex(commandId);
  return isLast ? { is: 'repeated', result: last.result } : refused('replayed');
};
