import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type Card, type CardData, recordedCard, softwareCard, type Tapped } from '@smart-latch/device-sim';
import type { CredentialProof } from '@smart-latch/protocol';
import type { DoorCamera, DoorLatch } from '../boards/boards.ts';
import type { Cast, CastPicture } from '../cast.ts';
import type { Home } from './provision.ts';
import type { Moment, Timeline } from './timeline.ts';

/** Where the stories play: the door as people and boards have it. */
export interface Stage {
  readonly home: Home;
  readonly latch: DoorLatch;
  readonly camera: DoorCamera;
  readonly cast: Cast;
  readonly timeline: Timeline;
  readonly alice: Card;
  /** What somebody recorded of Alice's first tap. */
  recorded: { proof: CredentialProof | null; tapped: Tapped | null; attempt: string | null };
}

export interface Story {
  readonly title: string;
  readonly expected: string;
  /** What stands in front of the camera. */
  readonly pictures: readonly CastPicture[];
  /** Plays it and says what came of it. */
  readonly play: (stage: Stage) => Promise<string>;
}

export interface Played extends Story {
  readonly actual: string;
  readonly moments: readonly Moment[];
}

const DECISION_DEADLINE_MS = 16_000;

export const STORIES: readonly Story[] = [
  {
    title: 'right card, right face',
    expected: 'unlocked',
    pictures: ['alice-probe-1'],
    play: async (stage) => {
      const proof = await stage.alice.present();
      const { outcome, tapped, attempt } = await tapWith(stage, recordedCard(proof));
      Object.assign(stage.recorded, { proof, tapped, attempt });
      return outcome;
    },
  },
  {
    title: "right card, the other resident's face, two frames",
    expected: 'face_no_match',
    pictures: ['bob-probe-1', 'bob-probe-2'],
    play: async (stage) => (await tapWith(stage, stage.alice)).outcome,
  },
  {
    title: 'unknown card',
    expected: 'unknown_credential',
    pictures: [],
    play: async (stage) => (await tapWith(stage, strangersCard())).outcome,
  },
  {
    title: 'an old SUN message again under a new tap id and nonce',
    expected: 'credential_replayed',
    pictures: [],
    play: async (stage) => {
      if (!stage.recorded.proof) throw new Error('the first story must be played first: nothing was recorded');
      return (await tapWith(stage, recordedCard(stage.recorded.proof))).outcome;
    },
  },
  {
    title: 'the same tap bytes again',
    expected: 'the first attempt, no second command',
    pictures: [],
    play: playSameBytes,
  },
  {
    title: 'photo too dark, three frames',
    expected: 'low_quality',
    pictures: ['too-dark', 'too-dark', 'too-dark'],
    play: async (stage) => (await tapWith(stage, stage.alice)).outcome,
  },
  {
    title: 'an empty hall, three frames',
    expected: 'no_face',
    pictures: ['empty-hall', 'empty-hall', 'empty-hall'],
    play: async (stage) => (await tapWith(stage, stage.alice)).outcome,
  },
  {
    title: 'a connected camera that sends nothing',
    expected: 'second_factor_timeout',
    pictures: [],
    play: async (stage) => (await tapWith(stage, stage.alice)).outcome,
  },
  {
    title: 'remote unlock by the owner',
    expected: 'unlocked',
    pictures: [],
    play: playRemote,
  },
];

/** Sets the scene, plays, waits until the bolt is home again. */
export const playStory = async (stage: Stage, story: Story): Promise<Played> => {
  await untilLocked(stage.latch);
  await stage.camera.show(story.pictures.map((name) => stage.cast[name]));
  const startMs = Date.now();
  const actual = await story.play(stage).catch((error: Error) => `failed: ${error.message}`);
  const moments = stage.timeline.since(startMs);
  return { ...story, actual, moments };
};

const untilLocked = async (latch: DoorLatch): Promise<void> => {
  const giveUpMs = Date.now() + 10_000;
  while (!latch.isLocked()) {
    if (Date.now() > giveUpMs) throw new Error('the latch did not lock again');
    await delay(20);
  }
};

const tapWith = async ({ home, latch, timeline }: Stage, card: Card) => {
  const sinceMs = Date.now();
  const tapped = await latch.tap(card);
  const decided = await timeline.until('a decision', sinceMs, isDecision, DECISION_DEADLINE_MS);
  const attempt = decided.attempt ?? '';
  return { tapped, attempt, outcome: await outcomeOf(home, timeline, attempt, sinceMs) };
};

const isDecision = (moment: Moment): boolean => moment.step === 8;

/** What the API says of the attempt, once the latch has reported. */
const outcomeOf = async (home: Home, timeline: Timeline, attempt: string, sinceMs: number): Promise<string> => {
  const read = () =>
    home.api.get('/v1/sites/{site}/attempts/{attempt}', { params: { path: { site: home.site, attempt } } });
  const decided = await read();
  if (decided.state !== 'granted' && decided.state !== 'opened') {
    await timeline.until(
      'the live event',
      sinceMs,
      (moment) => moment.who === 'api' && moment.attempt === attempt,
      3_000,
    );
    return decided.reason ?? decided.state;
  }
  await timeline.until('the live event that the door opened', sinceMs, (moment) => isOpened(moment, attempt), 6_000);
  const ended = await read();
  return ended.state === 'opened' ? 'unlocked' : (ended.reason ?? ended.state);
};

const isOpened = (moment: Moment, attempt: string): boolean =>
  moment.who === 'api' && moment.attempt === attempt && moment.what.endsWith('opened');

/** The same bytes again must find the first attempt, and the latch must hear nothing new. */
async function playSameBytes({ latch, timeline, recorded }: Stage): Promise<string> {
  if (!recorded.tapped) throw new Error('the first story must be played first: nothing was recorded');
  let commands = 0;
  const count = () => {
    commands += 1;
  };
  latch.on('received', count);
  const sinceMs = Date.now();
  await latch.resend(recorded.tapped);
  const checked = await timeline.until('the check of the tap', sinceMs, (moment) => moment.step === 3, 5_000);
  await delay(700); // longer than a sweep: whatever would be sent again has been
  latch.off('received', count);
  if (checked.attempt !== recorded.attempt) return 'another attempt';
  return commands === 0 ? 'the first attempt, no second command' : `the first attempt, ${commands} more commands`;
}

async function playRemote({ home, timeline }: Stage): Promise<string> {
  const sinceMs = Date.now();
  const { api, site, latch } = home;
  const { attempt } = await api.post('/v1/sites/{site}/latches/{latch}/unlock', { params: { path: { site, latch } } });
  await timeline.until('a decision', sinceMs, (moment) => isDecision(moment) && moment.attempt === attempt, 8_000);
  return outcomeOf(home, timeline, attempt, sinceMs);
}

/** Genuine, but of another system: its keys are none of ours. */
const strangersCard = (): Card => {
  const data: CardData = {
    kind: 'ntag424',
    uid: `04${randomBytes(6).toString('hex')}`,
    keyId: 1,
    metaReadKey: randomBytes(16).toString('hex'),
    fileReadKey: randomBytes(16).toString('hex'),
    counter: 0,
  };
  return softwareCard(data);
};
