import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { enrolDevice, parseClaim, softwareCard, startCamera, startLatch } from '@smart-latch/device-sim';
import { makeCast } from '../cast.ts';
import { type Stack, type StackOptions, startStack } from '../stack.ts';
import { heldAll, tableText, timelineText } from './print.ts';
import { type Home, provisionHome } from './provision.ts';
import { writeReport } from './report.ts';
import { type Played, playStory, STORIES, type Stage } from './stories.ts';
import { followBoards, openTimeline } from './timeline.ts';

export interface DemoOptions {
  readonly dir: string;
  /** What the set-up wrote down: how long it downloaded. */
  readonly setupFile: string;
  readonly keep: boolean;
  readonly ports: NonNullable<StackOptions['ports']>;
  readonly mongodbUri: string | undefined;
  readonly signal: AbortSignal;
}

/** The bolt of the demo's latch is quick, so that nobody waits for it. */
const TRAVEL_MS = 250;

const say = (text: string): void => console.log(text);

/** Boots everything, provisions a home as a customer would, plays the stories. True when each came out as expected. */
export const playDemo = async (options: DemoOptions): Promise<boolean> => {
  const { dir, signal } = options;
  const startMs = Date.now();
  const since = () => `${((Date.now() - startMs) / 1000).toFixed(1)} s`;
  await mkdir(dir, { recursive: true });
  const cast = await makeCast(join(dir, 'cast'));
  const stack = await startStack({
    dir,
    ports: options.ports,
    ...(options.mongodbUri ? { mongodbUri: options.mongodbUri } : {}),
    say: (what) => say(`[${since()}] starting ${what}`),
  });
  const stop = () => stack.stop();
  signal.addEventListener('abort', () => void stop(), { once: true });
  try {
    signal.throwIfAborted();
    say(`[${since()}] setting up a site, a door, two residents with cards and faces`);
    const home = await provisionHome(stack.apiUrl, dir, cast);
    const boards = await claimBoards(home);
    say(`[${since()}] the door is ready\n`);
    const played = await playAll({ stack, home, cast, boards });
    say(`\n${tableText(played)}\n`);
    const report = await writeReport(join(dir, 'report.html'), played, cast);
    say(`took ${since()}${await downloadNote(options.setupFile)}; the same with pictures: ${report}`);
    if (options.keep && heldAll(played)) await keepRunning(stack, home, signal);
    await Promise.all([boards.latch.close(), boards.camera.close()]);
    return heldAll(played);
  } finally {
    await stop();
  }
};

/** The two boards claim their places with the QR code of the app, over HTTPS, and connect to the broker. */
const claimBoards = async (home: Home) => {
  const [latchIdentity, cameraIdentity] = await Promise.all([
    enrolDevice(parseClaim(home.claims.latch), 'latch'),
    enrolDevice(parseClaim(home.claims.camera), 'camera'),
  ]);
  const camera = await startCamera({ identity: cameraIdentity, wakePort: null });
  const latch = await startLatch({ identity: latchIdentity, travelMs: TRAVEL_MS });
  return { latch, camera };
};

type Boards = Awaited<ReturnType<typeof claimBoards>>;

const playAll = async ({
  stack,
  home,
  cast,
  boards,
}: {
  stack: Stack;
  home: Home;
  cast: Stage['cast'];
  boards: Boards;
}) => {
  const timeline = openTimeline(stack.supervisor);
  followBoards(timeline, boards.latch, boards.camera);
  const live = new AbortController();
  const following = home.api.follow(
    home.site,
    ({ kind, attempt }) =>
      timeline.note({ atMs: Date.now(), step: 10, who: 'api', what: `live event: ${kind}`, attempt }),
    live.signal,
  );
  const stage: Stage = {
    home,
    ...boards,
    cast,
    timeline,
    alice: softwareCard(home.cards.alice),
    recorded: { proof: null, tapped: null, attempt: null },
  };
  following.catch(() => undefined); // a stack that is stopped ends it; a story that waits for it says so
  const played: Played[] = [];
  for (const story of STORIES) {
    const one = await playStory(stage, story);
    say(timelineText(one));
    played.push(one);
  }
  live.abort();
  return played;
};

const downloadNote = async (setupFile: string): Promise<string> => {
  const text = await readFile(setupFile, 'utf8').catch(() => null);
  const seconds = text === null ? null : Number((JSON.parse(text) as { downloadSeconds?: number }).downloadSeconds);
  return seconds ? `, besides ${seconds} s of downloads when it was set up` : '';
};

const keepRunning = async (stack: Stack, home: Home, signal: AbortSignal): Promise<void> => {
  say(`
It keeps running. Ctrl-C stops everything; the data stays in .demo/.
  API and its documentation   ${stack.apiUrl}/docs
  first sign-in               ${home.owner.email}   password: ${home.owner.password}
  port for devices            ${stack.deviceUrl}
  MQTT broker (TLS)           ${stack.broker.host}:${stack.broker.port}
  health and metrics          ${Object.entries(stack.healthUrls)
    .map(([name, url]) => `${name} ${url}/healthz`)
    .join('\n                              ')}`);
  while (!signal.aborted) await delay(200);
};
