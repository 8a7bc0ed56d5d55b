import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Card,
  enrolDevice,
  type Latch,
  type PeerAddress,
  parseClaim,
  softwareCard,
  startLatch,
} from '@smart-latch/device-sim';
import { type AttemptDoc, openStore, type Store } from '@smart-latch/store';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildPrograms } from '../../make/firmware.ts';
import { TRAVEL_MS } from '../boards/boards.ts';
import { type Board, startBoard } from '../boards/firmware.ts';
import { type Cast, type CastPicture, makeCast } from '../cast.ts';
import { type Home, provisionHome } from '../demo/provision.ts';
import { eventually } from '../eventually.ts';
import { type Stack, startStack } from '../stack.ts';

const PROGRAM = join(import.meta.dirname, '../../../firmware/build/camerad');
const ATTEMPT_DEADLINE_MS = 16_000;
const EVENT_DEADLINE_MS = 10_000;
const READY_DEADLINE_MS = 30_000;

let dir: string;
let cast: Cast;
let stack: Stack;
let store: Store;
let home: Home;
let camera: Board;
/** Of device-sim: the camera alone is on trial. */
let latch: Latch;
let alice: Card;

beforeAll(async () => {
  const isBuilt = existsSync(PROGRAM) || buildPrograms();
  if (!isBuilt) throw new Error('the firmware does not build (see above)');
  dir = await mkdtemp(join(tmpdir(), 'sl-camerad-'));
  cast = await makeCast(join(dir, 'cast'));
  stack = await startStack({ dir, accessWorkers: 1 });
  store = await openStore(stack.mongo.adminUri);
  home = await provisionHome(stack.apiUrl, dir, cast);
  alice = softwareCard(home.cards.alice);
  const identity = await enrolDevice(parseClaim(home.claims.latch), 'latch');
  const { supervisor } = stack;
  const folder = join(dir, 'camerad');
  camera = await startBoard(supervisor, { program: 'camerad', name: 'camerad', folder, claim: home.claims.camera });
  // The latch fetches the key of its pairing at once when it hears of the camera; a tap waits 40 ms for one that was woken.
  latch = await startLatch({ identity, travelMs: TRAVEL_MS, cameras: [await addressOfCamera()] });
}, 600_000);

afterAll(async () => {
  await latch?.close();
  camera?.rig.close();
  await store?.close();
  await stack?.stop();
  await rm(dir, { recursive: true, force: true });
}, 60_000);

const stateOfCamera = async () => {
  const state = camera.rig.next('state', EVENT_DEADLINE_MS);
  await camera.rig.ask({ do: 'state' });
  return state;
};

const addressOfCamera = async (): Promise<PeerAddress> => {
  const port = (await stateOfCamera())?.peerPort ?? 0;
  return { camera: camera.device, host: '127.0.0.1', port };
};

const show = (...pictures: CastPicture[]) =>
  camera.rig.ask({ do: 'lens', files: pictures.map((picture) => cast[picture]) });

const locked = () => eventually('the latch is locked', () => latch.state().phase === 'Locked', EVENT_DEADLINE_MS);

/** Alice's card at the reader, and what became of the attempt. */
const tap = async (): Promise<AttemptDoc> => {
  await locked();
  const { tapId } = await latch.tap(alice);
  return endOf(tapId);
};

const endOf = async (tapId: string): Promise<AttemptDoc> => {
  let attempt: AttemptDoc | null = null;
  await eventually(
    'the attempt ends',
    async () => {
      attempt = await store.models.attempts.findOne({ tapId }).lean<AttemptDoc>();
      return attempt !== null && ['opened', 'denied', 'failed', 'unconfirmed'].includes(attempt.state);
    },
    ATTEMPT_DEADLINE_MS,
  );
  return attempt as unknown as AttemptDoc;
};

const waitsForFace = async (tapId: string): Promise<boolean> =>
  (await store.models.attempts.findOne({ tapId }).lean())?.state === 'waiting_face';

const heardBetween = <T>(name: 'frame' | 'result' | 'woken' | 'verified') => {
  const heard: T[] = [];
  const listen = (event: unknown) => heard.push(event as T);
  camera.rig.events.on(name, listen as never);
  return {
    heard,
    stop: () => camera.rig.events.off(name, listen as never),
  };
};

describe('a camera that is a process of the firmware', () => {
  test('is asked by the platform, sends its frame, and the door opens', async () => {
    await show('alice-probe-1');
    const verified = camera.rig.next('verified', EVENT_DEADLINE_MS);
    const result = camera.rig.next('result', EVENT_DEADLINE_MS);
    const frame = camera.rig.next('frame', EVENT_DEADLINE_MS);
    const attempt = await tap();
    expect(attempt).toMatchObject({ state: 'opened', frames: [{ camera: camera.device, verdict: 'match' }] });
    expect(await frame).toMatchObject({ nonce: attempt.nonce, sequence: attempt.frames[0]?.sequence });
    if (attempt.captureIds.length === 0) return; // its latch woke it first
    expect(await verified).toMatchObject({ op: 'capture', commandId: attempt.captureIds[0] });
    expect(await result).toMatchObject({ op: 'capture', ok: true, reason: null });
  }, 40_000);

  test('is woken by its latch over the peer link, before anybody asks it', async () => {
    await show('alice-probe-1');
    const isPaired = async () => {
      await locked();
      const woken = camera.rig.next('woken', 500);
      const { tapId } = await latch.tap(alice);
      await endOf(tapId);
      return (await woken) !== null;
    };
    await eventually('latch and camera have the key of their pairing', isPaired, 30_000);
    const frame = camera.rig.next('frame', EVENT_DEADLINE_MS);
    const woken = camera.rig.next('woken', EVENT_DEADLINE_MS);
    const attempt = await tap();
    expect(attempt).toMatchObject({ state: 'opened', captureIds: [], frames: [{ camera: camera.device }] });
    expect(await woken).toMatchObject({ by: latch.device, nonce: attempt.nonce });
    expect(await frame).toMatchObject({ nonce: attempt.nonce });
  }, 60_000);

  test('says low_quality of a dark hall, three times, and sends no picture', async () => {
    await show('too-dark');
    const frames = heardBetween('frame');
    const results = heardBetween<{ reason: string }>('result');
    const attempt = await tap();
    frames.stop();
    results.stop();
    expect(attempt).toMatchObject({ state: 'denied', reason: 'low_quality' });
    expect(attempt.frames.map(({ verdict, picture, detail }) => ({ verdict, picture, detail }))).toEqual(
      attempt.captureIds.map((detail) => ({ verdict: 'low_quality', picture: null, detail })),
    );
    expect(attempt.captureIds).toHaveLength(3);
    expect(results.heard.map(({ reason }) => reason)).toEqual(['low_quality', 'low_quality', 'low_quality']);
    expect(frames.heard).toEqual([]);
  }, 40_000);

  test('shows the next picture at the next capture, and a face that is not the one of the card opens nothing', async () => {
    await show('bob-probe-1', 'bob-probe-2');
    const attempt = await tap();
    expect(attempt).toMatchObject({ state: 'denied', reason: 'face_no_match' });
    const [first, second] = attempt.frames;
    expect(first?.sha256).not.toBe(second?.sha256);
    expect(second?.sequence).toBeGreaterThan(first?.sequence ?? Number.POSITIVE_INFINITY);
  }, 40_000);

  test('keeps its picture while its link is down, and sends it when it is up again', async () => {
    await show('alice-probe-1');
    await locked();
    // It stands still until the server waits for its picture: a camera that is known to be away is not waited for.
    await stack.supervisor.kill('camerad', 'SIGSTOP');
    const { tapId } = await latch.tap(alice);
    await eventually('the server waits for a picture', () => waitsForFace(tapId), EVENT_DEADLINE_MS);
    const frame = camera.rig.next('frame', EVENT_DEADLINE_MS);
    const cut = camera.rig.ask({ do: 'link', up: false });
    await stack.supervisor.kill('camerad', 'SIGCONT');
    await cut;
    expect(await frame).not.toBeNull();
    expect((await stateOfCamera())?.link).toBe(false);
    await camera.rig.ask({ do: 'link', up: true });
    const attempt = await endOf(tapId);
    expect(attempt.state).toBe('opened');
    expect(attempt.frames[0]).toMatchObject({ camera: camera.device, verdict: 'match' });
  }, 60_000);

  test('is the same camera after a power cut, and its numbers go on rising', async () => {
    const before = camera.rig.next('frame', EVENT_DEADLINE_MS);
    expect(await tap()).toMatchObject({ state: 'opened' });
    await camera.rig.ask({ do: 'power cut' }).catch(() => undefined);
    const isBack = async () => (await stateOfCamera().catch(() => null))?.link === true;
    await eventually('the camera is back', isBack, READY_DEADLINE_MS);
    await show('alice-probe-1');
    const after = camera.rig.next('frame', EVENT_DEADLINE_MS);
    expect(await tap()).toMatchObject({ state: 'opened' });
    expect((await after)?.sequence).toBeGreaterThan((await before)?.sequence ?? Number.POSITIVE_INFINITY);
  }, 90_000);

  test('refuses a photograph that it could not send, and says what to do', async () => {
    await expect(camera.rig.ask({ do: 'lens', files: [join(dir, 'none.jpg')] })).rejects.toThrow('give a JPEG file');
    await expect(camera.rig.ask({ do: 'exit' })).rejects.toThrow('a camera knows lens');
  });
});
