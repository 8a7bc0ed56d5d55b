import { loadPictures, picturesLens, silentLens } from '../camera/lens.ts';
import { loadCard } from '../card.ts';
import type { Home } from './home.ts';
import { lateLens, type Misbehaviour, misbehave } from './misbehave.ts';
import { nextOutcome, type Outcome } from './outcome.ts';
import { openSession, type Session } from './session.ts';
import type { Say } from './timeline.ts';

export interface TapOptions {
  readonly latch: string;
  readonly card: string;
  /** A JPEG file, or a folder with some; `none` is a camera that is connected and sends nothing. */
  readonly face?: string | undefined;
  readonly camera?: string | undefined;
  readonly wake: boolean;
  readonly travelMs?: number | undefined;
  readonly misbehave?: Misbehaviour | undefined;
}

/** One person at the door: starts the devices, taps, waits for what the latch shows. */
export const tapOnce = async (home: Home, options: TapOptions, say: Say): Promise<Outcome> => {
  // Everything that can be wrong with the files is found before a device connects.
  const card = await loadCard(home.cardFile(options.card));
  const face = await lensOf(options.face);
  const session = await openSession(
    home,
    {
      ...options,
      withCamera: face !== null,
      lens: options.misbehave === 'late' && face ? lateLens(face) : (face ?? silentLens),
    },
    say,
  );
  try {
    return await play(session, card, options.misbehave, say);
  } finally {
    await session.close();
  }
};

export const lensOf = async (face: string | undefined) => {
  if (face === undefined) return null;
  return face === 'none' ? silentLens : picturesLens(await loadPictures(face));
};

const play = async (
  { latch }: Session,
  card: Awaited<ReturnType<typeof loadCard>>,
  how: Misbehaviour | undefined,
  say: Say,
): Promise<Outcome> => {
  if (how) return misbehave(how, latch, card, say);
  const outcome = nextOutcome(latch);
  await latch.tap(card);
  return outcome;
};
