import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { enrolDevice, parseClaim, type Tapped } from '@smart-latch/device-sim';
import { commandFilter, topicOf } from '@smart-latch/protocol';
import { openStore, type Store } from '@smart-latch/store';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Cast, makeCast } from './cast.ts';
import { type OpenStage, openStage } from './demo/stage.ts';
import { playStory, STORIES } from './demo/stories.ts';
import { type Stack, startStack } from './stack.ts';

const run = promisify(execFile);

let dir: string;
let cast: Cast;
let stack: Stack;
let stage: OpenStage;
let store: Store;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'smart-latch-route-'));
  cast = await makeCast(join(dir, 'cast'));
  stack = await startStack({ dir });
  stage = await openStage(stack, dir, cast, inject('boards'));
  store = await openStore(stack.mongo.adminUri);
}, 120_000);

afterAll(async () => {
  await stage?.close();
  await store?.close();
  await stack?.stop();
  await rm(dir, { recursive: true, force: true });
}, 60_000);

const untilLocked = async (): Promise<void> => {
  while (!stage.latch.isLocked()) await delay(20);
};

/** Alice taps with her face before the camera; `meanwhile` strikes as soon as the moment comes. */
const tapAlice = async (): Promise<Tapped> => {
  await untilLocked();
  await stage.camera.show([cast['alice-probe-1']]);
  return stage.latch.tap(stage.alice);
};

const settled = ['opened', 'failed', 'denied', 'unconfirmed'];

/** What became of a tap, once it has an end. */
const endOf = async (tapId: string, deadlineMs: number) => {
  const giveUpMs = Date.now() + deadlineMs;
  while (Date.now() < giveUpMs) {
    const attempt = await store.models.attempts.findOne({ tapId }).lean();
    if (attempt && settled.includes(attempt.state)) return attempt;
    await delay(50);
  }
  const attempt = await store.models.attempts.findOne({ tapId }).lean();
  const said = await saidOf([tapId, attempt?._id ?? tapId]);
  throw new Error(`the tap had no end within ${deadlineMs} ms: ${JSON.stringify(attempt)}\n${said}`);
};

/** The lines of every process's log that name one of these ids. */
const saidOf = async (ids: readonly string[]): Promise<string> => {
  const logs = join(dir, 'logs');
  const lines = await Promise.all(
    (await readdir(logs)).map(async (file) =>
      (await readFile(join(logs, file), 'utf8')).split('\n').filter((line) => ids.some((id) => line.includes(id))),
    ),
  );
  return lines.flat().join('\n');
};

describe('the stories of the demo', () => {
  for (const story of STORIES) {
    test(`${story.title} ends as ${story.expected}`, async () => {
      expect((await playStory(stage, story)).actual).toBe(story.expected);
    }, 30_000);
  }

  test('every process did with its own account only what it may', async () => {
    for (const redis of Object.values(stack.redis)) {
      const client = new Redis(redis.adminUrl, { maxRetriesPerRequest: 1 });
      expect(await client.call('ACL', 'LOG')).toEqual([]);
      client.disconnect();
    }
  });
});

describe('a process is killed in the middle of an unlock', () => {
  const opensOnce = async (victims: readonly string[], deadlineMs = 14_000): Promise<void> => {
    let opened = 0;
    const count = ({ to }: { to: string }) => {
      if (to === 'unlocked') opened += 1;
    };
    await untilLocked();
    stage.latch.on('moving', count);
    const tapped = await tapAlice();
    expect(await tapped.arrived).toBe(true);
    await Promise.all(victims.map((name) => stack.supervisor.kill(name, 'SIGKILL')));
    const attempt = await endOf(tapped.tapId, deadlineMs);
    stage.latch.off('moving', count);
    expect(attempt.state).toBe('opened');
    expect(opened).toBe(1);
    const events = await store.models.events.find({ attempt: attempt._id, kind: 'granted' }).lean();
    expect(events).toHaveLength(1);
    await Promise.all(victims.map((name) => stack.supervisor.untilReady(name)));
  };

  test('one access worker: the door opens, once', () => opensOnce(['access-1']), 30_000);
  test('both access workers: the door opens, once', () => opensOnce(['access-1', 'access-2']), 30_000);
  test('the face worker: the door opens, once', () => opensOnce(['face']), 30_000);
  test('the api has no part in it', () => opensOnce(['api']), 30_000);

  test('the broker: the tap is not lost, and the door never opens twice', async () => {
    await untilLocked();
    let opened = 0;
    const count = ({ to }: { to: string }) => {
      if (to === 'unlocked') opened += 1;
    };
    stage.latch.on('moving', count);
    const tapped = await tapAlice();
    expect(await tapped.arrived).toBe(true);
    await stack.supervisor.kill('broker', 'SIGKILL');
    const attempt = await endOf(tapped.tapId, 16_000);
    stage.latch.off('moving', count);
    expect(opened).toBe(attempt.state === 'opened' ? 1 : 0);
    await stack.supervisor.untilReady('broker');
    await stage.timeline.until('the boards are back', Date.now(), () => true, 1).catch(() => undefined);
  }, 40_000);

  test.each(['redis-queue', 'redis-frames', 'redis-bus'])(
    '%s: the tap ends as a decision, and never opens twice',
    async (name) => {
      await delay(1_500);
      await untilLocked();
      let opened = 0;
      const count = ({ to }: { to: string }) => {
        if (to === 'unlocked') opened += 1;
      };
      stage.latch.on('moving', count);
      const tapped = await tapAlice();
      expect(await tapped.arrived).toBe(true);
      await stack.supervisor.kill(name, 'SIGKILL');
      await stack.supervisor.untilReady(name);
      const attempt = await endOf(tapped.tapId, 20_000);
      stage.latch.off('moving', count);
      expect(opened).toBeLessThanOrEqual(1);
      if (opened === 1) expect(['opened', 'unconfirmed']).toContain(attempt.state);
      else expect(attempt.state).not.toBe('opened');
    },
    60_000,
  );

  test('MongoDB: the tap ends as a decision once it is back', async () => {
    await delay(1_500);
    const tapped = await tapAlice();
    expect(await tapped.arrived).toBe(true);
    await stack.supervisor.kill('mongod', 'SIGKILL');
    await stack.supervisor.untilReady('mongod');
    const attempt = await endOf(tapped.tapId, 20_000);
    expect(settled).toContain(attempt.state);
  }, 60_000);
});

describe("somebody else's MQTT client", () => {
  test('mosquitto with a certificate of its own speaks to the broker, on its own topics only', async () => {
    const { api, site } = stage.home;
    const { id: latch } = await api.post('/v1/sites/{site}/latches', {
      params: { path: { site } },
      body: { name: 'Back door' },
    });
    const { claimUri } = await api.post('/v1/sites/{site}/latches/{latch}/claims', {
      params: { path: { site, latch } },
    });
    const identity = await enrolDevice(parseClaim(claimUri), 'latch');
    const file = async (name: string, text: string) => {
      await writeFile(join(dir, name), text, { mode: 0o600 });
      return join(dir, name);
    };
    const root = await readFile(stack.authority.root.certFile, 'utf8');
    const tls = [
      ...['--cafile', await file('ca.pem', identity.brokerCa + root)],
      ...['--cert', await file('cert.pem', identity.certificate), '--key', await file('key.pem', identity.privateKey)],
      ...[
        '-h',
        stack.broker.host,
        '-p',
        String(stack.broker.port),
        '-i',
        identity.device,
        '-k',
        '30',
        '-V',
        'mqttv311',
        '-q',
        '1',
      ],
    ];
    const own = await run('mosquitto_sub', [...tls, '-t', commandFilter(identity.device), '-E']);
    expect(own.stderr).toBe('');
    const others = await run('mosquitto_sub', [
      ...tls,
      '-t',
      topicOf(stage.latch.device, 'cmd/unlock'),
      '-W',
      '2',
      '-E',
    ]).catch((error: { stderr: string }) => error);
    expect(others.stderr).toMatch(/denied|refused|rejected/i);
  }, 20_000);
});
