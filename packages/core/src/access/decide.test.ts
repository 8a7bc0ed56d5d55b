import { describe, expect, test } from 'vitest';
import {
  aGrant,
  alice,
  bob,
  type Changes,
  cardTap,
  frames,
  grant,
  outcome,
  phoneTap,
  remoteUnlock,
  TAP_MS,
  withFacts,
} from '../../test/facts.ts';
import type { Schedule } from '../credential/schedule.ts';
import { asId, type GrantId, type LatchId, type SiteId } from '../ids.ts';
import { decide } from './decide.ts';
import { type Facts, missingFact } from './facts.ts';
import { SERVER_REASONS, type ServerReason } from './reasons.ts';

const otherSite = asId<SiteId>('site-2');
const otherLatch = asId<LatchId>('latch-back');
const MATCHED: Changes = { frames: frames('match') };

const closedToday: Schedule = {
  windows: [{ days: [1, 2], from: '08:00', to: '18:00' }],
  dateRanges: [],
  holidays: 'as_usual',
  holidayWindows: [],
};
const NOW = cardTap().nowMs;
const five = (lastMs: number) => [0, 1, 2, 3, 4].map((index) => lastMs - index * 1000);

/** One change at a time to a card and a face that would open. In the order of the reasons. */
const REACHED: readonly (readonly [ServerReason, string, Changes])[] = [
  ['service_unavailable', 'a dependency failed', { serviceUnavailable: true }],
  ['service_unavailable', 'the time zone is unknown', { site: { timeZone: 'Europe/Nowhere' } }],
  ['service_unavailable', 'the latch is of another site', { latch: { siteId: otherSite } }],
  ['service_unavailable', 'the decision is due', { nowMs: TAP_MS + 12_000 }],
  ['device_revoked', 'the latch is revoked', { device: { revoked: true } }],
  ['lockdown', 'the site is in lockdown', { site: { lockdown: true } }],
  ['unknown_credential', 'nothing was presented', { presented: null }],
  ['unknown_credential', 'the card is nobody’s', { presented: { proof: 'unknown' } }],
  ['unknown_credential', 'the number is not on record', { credential: null }],
  ['unknown_credential', 'the card is of another site', { credential: { siteId: otherSite } }],
  ['unknown_credential', 'a bare number meets a card that can prove itself', { presented: { kind: 'uid' } }],
  ['unknown_credential', 'a phone’s credential meets a card', { credential: { kind: 'phone' } }],
  [
    'unknown_credential',
    'the site does not accept bare numbers',
    { presented: { kind: 'uid' }, credential: { kind: 'uid' } },
  ],
  ['credential_bad_mac', 'the MAC is wrong', { presented: { proof: 'bad_mac' } }],
  ['credential_replayed', 'the counter did not rise', { presented: { proof: 'replayed' } }],
  ['credential_disabled', 'the card is disabled', { credential: { state: 'disabled' } }],
  ['credential_lost', 'the card is lost', { credential: { state: 'lost' } }],
  ['credential_not_yet_active', 'the card begins in a ms', { credential: { notBeforeMs: NOW + 1 } }],
  ['credential_expired', 'the card ends now', { credential: { expiresAtMs: NOW } }],
  ['user_disabled', 'the owner is disabled', { user: { disabled: true } }],
  ['user_disabled', 'the owner is gone', { user: null }],
  ['user_disabled', 'the owner is of another site', { user: { siteId: otherSite } }],
  ['user_disabled', 'the user loaded is not the owner', { user: { id: bob } }],
  ['locked_out', 'five faces did not match', { lockout: { failuresMs: five(NOW - 1000) } }],
  ['no_grant', 'there is none', { grants: [] }],
  ['no_grant', 'it is somebody else’s', { grants: [aGrant({ userId: bob })] }],
  ['no_grant', 'it is for another latch', { grants: [aGrant({ latchId: otherLatch })] }],
  ['no_grant', 'it is of another site', { grants: [aGrant({ siteId: otherSite })] }],
  ['out_of_schedule', 'it begins in a ms', { grants: [aGrant({ notBeforeMs: NOW + 1 })] }],
  ['out_of_schedule', 'it ends now', { grants: [aGrant({ expiresAtMs: NOW })] }],
  ['out_of_schedule', 'its schedule is closed today', { grants: [aGrant({ schedule: closedToday })] }],
  ['out_of_schedule', 'the guest’s stay begins in a ms', { user: { fromMs: NOW + 1 } }],
  ['out_of_schedule', 'the guest’s stay ends now', { user: { untilMs: NOW } }],
  ['entries_used_up', 'no entry is left', { grants: [aGrant({ entriesLeft: 0 })] }],
  ['anti_passback', 'a minute is not over', { latch: { antiPassbackS: 60 }, lastEntryMs: NOW - 59_999 }],
  ['face_not_enrolled', 'no view is enrolled', { user: { enrolledViews: 0 } }],
  ['superseded', 'a later tap took over', { attempt: { superseded: true } }],
  ['face_unavailable', 'no camera is paired', { frames: [], camera: { paired: false, state: 'none' } }],
  ['face_unavailable', 'the camera is lost', { frames: [], camera: { state: 'lost' } }],
  ['second_factor_timeout', 'no frame came', { frames: [], nowMs: TAP_MS + 10_000 }],
  ['no_face', 'three empty frames', { frames: frames('no_face', 'no_face', 'no_face') }],
  ['many_faces', 'three crowded frames', { frames: frames('many_faces', 'many_faces', 'many_faces') }],
  ['low_quality', 'three poor frames', { frames: frames('low_quality', 'low_quality', 'low_quality') }],
  ['face_no_match', 'two faces of somebody else', { frames: frames('face_no_match', 'face_no_match') }],
  ['face_no_match', 'a match with somebody else’s views, twice', { frames: twice({ verdict: 'match', userId: bob }) }],
  [
    'device_offline',
    'the latch has given no nonce and is away',
    { attempt: { nonceHeld: false }, device: { connected: false } },
  ],
];

function twice<T>(value: T): T[] {
  return [value, value];
}

describe('a card and a face of its owner', () => {
  test('open a dual door and name the grant', () => {
    expect(decide(cardTap(MATCHED))).toEqual({ outcome: 'granted', rule: 'dual', grantId: grant });
  });

  test.each(REACHED)('%s when %s', (reason, _, changes) => {
    expect(decide(cardTap({ ...MATCHED, ...changes }))).toEqual({ outcome: 'denied', reason });
  });

  test('every reason that the server can give is reached, in the order of the closed list', () => {
    const reached = new Set<ServerReason>(REACHED.map(([reason]) => reason));
    reached.add(decideReason(remoteUnlock({ session: { stepUpAtMs: null } })));
    expect([...reached].sort()).toEqual([...SERVER_REASONS].sort());
  });

  test('of two causes the one earlier in the list is given', () => {
    // Moving the clock moves every other fact too, so those causes stand alone.
    const causes = REACHED.filter(([, , changes]) => !('nowMs' in changes));
    let pairs = 0;
    const order = (reason: ServerReason) => SERVER_REASONS.indexOf(reason);
    for (const [reason, , changes] of causes) {
      for (const [otherReason, , otherChanges] of causes) {
        // Two causes that change the same fact cannot stand together.
        if (order(reason) >= order(otherReason) || Object.keys(changes).some((name) => name in otherChanges)) continue;
        const both = withFacts(cardTap({ ...MATCHED, ...changes }), otherChanges);
        expect(decide(both), `${reason} before ${otherReason}`).toEqual({ outcome: 'denied', reason });
        pairs++;
      }
    }
    expect(pairs).toBeGreaterThan(500);
  });
});

function decideReason(facts: Facts): ServerReason {
  const decision = decide(facts);
  if (decision.outcome !== 'denied') throw new Error(`not denied: ${decision.outcome}`);
  return decision.reason;
}

describe('missing facts', () => {
  test.each([{}, null, undefined, 'facts', []])('%j denies', (facts) => {
    expect(decide(facts as unknown as Facts)).toEqual({ outcome: 'denied', reason: 'service_unavailable' });
  });

  test('every single fact that is missing, or of another type, denies', () => {
    const whole = phoneTap({ ...MATCHED, passkey: { userId: alice, verified: true, receivedAtMs: NOW } });
    expect(outcome(whole)).toBe('granted dual');
    let tried = 0;
    for (const path of pathsOf(whole)) {
      for (const value of [undefined, Number.NaN, Symbol('other')]) {
        expect(outcome(replaced(whole, path, value) as Facts), path.join('.')).toBe('service_unavailable');
        expect(missingFact(replaced(whole, path, value)), path.join('.')).not.toBeNull();
        tried++;
      }
    }
    expect(tried).toBeGreaterThan(150);
  });

  test('a schedule of another shape denies and does not throw', () => {
    for (const schedule of [
      {},
      { ...closedToday, windows: null },
      { ...closedToday, windows: [{ days: 1 }] },
      'always',
    ]) {
      const grants = [aGrant({ schedule: schedule as unknown as Schedule })];
      expect(outcome(cardTap({ ...MATCHED, grants }))).toBe('service_unavailable');
    }
  });

  test('the missing fact is named', () => {
    expect(missingFact(cardTap())).toBeNull();
    expect(missingFact(cardTap({ latch: { antiPassbackS: Number.NaN } }))).toBe('latch.antiPassbackS');
    expect(missingFact({})).toBe('nowMs');
  });
});

type Path = readonly (string | number)[];

/** Of every object and leaf, but not of lists themselves. */
function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const below = Object.entries(value).flatMap(([name, part]) => pathsOf(part, [...path, name]));
  return path.length === 0 ? below : [path, ...below];
}

function replaced(value: unknown, [name, ...rest]: Path, by: unknown): unknown {
  if (name === undefined) return by;
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [...value] : { ...(value as object) };
  Reflect.set(copy, name, replaced(Reflect.get(copy, name), rest, by));
  return copy;
}

describe('both sides of every boundary', () => {
  const grants = (changes: Parameters<typeof aGrant>[0]) => ({ grants: [aGrant(changes)] });
  test.each<[string, Changes, string, Changes]>([
    [
      'a card begins',
      { credential: { notBeforeMs: NOW } },
      'credential_not_yet_active',
      { credential: { notBeforeMs: NOW + 1 } },
    ],
    [
      'a card ends',
      { credential: { expiresAtMs: NOW + 1 } },
      'credential_expired',
      { credential: { expiresAtMs: NOW } },
    ],
    ['a grant begins', grants({ notBeforeMs: NOW }), 'out_of_schedule', grants({ notBeforeMs: NOW + 1 })],
    ['a grant ends', grants({ expiresAtMs: NOW + 1 }), 'out_of_schedule', grants({ expiresAtMs: NOW })],
    ['a stay begins', { user: { fromMs: NOW } }, 'out_of_schedule', { user: { fromMs: NOW + 1 } }],
    ['a stay ends', { user: { untilMs: NOW + 1 } }, 'out_of_schedule', { user: { untilMs: NOW } }],
    ['the last entry', grants({ entriesLeft: 1 }), 'entries_used_up', grants({ entriesLeft: 0 })],
    [
      'anti-passback',
      { latch: { antiPassbackS: 600 }, lastEntryMs: NOW - 600_000 },
      'anti_passback',
      { latch: { antiPassbackS: 600 }, lastEntryMs: NOW - 599_999 },
    ],
    ['anti-passback is off', { lastEntryMs: NOW }, 'anti_passback', { latch: { antiPassbackS: 1 }, lastEntryMs: NOW }],
    [
      'anti-passback, cleared',
      { latch: { antiPassbackS: 1 }, lastEntryMs: null },
      'anti_passback',
      { latch: { antiPassbackS: 1 }, lastEntryMs: NOW },
    ],
    ['a view is enrolled', { user: { enrolledViews: 1 } }, 'face_not_enrolled', { user: { enrolledViews: 0 } }],
    ['decideBy', { nowMs: TAP_MS + 11_999 }, 'service_unavailable', { nowMs: TAP_MS + 12_000 }],
    [
      'the lockout ends',
      { lockout: { failuresMs: five(NOW - 900_000) } },
      'locked_out',
      { lockout: { failuresMs: five(NOW - 899_999) } },
    ],
  ])('%s', (_, opens, reason, denies) => {
    expect(outcome(cardTap({ ...MATCHED, ...opens }))).toBe('granted dual');
    expect(outcome(cardTap({ ...MATCHED, ...denies }))).toBe(reason);
  });
});

describe('the grant that is used', () => {
  const second = asId<GrantId>('grant-2');
  test('is one that holds now, whatever else is on record', () => {
    const grants = [aGrant({ expiresAtMs: NOW }), aGrant({ entriesLeft: 0 }), aGrant({ id: second })];
    expect(decide(cardTap({ ...MATCHED, grants }))).toMatchObject({ grantId: second });
  });

  test('is one without a count before one whose entries would be used up', () => {
    const grants = [aGrant({ entriesLeft: 3 }), aGrant({ id: second })];
    expect(decide(cardTap({ ...MATCHED, grants }))).toMatchObject({ grantId: second });
  });
});

describe('rule single', () => {
  test('opens on a valid card alone', () => {
    expect(outcome(cardTap({ latch: { credentialRule: 'single' } }))).toBe('granted single');
  });

  test('is overridden for a user, both ways', () => {
    expect(outcome(cardTap({ user: { credentialRule: 'single' } }))).toBe('granted single');
    const strict: Changes = { latch: { credentialRule: 'single' }, user: { credentialRule: 'dual' } };
    expect(outcome(cardTap(strict))).toBe('waiting face');
  });

  test('is never enough for a bare number or a phone', () => {
    const single: Changes = { latch: { credentialRule: 'single' }, user: { credentialRule: 'single' } };
    const number: Changes = { site: { acceptsUid: true }, presented: { kind: 'uid' }, credential: { kind: 'uid' } };
    expect(outcome(cardTap({ ...single, ...number }))).toBe('waiting face');
    expect(outcome(cardTap({ ...single, ...number, ...MATCHED }))).toBe('granted dual');
    expect(outcome(withFacts(phoneTap(), { user: { credentialRule: 'single' } }))).toBe('waiting face');
  });

  test('needs no enrolled face and no camera', () => {
    const bare: Changes = { user: { enrolledViews: 0 }, camera: { paired: false, state: 'none' } };
    expect(outcome(cardTap({ ...bare, latch: { credentialRule: 'single' } }))).toBe('granted single');
  });
});

describe('waiting for a face', () => {
  test('begins at the tap and ends at receiveBy', () => {
    expect(outcome(cardTap())).toBe('waiting face');
    expect(outcome(cardTap({ nowMs: TAP_MS + 9_999 }))).toBe('waiting face');
    expect(outcome(cardTap({ nowMs: TAP_MS + 10_000 }))).toBe('second_factor_timeout');
  });

  test('goes on after receiveBy only while a frame is still being judged, until decideBy', () => {
    expect(outcome(cardTap({ pendingFrames: 1, nowMs: TAP_MS + 11_999 }))).toBe('waiting face');
    expect(outcome(cardTap({ pendingFrames: 1, nowMs: TAP_MS + 12_000 }))).toBe('service_unavailable');
  });

  test.each([
    ['no_face'],
    ['many_faces'],
    ['low_quality'],
    ['face_no_match'],
    ['no_face', 'low_quality'],
    ['face_no_match', 'no_face'],
  ] as const)('goes on after %s %s', (...verdicts) => {
    expect(outcome(cardTap({ frames: frames(...verdicts) }))).toBe('waiting face');
  });

  test.each([
    ['match', 'granted dual'],
    ['face_no_match match', 'granted dual'],
    ['no_face low_quality match', 'granted dual'],
    ['face_no_match face_no_match match', 'face_no_match'],
    ['no_face no_face no_face match', 'no_face'],
    ['no_face low_quality many_faces', 'many_faces'],
    ['no_face low_quality no_face', 'low_quality'],
    ['no_face face_no_match many_faces', 'face_no_match'],
  ] as const)('frames %s end as %s', (verdicts, expected) => {
    expect(outcome(cardTap({ frames: frames(...(verdicts.split(' ') as ['match'])) }))).toBe(expected);
  });

  test('gives the most telling verdict when the time is over before the third frame', () => {
    const late = { nowMs: TAP_MS + 10_000 };
    expect(outcome(cardTap({ ...late, frames: frames('no_face') }))).toBe('no_face');
    expect(outcome(cardTap({ ...late, frames: frames('low_quality', 'no_face') }))).toBe('low_quality');
    expect(outcome(cardTap({ ...late, frames: frames('low_quality', 'face_no_match') }))).toBe('face_no_match');
  });

  test('needs the owner: a match with another’s views counts as no match', () => {
    expect(outcome(cardTap({ frames: [{ verdict: 'match', userId: bob }] }))).toBe('waiting face');
  });

  test('goes on when the camera is lost after a frame, and with a sleeping camera that the latch wakes', () => {
    expect(outcome(cardTap({ frames: frames('no_face'), camera: { state: 'lost' } }))).toBe('waiting face');
    expect(outcome(cardTap({ pendingFrames: 1, camera: { state: 'lost' } }))).toBe('waiting face');
    expect(outcome(cardTap({ camera: { state: 'sleeping' } }))).toBe('waiting face');
  });

  test('a match that was judged in time still opens when the camera is lost meanwhile', () => {
    expect(outcome(cardTap({ ...MATCHED, camera: { state: 'lost' } }))).toBe('granted dual');
  });
});

describe('a bare card number', () => {
  const number: Changes = { presented: { kind: 'uid' }, credential: { kind: 'uid' } };
  test('needs a site that accepts low assurance, and a face', () => {
    expect(outcome(cardTap({ ...number, site: { acceptsUid: true } }))).toBe('waiting face');
    expect(outcome(cardTap({ ...number, ...MATCHED, site: { acceptsUid: true } }))).toBe('granted dual');
    expect(outcome(cardTap({ ...number, ...MATCHED }))).toBe('unknown_credential');
  });

  test('never stands for a card that can prove itself', () => {
    const facts = cardTap({ ...MATCHED, presented: { kind: 'uid' }, site: { acceptsUid: true } });
    expect(outcome(facts)).toBe('unknown_credential');
  });
});
