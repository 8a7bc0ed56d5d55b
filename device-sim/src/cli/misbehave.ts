import { setTimeout as sleep } from 'node:timers/promises';
import type { Lens } from '../camera/lens.ts';
import { type Card, recordedCard } from '../card.ts';
import type { Latch } from '../latch/latch.ts';
import { nextOutcome, type Outcome } from './outcome.ts';
import type { Say } from './timeline.ts';

export const MISBEHAVIOURS = {
  replay: 'tap, then say the same card message again under a new tap id and nonce',
  flood: 'tap, then publish the tap 500 times as fast as it goes',
  late: 'the camera sends its picture 12 s after it was asked',
  'bad-mac': 'publish the tap with one bit of its MAC flipped',
} as const;
export type Misbehaviour = keyof typeof MISBEHAVIOURS;

const LATE_MS = 12_000;
const FLOOD_TAPS = 500;
const BETWEEN_TAPS_MS = 1_500;

/** The lens of a slow camera. */
export const lateLens =
  (lens: Lens): Lens =>
  async (n) => {
    await sleep(LATE_MS);
    return lens(n);
  };

/** Does the wrong thing at the latch and tells what the person would see. `late` is the camera's affair: a plain tap here. */
export const misbehave = async (how: Misbehaviour, latch: Latch, card: Card, say: Say): Promise<Outcome> => {
  if (how === 'late') return plainTap(latch, card);
  if (how === 'bad-mac') return badMac(latch, card, say);
  if (how === 'flood') return flood(latch, card, say);
  const recorded = recordedCard(await card.present());
  say('the card as its owner uses it:');
  say(`  -> ${await plainTap(latch, recorded)}`);
  await sleep(BETWEEN_TAPS_MS);
  say('the same message of the card again, under a new tap id and nonce:');
  return plainTap(latch, recorded);
};

const plainTap = async (latch: Latch, card: Card): Promise<Outcome> => {
  const outcome = nextOutcome(latch);
  await latch.tap(card);
  return outcome;
};

/** The good tap is held back; what leaves is a copy with a flipped bit. Nobody may answer it. */
const badMac = async (latch: Latch, card: Card, say: Say): Promise<Outcome> => {
  const outcome = nextOutcome(latch);
  await latch.tap(card, (bytes) => {
    const flipped = Uint8Array.from(bytes);
    flipped[flipped.length - 1] = (flipped.at(-1) ?? 0) ^ 1;
    return flipped;
  });
  say('a tap that nobody can believe is not answered; the latch gives up after 20 s');
  return outcome;
};

const flood = async (latch: Latch, card: Card, say: Say): Promise<Outcome> => {
  const outcome = nextOutcome(latch);
  const { bytes } = await latch.tap(card);
  for (let i = 0; i < FLOOD_TAPS; i += 1) latch.publishRaw('nfc/tap', bytes);
  say(`published ${FLOOD_TAPS} taps at once: the broker slows this device or drops it`);
  return outcome;
};
