import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  aWorld,
  happen,
  type ModelAttempt,
  PEOPLE,
  type Person,
  type PersonRecord,
  userOf,
  type World,
  type WorldEvent,
} from '../../test/world.ts';
import { ATTEMPT } from './attempt.ts';
import type { Granted } from './decide.ts';

const person = fc.constantFrom('alice', ...PEOPLE);
const maybePerson = fc.option(person, { freq: 6 });
const mostly = <const T>(usual: T, other: T) =>
  fc.oneof({ weight: 7, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constant(other) });

const record = fc.record<PersonRecord>({
  disabled: mostly(false, true),
  enrolledViews: fc.constantFrom(0, 3),
  passkeys: fc.constantFrom(0, 1),
  rule: fc.constantFrom(null, 'single', 'dual'),
  cardKind: fc.constantFrom('ntag424', 'ntag424', 'uid'),
  cardState: fc.oneof(
    { weight: 6, arbitrary: fc.constant('active' as const) },
    { weight: 1, arbitrary: fc.constantFrom('lost' as const, 'disabled' as const) },
  ),
  sessionValid: mostly(true, false),
  stepUpAtMs: fc.constant(null),
});

const grant = fc.record({ of: person, remote: fc.boolean(), entriesLeft: fc.constantFrom(null, 0, 1, 2) });
const worlds = fc
  .tuple(record, record, fc.array(grant, { minLength: 1, maxLength: 4, size: 'max' }), fc.boolean())
  .map(([alice, bob, grants, acceptsUid]) => aWorld({ alice, bob }, grants, acceptsUid));

const type = <Name extends WorldEvent['type']>(name: Name) => fc.constant(name);
const event: fc.Arbitrary<WorldEvent> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      type: type('tap'),
      cardOf: maybePerson,
      reads: fc.constantFrom('ntag424', 'ntag424', 'uid', 'phone'),
      proof: fc.constantFrom('valid', 'valid', 'valid', 'bad_mac', 'replayed', 'unknown'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: type('phone'), cardOf: person, sessionOf: maybePerson }) },
  { weight: 2, arbitrary: fc.record({ type: type('remote'), sessionOf: maybePerson }) },
  {
    weight: 5,
    arbitrary: fc.record({ type: type('frame'), stood: person, comparedWith: person, usable: mostly(true, false) }),
  },
  { weight: 2, arbitrary: fc.record({ type: type('passkey'), of: person, verified: mostly(true, false) }) },
  { weight: 3, arbitrary: fc.record({ type: type('challenge_answered') }) },
  {
    weight: 3,
    arbitrary: fc.record({
      type: type('time_passes'),
      ms: fc.constantFrom(1, 500, 2_000, 2_999, 3_000, 10_000, 31_000),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: type('step_up'), of: person }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: type('change_person'),
      who: person,
      to: fc.record<Partial<PersonRecord>>(
        {
          disabled: fc.boolean(),
          cardState: fc.constantFrom('active', 'lost'),
          sessionValid: fc.boolean(),
          enrolledViews: fc.constantFrom(0, 3),
        },
        { requiredKeys: [] },
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: type('change_site'),
      to: fc.record<Partial<World['site']>>({ lockdown: fc.boolean(), acceptsUid: fc.boolean() }, { requiredKeys: [] }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: type('change_latch'),
      to: fc.record<Partial<World['latch']>>(
        { credentialRule: fc.constantFrom('dual', 'single'), phoneTapAllowed: fc.boolean() },
        { requiredKeys: [] },
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ type: type('change_grant'), index: fc.nat(3), remove: fc.boolean(), remote: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ type: type('result'), opened: fc.boolean() }) },
);

/** Of single events alone hardly any history would get as far as an opening: some come as the steps of a plausible one. */
const steps: fc.Arbitrary<WorldEvent[]> = fc.oneof(
  { weight: 5, arbitrary: event.map((single) => [single]) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(person, person, person, mostly('ntag424', 'uid'))
      .map(([cardOf, stood, comparedWith, reads]): WorldEvent[] => [
        { type: 'tap', cardOf, reads, proof: 'valid' },
        { type: 'frame', stood, comparedWith, usable: true },
      ]),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(person, person, person, fc.boolean())
      .map(([cardOf, stood, of, verified]): WorldEvent[] => [
        { type: 'phone', cardOf, sessionOf: cardOf },
        { type: 'passkey', of, verified },
        { type: 'frame', stood, comparedWith: stood, usable: true },
        { type: 'challenge_answered' },
      ]),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(person, person, mostly(0, 31_000))
      .map(([of, sessionOf, ms]): WorldEvent[] => [
        { type: 'step_up', of },
        { type: 'time_passes', ms },
        { type: 'remote', sessionOf },
        { type: 'challenge_answered' },
      ]),
  },
);
const history = fc.array(steps, { minLength: 4, maxLength: 20, size: 'max' }).map((parts) => parts.flat());

/** An attempt that was granted, with the world as it was at that moment. */
interface Opening {
  readonly attempt: ModelAttempt;
  readonly decision: Granted;
  readonly world: World;
}

function openings(world: World): Opening[] {
  return world.attempts.flatMap((attempt) =>
    attempt.decisions.flatMap(({ decision, world: then }) =>
      decision.outcome === 'granted' ? [{ attempt, decision, world: then }] : [],
    ),
  );
}

/** Checks every opening of many histories, and that there were enough of them for the check to mean something. */
function everyOpening(of: (opening: Opening) => boolean, check: (opening: Opening) => void): void {
  let checked = 0;
  fc.assert(
    fc.property(worlds, history, (world, events) => {
      for (const opening of openings(events.reduce(happen, world)).filter(of)) {
        check(opening);
        checked++;
      }
    }),
    { numRuns: 1000 },
  );
  expect(checked).toBeGreaterThan(50);
}

function ownerOf({ attempt }: Opening): Person {
  const owner = attempt.kind === 'remote' ? attempt.sessionOf : attempt.cardOf;
  if (owner === null) throw new Error('opened for nobody');
  return owner;
}

/** What every opening needs, whatever the rule. */
function expectTheRight(opening: Opening): void {
  const { world, decision, attempt } = opening;
  const owner = ownerOf(opening);
  const used = world.grants.find((grant) => grant.id === decision.grantId);
  expect(used).toMatchObject({ userId: userOf(owner), latchId: world.latch.id, siteId: world.site.id });
  expect(used?.entriesLeft).not.toBe(0);
  expect(world.people[owner].disabled).toBe(false);
  expect(world.site.lockdown).toBe(false);
  expect(world.nowMs).toBeLessThan(attempt.facts.decideByMs);
}

function expectAValidCredential({ world, attempt }: Opening, owner: Person): void {
  expect(attempt.presented?.proof).toBe('valid');
  expect(attempt.cardOf).toBe(owner);
  expect(world.people[owner].cardState).toBe('active');
  if (attempt.kind === 'phone') {
    expect(world.latch.phoneTapAllowed).toBe(true);
    expect(attempt.sessionOf).toBe(owner);
    expect(world.people[owner].sessionValid).toBe(true);
  } else {
    expect(attempt.presented?.kind).toBe(world.people[owner].cardKind);
    if (attempt.presented?.kind === 'uid') expect(world.site.acceptsUid).toBe(true);
  }
}

describe('no sequence of events opens', () => {
  test('under dual without a valid credential and the face of the same person, or a passkey in its place', () => {
    everyOpening(
      ({ decision }) => decision.rule === 'dual' || decision.rule === 'passkey',
      (opening) => {
        const owner = ownerOf(opening);
        expectTheRight(opening);
        expectAValidCredential(opening, owner);
        const seen = opening.attempt.frames.some((frame) => frame.stood === owner && frame.verdict === 'match');
        const { passkey } = opening.attempt;
        const asserted = opening.attempt.kind === 'phone' && passkey?.verified && passkey.userId === userOf(owner);
        expect(opening.decision.rule === 'dual' ? seen : asserted).toBe(true);
      },
    );
  });

  test('under single without a valid card, not a phone or a bare number, of the user of the grant', () => {
    everyOpening(
      ({ decision }) => decision.rule === 'single',
      (opening) => {
        const { world, attempt } = opening;
        const owner = ownerOf(opening);
        expectTheRight(opening);
        expectAValidCredential(opening, owner);
        expect(attempt.presented?.kind).toBe('ntag424');
        expect(world.people[owner].rule ?? world.latch.credentialRule).toBe('single');
      },
    );
  });

  test('by remote without a session, the right and the step-up', () => {
    everyOpening(
      ({ decision }) => decision.rule === 'remote',
      (opening) => {
        const { world, attempt, decision } = opening;
        const owner = ownerOf(opening);
        expectTheRight(opening);
        expect(attempt.kind).toBe('remote');
        expect(world.people[owner].sessionValid).toBe(true);
        expect(world.grants.find((grant) => grant.id === decision.grantId)?.remote).toBe(true);
        const { stepUpAtMs } = world.people[owner];
        expect(stepUpAtMs === null ? Number.POSITIVE_INFINITY : world.nowMs - stepUpAtMs).toBeLessThanOrEqual(30_000);
      },
    );
  });

  test('without a nonce of the latch, and none that was asked for over three seconds ago', () => {
    everyOpening(
      ({ attempt }) => attempt.kind !== 'nfc',
      ({ attempt, decision, world }) => {
        expect(attempt.decisions.at(-2)?.decision).toEqual({ outcome: 'waiting', on: 'nonce' });
        expect(attempt.decisions.at(-1)?.decision).toBe(decision);
        const askedAtMs = (attempt.facts.nonceByMs ?? 0) - ATTEMPT.challengeAnswerMs;
        const askedAgoMs = world.nowMs - askedAtMs;
        expect(askedAgoMs).toBeGreaterThanOrEqual(0);
        expect(askedAgoMs).toBeLessThan(ATTEMPT.challengeAnswerMs);
      },
    );
  });

  test('twice for one attempt, nor ever after a denial', () => {
    fc.assert(
      fc.property(worlds, history, (world, events) => {
        for (const { decisions } of events.reduce(happen, world).attempts) {
          const final = decisions.findIndex(({ decision }) => decision.outcome !== 'waiting');
          expect([-1, decisions.length - 1]).toContain(final);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('more often than the grant has entries', () => {
    fc.assert(
      fc.property(worlds, history, (world, events) => {
        for (const grant of events.reduce(happen, world).grants) {
          if (grant.entriesLeft !== null) expect(grant.entriesLeft).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

test('every attempt ends when time passes and nothing else happens', () => {
  fc.assert(
    fc.property(worlds, history, (world, events) => {
      const later = happen(events.reduce(happen, world), { type: 'time_passes', ms: 60_000 });
      for (const attempt of later.attempts) expect(['waiting_face', 'waiting_nonce']).not.toContain(attempt.state);
    }),
    { numRuns: 1000 },
  );
});
