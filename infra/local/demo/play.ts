import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { BoardKind } from '../boards/boards.ts';
import { makeCast } from '../cast.ts';
import { type Stack, type StackOptions, startStack } from '../stack.ts';
import { heldAll, tableText, timelineText } from './print.ts';
import type { Home } from './provision.ts';
import { writeReport } from './report.ts';
import { type OpenStage, openStage } from './stage.ts';
import { type Played, playStory, STORIES, type Stage } from './stories.ts';

export interface DemoOptions {
  readonly dir: string;
  /** What the set-up wrote down: how long it downloaded. */
  readonly setupFile: string;
  readonly keep: boolean;
  readonly devices: BoardKind;
  readonly ports: NonNullable<StackOptions['ports']>;
  readonly mongodbUri: string | undefined;
  readonly signal: AbortSignal;
}

const say = (text: string): void => console.log(text);

/** Boots everything, provisions a home as a customer would, plays the stories. True when each came out as expected. */
export const playDemo = async (options: DemoOptions): Promise<boolean> => {
  const { dir, signal } = options;
  const startMs = Date.now();
  const since = () => `${((Date.now() - startMs) / 1000).toFixed(1)} s`;
  await mkdir(dir, { recursive: true });
  const [cast, stack] = await Promise.all([
    makeCast(join(dir, 'cast')),
    startStack({
      dir,
      ports: options.ports,
      signal,
      ...(options.mongodbUri ? { mongodbUri: options.mongodbUri } : {}),
      say: (what) => say(`[${since()}] starting ${what}`),
    }),
  ]);
  let stage: OpenStage | undefined;
  try {
    say(`[${since()}] setting up a site, a door, two residents with cards and faces`);
    stage = await openStage(stack, dir, cast, options.devices);
    say(`[${since()}] the door is ready\n`);
    const played = await playAll(stage, signal);
    say(`\n${tableText(played)}\n`);
    const report = await writeReport(join(dir, 'report.html'), played, cast);
    say(`took ${since()}${await downloadNote(options.setupFile)}; the same with pictures: ${report}`);
    if (options.keep && heldAll(played)) await keepRunning(stack, stage.home, signal);
    return heldAll(played);
  } finally {
    await Promise.all([stage?.close(), stack.stop()]);
  }
};

const playAll = async (stage: Stage, signal: AbortSignal): Promise<Played[]> => {
  const played: Played[] = [];
  for (const story of STORIES) {
    signal.throwIfAborted();
    const one = await playStory(stage, story);
    signal.throwIfAborted();
    say(timelineText(one));
    played.push(one);
  }
  return played;
};

const downloadNote = async (setupFile: string): Promise<string> => {
  const text = await readFile(setupFile, 'utf8').catch(() => null);
  const seconds = text === null ? 0 : Number((JSON.parse(text) as { downloadSeconds?: number }).downloadSeconds);
  return seconds > 0 ? `, besides ${seconds} s of downloads when it was set up` : '';
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
