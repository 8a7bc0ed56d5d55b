import { randomBytes } from 'node:crypto';
import type { Identity } from '@smart-latch/device-sim';
import {
  decodeMessage,
  encodeMessage,
  frameHeader,
  parseUplink,
  result as resultSchema,
  sealUplink,
  topicOf,
} from '@smart-latch/protocol';
import { openStore, type Store } from '@smart-latch/store';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { eventually } from '../eventually.ts';
import { type Witness, watch } from './attack.ts';
import { type Taken, takeCommands } from './commands-seen.ts';
import { strangersCard } from './doors.ts';
import { type Forgery, forgeriesOf, type Genuine, openForge } from './forged-uplinks.ts';
import { type HostileWorld, openHostileWorld } from './hostile-world.ts';
import { type Captured, type Loot, mutants } from './mutations.ts';

const ROUNDS = inject('soak') ? 100 : 25;
const MUTANTS_A_ROUND = inject('soak') ? 2_000 : 200;
const FORGERIES = inject('soak') ? 20_000 : 1_400;
const COMMAND_DEADLINE_MS = 8_000;
const BOLT_DEADLINE_MS = 8_000;
const QUIET_DEADLINE_MS = 20_000;
const TTL_MS = 20_000;

let world: HostileWorld;
let commands: ReturnType<typeof takeCommands>;
let witness: Witness;
/** Commands that the latch got from the platform. */
const delivered = new Set<string>();

beforeAll(async () => {
  world = await openHostileWorld();
  const { broker, latch, platform } = world;
  await eventually('the latch is locked', () => latch.isLocked(), BOLT_DEADLINE_MS);
  commands = takeCommands(broker, platform);
  witness = watch(latch, broker);
  // The answers to what the broker made up are nobody's business: the platform hears of its own commands only.
  broker.onUp(({ name, payload }) => !name.startsWith('result/') || delivered.has(commandOf(payload)));
}, 120_000);

afterAll(() => world?.close(), 60_000);

const commandOf = (payload: Buffer): string =>
  Buffer.from(decodeMessage(resultSchema, parseUplink(payload).payload).commandId).toString('hex');

const nonceOf = ({ command: { binding } }: Taken): Uint8Array =>
  'nonce' in binding ? binding.nonce : new Uint8Array(16);
const captured = (taken: Taken): Captured => ({ op: taken.op, bytes: taken.bytes, nonce: nonceOf(taken) });

const deliver = async (taken: Taken): Promise<void> => {
  delivered.add(Buffer.from(taken.command.commandId).toString('hex'));
  await witness.deliver(taken.op, taken.bytes);
};

const untilLocked = () => eventually('the bolt is home', () => witness.isHome(), BOLT_DEADLINE_MS);
const untilOpened = (times: number) =>
  eventually('the bolt moves for the right command', () => witness.opened() === times, BOLT_DEADLINE_MS);

/** Each begins what makes the platform send a command, and resolves with the command that it holds back. */
const ways = {
  card: async (): Promise<Taken> => {
    await world.latch.tap(world.doors.card);
    return commands.next(world.latch.device, COMMAND_DEADLINE_MS);
  },
  stranger: async (): Promise<Taken> => {
    await world.latch.tap(strangersCard());
    return commands.next(world.latch.device, COMMAND_DEADLINE_MS);
  },
  remote: async (): Promise<Taken> => {
    // The platform waits 3 s for the answer to a challenge, and it must not stand behind a crowd of refusals.
    await eventually('the latch has said all its refusals', () => witness.isQuiet(), QUIET_DEADLINE_MS);
    const { api, site, doors } = world.doors;
    const params = { path: { site, latch: doors[0]?.latch ?? '' } };
    await api.post('/v1/sites/{site}/latches/{latch}/unlock', { params });
    const challenge = await commands.next(world.latch.device, COMMAND_DEADLINE_MS);
    const { binding } = challenge.command;
    if ('boot' in binding) challenges.push({ bytes: challenge.bytes, ...binding });
    await deliver(challenge);
    return commands.next(world.latch.device, COMMAND_DEADLINE_MS);
  },
};

const challenges: { bytes: Uint8Array; boot: Uint8Array; counter: number }[] = [];
const spent: Captured[] = [];

const neighboursCommand = async (): Promise<Captured> => {
  await world.neighbour.tap(world.doors.card);
  return captured(await commands.next(world.neighbour.device, COMMAND_DEADLINE_MS));
};

describe('a broker that somebody has broken into', () => {
  let late: { readonly taken: Taken; readonly atMs: number };

  test('keeps a command back for later', async () => {
    await untilLocked();
    const atMs = Date.now();
    late = { taken: await ways.card(), atMs };
    expect(late.taken.op).toBe('unlock');
  });

  test(`publishes ${ROUNDS * MUTANTS_A_ROUND} commands of its own making: each is refused with its reason, the right ones alone move the bolt`, async () => {
    let other = await neighboursCommand();
    for (let round = 1; round <= ROUNDS; round += 1) {
      await untilLocked();
      const way = round % 5 === 0 ? 'remote' : round % 5 === 3 ? 'stranger' : 'card';
      if (round % 5 === 0) other = await neighboursCommand();
      const right = await ways[way]();
      expect(right.op).toBe(way === 'stranger' ? 'deny' : 'unlock');
      const openedBefore = witness.opened();
      const loot = (isDelivered: boolean): Loot => ({
        device: world.latch.device,
        platform: world.platform,
        right: { ...captured(right), isDelivered },
        other,
        spent,
        challenges,
      });
      const before = Math.floor(MUTANTS_A_ROUND * 0.7);
      expect(await witness.attack(mutants(loot(false), before)), `round ${round}, before the right one`).toEqual([]);
      await deliver(right);
      if (right.op === 'unlock') await untilOpened(openedBefore + 1);
      spent.push(captured(right));
      expect(
        await witness.attack(mutants(loot(true), MUTANTS_A_ROUND - before)),
        `round ${round}, while the door opens`,
      ).toEqual([]);
    }
    const everyReason = [
      'bad_signature',
      'unknown_key',
      'wrong_device',
      'no_attempt',
      'expired',
      'replayed',
      'retained',
    ];
    expect([...witness.reasons.keys()].sort()).toEqual(everyReason.sort());
  }, 3_600_000);

  test('delivers two right commands in the wrong order: the door opens, once', async () => {
    await untilLocked();
    const before = witness.opened();
    const [first, second] = [await ways.card(), await ways.card()];
    await deliver(second);
    await deliver(first);
    await untilOpened(before + 1);
    await untilLocked();
    expect(witness.opened()).toBe(before + 1);
  }, 20_000);

  test('delivers a right command twenty seconds late: it is refused', async () => {
    await untilLocked();
    const dueMs = late.atMs + TTL_MS + 500;
    await eventually('the command is stale', () => Date.now() > dueMs, TTL_MS + 1_000);
    const { op, bytes } = late.taken;
    expect(await witness.attack([{ how: 'late', op, bytes, reasons: ['expired', 'no_attempt'] }])).toEqual([]);
  }, 30_000);
});

describe('a broker that puts what it likes before the platform', () => {
  let store: Store;
  let forge: Awaited<ReturnType<typeof openForge>>;
  let camera: Identity;

  beforeAll(async () => {
    store = await openStore(world.stack.mongo.adminUri);
    forge = await openForge(world.stack);
    camera = await world.doors.addCamera(0);
  }, 30_000);
  afterAll(() => Promise.all([store?.close(), forge?.close()]));

  const refusesAll = async (forgeries: readonly Forgery[]): Promise<void> => {
    const attempts = await store.models.attempts.countDocuments();
    const each = Math.ceil(FORGERIES / forgeries.length);
    for (const forgery of forgeries) {
      const said = await forge.attack(forgery, each);
      expect(
        said.filter((why) => !forgery.why.includes(why)),
        forgery.how,
      ).toEqual([]);
      expect(said, forgery.how).toHaveLength(each);
    }
    expect(await store.models.attempts.countDocuments()).toBe(attempts);
  };

  test(`${FORGERIES} taps of its own making are refused with their reason; the genuine one is one attempt, however often it comes`, async () => {
    await untilLocked();
    const tap = Promise.withResolvers<Genuine>();
    world.broker.onUp(({ device, name, payload }) => {
      if (name === 'nfc/tap') tap.resolve({ device, topic: name, payload: new Uint8Array(payload) });
      return name !== 'nfc/tap';
    });
    await world.latch.tap(world.doors.card);
    const genuine = await tap.promise;
    const others = { neighbour: world.neighbour.device, otherKind: camera.device };
    const otherTopics = ['result/unlock', 'evt/lock', 'evt/alarm'] as const;
    await refusesAll(forgeriesOf(genuine, { ...others, otherTopics }));
    const attempts = await store.models.attempts.countDocuments();
    for (let times = 0; times < 5; times += 1) await forge.put(genuine);
    expect((await commands.next(world.latch.device, COMMAND_DEADLINE_MS)).op).toBe('unlock');
    await forge.settle();
    await expect(commands.next(world.latch.device, 500)).rejects.toThrow('no command');
    expect(await store.models.attempts.countDocuments()).toBe(attempts + 1);
  }, 3_600_000);

  test(`${FORGERIES} frames of its own making are refused with their reason`, async () => {
    const header = {
      nonce: randomId(),
      latch: world.latch.device,
      sequence: 1,
      capturedAtMs: 1,
      sha256: randomBytes(32),
    };
    const [key] = camera.uplink;
    if (!key) throw new Error('the camera has no uplink key');
    const { device } = camera;
    const payload = sealUplink(
      { version: key.version, secret: key.key },
      device,
      topicOf(device, 'face/frame'),
      encodeMessage(frameHeader, { ...header, sha256: new Uint8Array(header.sha256) }),
    );
    const genuine: Genuine = { device, topic: 'face/frame', payload };
    const stranger = await world.doors.addCamera(1);
    const others = { neighbour: stranger.device, otherKind: world.latch.device };
    await refusesAll(forgeriesOf(genuine, { ...others, otherTopics: ['result/capture', 'evt/alarm'] }));
    await forge.put(genuine);
    await forge.settle();
    expect(await store.models.earlyFrames.countDocuments({ camera: device })).toBe(1);
  }, 3_600_000);
});

const randomId = (): Uint8Array => new Uint8Array(randomBytes(16));
