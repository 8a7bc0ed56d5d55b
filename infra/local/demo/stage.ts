import { followEvents } from '@smart-latch/client';
import { softwareCard } from '@smart-latch/device-sim';
import type { BoardKind } from '../boards/boards.ts';
import { startBoards } from '../boards/index.ts';
import type { Cast } from '../cast.ts';
import { eventually } from '../eventually.ts';
import type { Stack } from '../stack.ts';
import { type Home, provisionHome } from './provision.ts';
import type { Stage } from './stories.ts';
import { followBoards, openTimeline, type Timeline } from './timeline.ts';

export interface OpenStage extends Stage {
  close(): Promise<void>;
}

const READY_DEADLINE_MS = 30_000;
const READY_LOOK_MS = 100;

/** As the app shows it: until then a tap would be told that there is no camera. */
const untilReady = ({ api, site }: Home, devices: readonly string[]): Promise<void> =>
  eventually(
    'both boards are ready in the eyes of the server',
    async () => {
      const { items } = await api.get('/v1/sites/{site}/devices', { params: { path: { site } } });
      const ready = items.filter(({ presence }) => presence?.state === 'ready').map(({ id }) => id);
      return devices.every((device) => ready.includes(device));
    },
    READY_DEADLINE_MS,
    READY_LOOK_MS,
  );

const noteEvents = async ({ api, site }: Home, timeline: Timeline, signal: AbortSignal): Promise<void> => {
  for await (const { kind, attempt } of followEvents(api, site, { signal })) {
    timeline.note({ atMs: Date.now(), step: 10, who: 'api', what: `live event: ${kind}`, attempt });
  }
};

/** Provisions a home as a customer would, lets two boards claim their places and follows what everybody says. */
export const openStage = async (
  stack: Stack,
  dir: string,
  cast: Cast,
  kind: BoardKind = 'simulated',
): Promise<OpenStage> => {
  const home = await provisionHome(stack.apiUrl, dir, cast);
  const boards = await startBoards(kind, stack, dir, home.claims);
  await untilReady(home, [boards.latch.device, boards.camera.device]);
  const timeline = openTimeline(stack.supervisor);
  followBoards(timeline, boards.latch, boards.camera);
  const live = new AbortController();
  // A stack that is stopped ends it; a story that waits for an event says so.
  void noteEvents(home, timeline, live.signal).catch(() => undefined);
  return {
    home,
    ...boards,
    cast,
    timeline,
    alice: softwareCard(home.cards.alice),
    recorded: { proof: null, tapped: null, attempt: null },
    close: async () => {
      live.abort();
      await Promise.all([boards.latch.close(), boards.camera.close()]);
    },
  };
};
