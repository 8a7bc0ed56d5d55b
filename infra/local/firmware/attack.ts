import type { Op } from '@smart-latch/protocol';
import type { DoorLatch } from '../boards/boards.ts';
import { eventually } from '../eventually.ts';
import type { HostileBroker } from './hostile-broker.ts';
import type { Mutant } from './mutations.ts';

const HEARD_DEADLINE_MS = 20_000;
/** Longer than the pause between two results that wait for their turn, and than a PUBACK takes. */
const QUIET_MS = 300;

/** What a latch did with each command that reached it, in order. */
export interface Witness {
  /** Times that the bolt was driven out. */
  opened(): number;
  /** Whether the bolt is in, and at rest. */
  isHome(): boolean;
  /** Whether the latch has said all it had to say: its refusals leave at the rate of the topic table. */
  isQuiet(): boolean;
  /** How often each reason was given. */
  readonly reasons: Map<string, number>;
  /** Publishes a command of the platform to the latch, and waits until it has heard it. */
  deliver(op: Op, bytes: Uint8Array): Promise<void>;
  /** Publishes the mutants and says which of them were not refused as they should be, or moved the bolt. */
  attack(mutants: readonly Mutant[]): Promise<readonly string[]>;
}

/** One that every latch refuses: once it is heard, so is everything before it. */
const LAST: Mutant = { how: 'the last', op: 'unlock', bytes: new Uint8Array(1), reasons: ['bad_signature'] };

export const watch = (latch: DoorLatch, broker: HostileBroker): Witness => {
  const heard: string[][] = [];
  const reasons = new Map<string, number>();
  let opened = 0;
  latch.on('received', ({ topic }) => {
    if (topic.startsWith('cmd/')) heard.push([]);
  });
  latch.on('refused', ({ reason }) => {
    heard.at(-1)?.push(reason);
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  });
  let isHome = latch.isLocked();
  latch.on('moved', ({ at }) => {
    isHome = at === 'locked';
  });
  latch.on('moving', ({ to }) => {
    isHome = false;
    if (to === 'unlocked') opened += 1;
  });
  let saidAtMs = 0;
  latch.on('published', ({ topic }) => {
    if (topic.startsWith('result/')) saidAtMs = Date.now();
  });
  return {
    opened: () => opened,
    isQuiet: () => Date.now() - saidAtMs > QUIET_MS,
    isHome: () => isHome,
    reasons,
    deliver: async (op, bytes) => {
      const before = heard.length;
      await broker.inject(latch.device, `cmd/${op}`, bytes);
      // What it tells at its rig may come later than its PUBACK.
      await eventually('the latch heard the command', () => heard.length > before, HEARD_DEADLINE_MS);
    },
    attack: async (mutants) => {
      const [before, movesBefore] = [heard.length, opened];
      const all = [...mutants, LAST];
      await Promise.all(
        all.map(({ op, bytes, retain = false }) => broker.inject(latch.device, `cmd/${op}`, bytes, { retain })),
      );
      await eventually('the latch heard every command', () => heard.length >= before + all.length, HEARD_DEADLINE_MS);
      const wrong = mutants.flatMap(({ how, reasons: right }, index) => {
        const said = heard[before + index] ?? [];
        return said.length < 2 && right.includes(said[0] ?? '') ? [] : [`${how}: ${said.join(', ') || 'not refused'}`];
      });
      return opened === movesBefore ? wrong : [...wrong, 'the bolt was driven out'];
    },
  };
};
