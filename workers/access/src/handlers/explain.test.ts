import { randomBytes } from 'node:crypto';
import { type Answer, type AskJob, answerKey } from '@smart-latch/protocol';
import { COLLECTIONS } from '@smart-latch/store';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Door, openDoor } from '../../test/door.ts';
import { enrolView } from '../../test/enrolled.ts';
import type { Inject } from '../../test/watch.ts';
import { onAsk, onDeviceMessage, onSeen } from './dispatch.ts';

type Way = Answer<'explain'>['users'][number]['ways'][number];

let door: Door;
beforeAll(async () => {
  door = await openDoor((inject as Inject)('mongoUri'), 'explain', 'dual');
});
afterAll(() => door.close());

const send = async (question: Record<string, unknown>): Promise<{ ok: boolean; value?: unknown; code?: string }> => {
  const answer = answerKey(randomBytes(8).toString('hex'));
  await onAsk(door.deps, { answer, deadlineMs: door.clock.now() + 5_000, ...question } as AskJob);
  return door.answers.get(answer) as { ok: boolean };
};

const explain = async (change: object = {}): Promise<Way[]> => {
  const latch = `${door.site}-door`;
  const atMs = door.clock.now();
  const about = { site: door.site, latch, users: [door.user], atMs, untilMs: atMs + 1, ...change };
  const { value } = await send({ kind: 'explain', ...about });
  return (value as Answer<'explain'>).users[0]?.ways ?? [];
};

interface Setting {
  readonly lockdown: boolean;
  readonly rule: 'dual' | 'single';
  readonly ownRule: 'dual' | 'single' | null;
  readonly antiPassbackS: number;
  readonly phones: boolean;
  readonly disabled: boolean;
  readonly stay: readonly [number | null, number | null];
  readonly state: 'active' | 'disabled' | 'lost';
  readonly card: readonly [number | null, number | null];
  readonly failures: number;
  readonly enrolled: boolean;
  readonly revoked: boolean;
  readonly grants: readonly {
    readonly hours: readonly [number, number] | null;
    readonly byGroup: boolean;
    readonly remote: boolean;
    readonly entriesLeft: number | null;
    readonly dates: readonly [number | null, number | null];
  }[];
}

const mostly = <const T>(usual: T, ...others: T[]) =>
  fc.oneof({ weight: 8, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) });
/** Hours from now. */
const dates = fc.tuple(mostly(null, -1, 1), mostly(null, -1, 1));
const settings: fc.Arbitrary<Setting> = fc.record({
  lockdown: mostly(false, true),
  rule: fc.constantFrom('dual', 'single'),
  ownRule: fc.constantFrom(null, null, 'dual', 'single'),
  antiPassbackS: fc.constantFrom(0, 0, 600),
  phones: mostly(true, false),
  disabled: mostly(false, true),
  stay: dates,
  state: mostly('active', 'disabled', 'lost'),
  card: dates,
  failures: mostly(0, 5),
  enrolled: mostly(true, false),
  revoked: mostly(false, true),
  grants: fc.array(
    fc.record({
      hours: fc.option(fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 24 }))),
      byGroup: mostly(false, true),
      remote: fc.boolean(),
      entriesLeft: fc.constantFrom(null, null, 1, 0),
      dates,
    }),
    { maxLength: 3 },
  ),
});

const wall = (hour: number) => `${String(hour).padStart(2, '0')}:00`;

/** Writes it as the api would. */
const furnish = async (set: Setting): Promise<void> => {
  const { models } = door.store;
  const { site, user } = door;
  const at = (hours: number | null) => (hours === null ? null : new Date(door.clock.now() + hours * 3_600_000));
  await models.sites.updateOne(
    { _id: site },
    { $set: { lockdown: set.lockdown ? { since: new Date(0), by: 'olivia', note: null } : null } },
  );
  await models.latches.updateOne(
    {},
    { $set: { credentialRule: set.rule, antiPassbackS: set.antiPassbackS, phoneTapAllowed: set.phones } },
  );
  const [notBefore, expiresAt] = set.stay.map(at);
  const member = {
    groups: ['family'],
    disabled: set.disabled,
    credentialRule: set.ownRule,
    notBefore,
    expiresAt,
  } as object;
  await models.memberships.updateOne({ user }, { $set: member });
  const failuresMs = Array.from({ length: set.failures }, (_, n) => door.clock.now() - n * 1_000);
  const times = { notBefore: at(set.card[0]), expiresAt: at(set.card[1]) };
  await models.credentials.deleteMany({ kind: 'phone' });
  await models.credentials.updateOne({ user }, { $set: { state: set.state, failuresMs, ...times } });
  await models.devices.updateOne({ _id: door.latch }, { $set: { revokedAt: set.revoked ? new Date() : null } });
  for (const name of ['views', 'grants', 'schedules'] as const) await models[name].deleteMany();
  if (set.enrolled) await enrolView(door, 1);
  for (const [index, grant] of set.grants.entries()) {
    const schedule = grant.hours && `schedule-${index}`;
    if (grant.hours) {
      const window = { days: [1, 2, 3, 4, 5, 6, 7], from: wall(grant.hours[0]), to: wall(grant.hours[1]) };
      const definition = { windows: [window], dateRanges: [], holidays: 'as_usual', holidayWindows: [] };
      await models.schedules.create([
        { _id: schedule, site, name: 'hours', definition, createdAt: new Date(0) },
      ] as never);
    }
    const { byGroup, remote, dates: limits } = grant;
    const entriesLeft = byGroup ? null : grant.entriesLeft;
    const holder = byGroup ? { user: null, group: 'family' } : { user, group: null };
    const [from, until] = limits.map(at);
    const row = { _id: `grant-${index}`, site, ...holder, latch: `${site}-door`, schedule, remote, entriesLeft };
    await models.grants.create([{ ...row, notBefore: from, expiresAt: until, createdAt: new Date(0) }] as never);
  }
};

const decided = async () => {
  const { state, reason, rule, grant } = await door.attempt();
  return { outcome: state, reason, rule, grant };
};

/** The card at the reader, and its owner before the camera. */
const tap = async () => {
  const nonce = new Uint8Array(randomBytes(16));
  await onDeviceMessage(door.deps, await door.tap({ nonce }));
  if ((await door.attempt()).state === 'waiting_face') {
    await onDeviceMessage(door.deps, door.frame(nonce, sequence++));
    door.reads({});
    const asked = door.seen.at(-1);
    if (asked) await onSeen(door.deps, { subject: asked.subject, outcome: 'read', reading: asked.reading });
  }
  return decided();
};
let sequence = 1;

const signIn = async () => {
  const ends = new Date(door.clock.now() + 3_600_000);
  const times = {
    createdAt: new Date(0),
    lastUsedAt: new Date(0),
    expiresAt: ends,
    endsAt: ends,
    authenticatedAt: ends,
  };
  await door.store.models.sessions.deleteMany();
  await door.store.models.sessions.create([{ _id: 'session', user: door.user, delivery: 'none', ...times }] as never);
};

const answerChallenge = async () => {
  const { state, challengeId } = await door.attempt();
  if (state !== 'waiting_nonce') return;
  const nonce = new Uint8Array(randomBytes(16));
  await onDeviceMessage(door.deps, door.resultOf('challenge', challengeId ?? '', true, { nonce }));
};

/** The door's tag was read, and a selfie follows. */
const phone = async () => {
  await signIn();
  const receivedAtMs = door.clock.now();
  const about = { site: door.site, latch: `${door.site}-door`, user: door.user, session: 'session' };
  await send({ kind: 'phone-attempt', ...about, tap: randomBytes(16).toString('hex'), receivedAtMs });
  const { _id: attempt, state } = await door.attempt();
  if (state === 'waiting_face') {
    const sha256 = Buffer.alloc(32, 1).toString('hex');
    const selfie = { attempt, session: 'session', sequence: 1, picture: 'enrol:1', sha256, receivedAtMs };
    await send({ kind: 'phone-frame', ...selfie });
    door.reads({});
    const asked = door.seen.at(-1);
    if (asked) await onSeen(door.deps, { subject: asked.subject, outcome: 'read', reading: asked.reading });
  }
  await answerChallenge();
  return decided();
};

const fromAfar = async () => {
  await signIn();
  const nowMs = door.clock.now();
  const about = { site: door.site, latch: `${door.site}-door`, user: door.user, session: 'session' };
  await send({ kind: 'remote-unlock', ...about, stepUpAtMs: nowMs, requestedAtMs: nowMs });
  await answerChallenge();
  return decided();
};

describe('what is explained', () => {
  test('is what a tap and an unlock from afar come to, at sites of every kind', async () => {
    const outcomes = new Set<string | null>();
    await fc.assert(
      fc.asyncProperty(settings, async (set) => {
        door.clock.advance(5 * 3_600_000);
        await furnish(set);
        for (const [by, really] of [
          ['nfc', tap],
          ['phone', phone],
          ['phone', phone],
          ['remote', fromAfar],
        ] as const) {
          door.clock.advance(20_000);
          const said = (await explain()).find((way) => way.by === by);
          if (by === 'phone' && !set.phones && said === undefined) continue;
          const came = await really();
          expect(said).toMatchObject(came);
          outcomes.add(came.reason ?? came.rule);
        }
      }),
      { numRuns: 60, seed: 5 },
    );
    for (const one of ['dual', 'single', 'remote', 'no_grant', 'out_of_schedule', 'entries_used_up']) {
      expect([...outcomes]).toContain(one);
    }
  }, 60_000);

  test('writes nothing and spends nothing', async () => {
    const everything = async () =>
      JSON.stringify(
        await Promise.all(
          COLLECTIONS.map((name) => (door.store.models[name] as typeof door.store.models.users).find().lean()),
        ),
      );
    const before = await everything();
    const left = door.published.length;
    await explain({ untilMs: door.clock.now() + 86_400_000 });
    expect(await everything()).toBe(before);
    expect(door.published).toHaveLength(left);
  });

  test('names each grant by itself, and the intervals of a span', async () => {
    door.clock.advance(3_600_000);
    const grant = { hours: null, byGroup: false, remote: false, entriesLeft: null, dates: [null, 1] } as const;
    await furnish({ ...PLAIN, grants: [grant, { ...grant, dates: [2, null] }] });
    const nowMs = door.clock.now();
    const [card] = await explain({ untilMs: nowMs + 4 * 3_600_000 });
    expect(card?.grants).toMatchObject([
      { id: 'grant-0', outcome: 'granted' },
      { id: 'grant-1', outcome: 'denied', reason: 'out_of_schedule' },
    ]);
    const hours = (card?.intervals ?? []).map(({ fromMs, reason }) => [(fromMs - nowMs) / 3_600_000, reason]);
    expect(hours).toEqual([
      [0, null],
      [1, 'out_of_schedule'],
      [2, null],
    ]);
  });

  test('without a span ends at the first way that opens', async () => {
    const grant = { hours: null, byGroup: false, remote: true, entriesLeft: null, dates: [null, null] } as const;
    door.clock.advance(3_600_000);
    await furnish({ ...PLAIN, grants: [grant] });
    expect((await explain({ untilMs: null })).map(({ by }) => by)).toEqual(['nfc']);
    await furnish({ ...PLAIN, state: 'lost', grants: [grant] });
    expect((await explain({ untilMs: null })).map(({ by, outcome }) => [by, outcome])).toEqual([
      ['nfc', 'denied'],
      ['remote', 'granted'],
    ]);
  });

  test('is nothing for a latch of another site, and unknown_credential for who holds none', async () => {
    expect(
      await send({ kind: 'explain', site: 'other', latch: `${door.site}-door`, users: ['x'], atMs: 0, untilMs: null }),
    ).toMatchObject({ ok: false, code: 'not_found' });
    await furnish(PLAIN);
    const [atTheDoor, afar] = await explain({ users: ['nobody'] });
    expect(atTheDoor).toMatchObject({ by: 'nfc', credential: null, reason: 'unknown_credential' });
    expect(afar).toMatchObject({ by: 'remote', reason: 'user_disabled' });
  });
});

const PLAIN: Setting = {
  lockdown: false,
  rule: 'single',
  ownRule: null,
  antiPassbackS: 0,
  phones: false,
  disabled: false,
  stay: [null, null],
  state: 'active',
  card: [null, null],
  failures: 0,
  enrolled: true,
  revoked: false,
  grants: [],
};
