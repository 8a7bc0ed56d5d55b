import { LATCH_STATES, LATCH_TRANSITIONS } from '@smart-latch/core';
import { describe, expect, inject, test } from 'vitest';
import { describeDifference } from './describe.ts';
import { linesOf, openLatchReplay, replayMoves } from './latch-replay.ts';
import { type Move, type Played, playMoves, playSeed, type Sequence } from './sequences.ts';
import { shrink } from './shrink.ts';
import { DEVICE } from './signed-bytes.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    soak: boolean;
  }
}

const SEQUENCES = inject('soak') ? 500_000 : 10_000;
/** Sequences on their way: bounds the memory of the lines that wait to be compared. */
const AHEAD = 64;

/** What the sequences reached, so that a generator that gets lazy is noticed. */
const reached = new Map<string, number>();
const reach = (what: string): void => void reached.set(what, (reached.get(what) ?? 0) + 1);

const play = (seed: number): Played =>
  playSeed(seed, DEVICE, (before, event, after, effects) => {
    reach(`${event.is} in ${before.phase}`);
    if (before.phase !== after.phase) reach(`${before.phase} to ${after.phase}`);
    for (const effect of effects) {
      if (effect.do === 'event') reach(effect.kind);
      if (effect.do === 'show') reach(`shows ${effect.what}`);
      if (effect.do === 'refused') reach(`refused as ${effect.reason}`);
      if (effect.do === 'result') reach(`${effect.op} ends ${effect.result.stages.at(-1)?.[0] ?? 'refused'}`);
    }
    if (after.nonces.length === 8) reach('eight nonces');
    if (event.is === 'command' && effects.length === 0) reach('a command that is still being obeyed comes again');
    if (after.pending.length > 1) reach('two commands wait for the bolt');
    if (before.pending.length === 8 && event.is === 'command') reach('a ninth command wants to wait');
    if (after.slowUntilMs > Number.NEGATIVE_INFINITY) reach('a slowed reader');
  });

const report = ({ seed, moves }: Sequence): string => {
  const differs = (some: readonly Move[]) => {
    const [ours, theirs] = [playMoves(some, DEVICE), replayMoves(some, DEVICE)];
    return ours.some((line, index) => line !== theirs[index]);
  };
  const shortest = shrink(moves, differs);
  const how = describeDifference(shortest, playMoves(shortest, DEVICE), replayMoves(shortest, DEVICE));
  return `device-sim and firmware part ways; the shortest part of sequence ${seed} that shows it:\n${how}`;
};

test(`the latch of device-sim and the latch of the firmware do the same in ${SEQUENCES} random sequences`, async () => {
  const replay = openLatchReplay(DEVICE);
  const waiting: Played[] = [];
  const compareOldest = async (): Promise<void> => {
    const oldest = waiting.shift();
    for (const line of oldest?.lines ?? []) {
      if ((await replay.told()) !== line && oldest) expect.fail(report(oldest.sequence));
    }
  };
  try {
    for (let seed = 1; seed <= SEQUENCES; seed += 1) {
      const played = play(seed);
      waiting.push(played);
      await replay.write(linesOf(played.sequence.moves));
      if (waiting.length > AHEAD) await compareOldest();
    }
    replay.end();
    while (waiting.length > 0) await compareOldest();
    expect(await replay.told()).toBeNull();
  } finally {
    replay.end();
  }
}, 3_600_000);

describe('the sequences reach', () => {
  const often = (what: string, atLeast = 20) => expect(reached.get(what) ?? 0, what).toBeGreaterThanOrEqual(atLeast);

  test('every phase, and in each of them every kind of event', () => {
    const kinds = [
      'tap',
      'command',
      'no-server',
      'bolt',
      'door',
      'exit',
      'tamper',
      'link',
      'configured',
      'tick',
      'boot',
    ];
    for (const phase of LATCH_STATES) for (const kind of kinds) often(`${kind} in ${phase}`, 1);
  });

  test('every way from one phase to another', () => {
    for (const phase of LATCH_STATES) {
      const next = new Set(Object.values(LATCH_TRANSITIONS[phase]).filter((to) => to !== phase));
      // Unlocking to Relocking takes the bolt's own time: it is passed through within one step.
      for (const to of next) if (`${phase} ${to}` !== 'Unlocking Unlocked') often(`${phase} to ${to}`, 5);
    }
  });

  test.each([
    ...['LockOperation', 'LockOperationError', 'DoorStateChange', 'door_forced_open', 'door_held_open'],
    ...['held_cleared', 'no_entry_after_grant', 'exit_button', 'tamper', 'denial_burst'],
  ])('the event %s', (kind) => often(kind));

  test.each(['bad_signature', 'unknown_key', 'wrong_device', 'no_attempt', 'expired', 'replayed', 'retained'])(
    'the refusal %s',
    (reason) => often(`refused as ${reason}`),
  );

  test.each(['ready', 'reading', 'open', 'try_again', 'not_allowed', 'wait', 'no_server', 'jammed', 'alarm'])(
    'the panel that shows %s',
    (what) => often(`shows ${what}`),
  );

  test.each([
    'unlock ends done',
    'unlock ends failed',
    'lock ends done',
    'lock ends failed',
    'lock ends waits_for_door',
  ])('%s', (end) => often(end));

  test('full tables, a slowed reader, commands that wait and commands that come again', () => {
    often('eight nonces');
    often('a slowed reader');
    often('two commands wait for the bolt');
    often('a ninth command wants to wait');
    often('a command that is still being obeyed comes again');
  });
});
