import { loadPictures, picturesLens, silentLens } from '../camera/lens.ts';
import { loadCard } from '../card.ts';
import type { Home } from './home.ts';
import { lateLens, type Misbehaviour, misbehave } from './misbehave.ts';
import { nextOutcome, type Outcome, untilLocked } from './outcome.ts';
import { openSession, type Session } from './session.ts';
import type { Say } from './timeline.ts';

const RELOCK_DEADLINE_MS = 15_000;

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
    const outcome = await play(session, card, options.misbehave, say);
    say(outcome === 'opened' ? 'the door is open' : `the door stays shut: ${outcome}`);
    // Not before the bolt is in again: the server should not believe that an unlocked latch went away.
    await untilLocked(session.latch, RELOCK_DEADLINE_MS);
    return outcome;
  } finally {
    await session.close();
  }
};

export const lensOf = async (face: string | undefined) => {
  if (face === undefined) return null;
  return face === 'none' ? silentLens : picturesLens(await loadPictures(face));
};

const play = async (
  session: Session,
  card: Awaited<ReturnType<typeof loadCard>>,
  how: Misbehaviour | undefined,
  say: Say,
): Promise<Outcome> => {
  if (how) return misbehave(how, session, card, say);
  const outcome = nextOutcome(session.latch);
  await session.latch.tap(card);
  return outcome;
};
