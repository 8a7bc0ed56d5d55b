import { setTimeout as sleep } from 'node:timers/promises';
import type { Camera } from '../camera/camera.ts';
import type { Lens } from '../camera/lens.ts';
import { type Card, recordedCard } from '../card.ts';
import type { Latch } from '../latch/latch.ts';
import { until } from '../until.ts';
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

/** The lens of a slow camera: one picture, late, and none when it is asked again. */
export const lateLens =
  (lens: Lens): Lens =>
  async (n) => {
    await sleep(LATE_MS, undefined, { ref: false });
    return n === 0 ? lens(n) : null;
  };

/** Until the late picture is with the broker. */
const lateFrame = (camera: Camera): Promise<unknown> =>
  until(camera.trace, 'acked', ({ topic }) => topic === 'face/frame', LATE_MS + 5_000).catch(() => undefined);

/** Does the wrong thing at the door and tells what the person would see. */
export const misbehave = async (
  how: Misbehaviour,
  { latch, camera }: { readonly latch: Latch; readonly camera: Camera | null },
  card: Card,
  say: Say,
): Promise<Outcome> => {
  if (how === 'late') {
    if (!camera) throw new Error('a late picture needs a picture: add --face PATH');
    const [outcome] = await Promise.all([plainTap(latch, card), lateFrame(camera)]);
    return outcome;
  }
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
