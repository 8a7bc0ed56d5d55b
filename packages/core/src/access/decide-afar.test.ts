import { describe, expect, test } from 'vitest';
import {
  aGrant,
  alice,
  aSession,
  bob,
  type Changes,
  cardTap,
  frames,
  outcome,
  phoneTap,
  remoteUnlock,
  TAP_MS,
} from '../../test/facts.ts';

const MATCHED: Changes = { frames: frames('match') };
const NOW = cardTap().nowMs;
const five = (lastMs: number) => [0, 1, 2, 3, 4].map((index) => lastMs - index * 1000);

describe('a phone tap', () => {
  const noNonce: Changes = { attempt: { nonceHeld: false } };
  const faceless: Changes = { user: { enrolledViews: 0, passkeys: 1 } };
  const assertion = { userId: alice, verified: true, receivedAtMs: TAP_MS + 500 };

  test('waits for a selfie, then for the latch, then opens; no camera is asked for', () => {
    expect(outcome(phoneTap(noNonce))).toBe('waiting face');
    expect(outcome(phoneTap({ ...noNonce, ...MATCHED }))).toBe('waiting nonce');
    expect(outcome(phoneTap(MATCHED))).toBe('granted dual');
  });

  test.each<[string, Changes]>([
    ['the door does not allow it', { latch: { phoneTapAllowed: false } }],
    ['nobody is signed in', { session: null }],
    ['another user is signed in', { session: aSession({ userId: bob }) }],
    ['it is said to be a tap at the reader', { attempt: { kind: 'nfc' } }],
  ])('is unknown_credential when %s', (_, changes) => {
    expect(outcome(phoneTap({ ...MATCHED, ...changes }))).toBe('unknown_credential');
  });

  test('is credential_expired when the session is over', () => {
    expect(outcome(phoneTap({ ...MATCHED, session: { valid: false } }))).toBe('credential_expired');
  });

  test('a card is not accepted in place of a phone', () => {
    const card: Changes = { presented: { kind: 'ntag424' }, credential: { kind: 'ntag424' } };
    expect(outcome(phoneTap({ ...MATCHED, ...card }))).toBe('unknown_credential');
  });

  test('opens with a fresh passkey for a person without a face', () => {
    expect(outcome(phoneTap(faceless))).toBe('waiting passkey');
    expect(outcome(phoneTap({ ...faceless, passkey: assertion }))).toBe('granted passkey');
    expect(outcome(phoneTap({ user: { enrolledViews: 0, passkeys: 0 } }))).toBe('face_not_enrolled');
  });

  test.each([
    ['is somebody else’s', { ...assertion, userId: bob }],
    ['failed', { ...assertion, verified: false }],
    ['is older than the attempt', { ...assertion, receivedAtMs: TAP_MS - 1 }],
    ['came after receiveBy', { ...assertion, receivedAtMs: TAP_MS + 20_001 }],
  ])('a passkey that %s does not count', (_, passkey) => {
    expect(outcome(phoneTap({ ...faceless, passkey }))).toBe('waiting passkey');
    expect(outcome(phoneTap({ ...faceless, passkey, nowMs: TAP_MS + 20_000 }))).toBe('second_factor_timeout');
  });

  test('a passkey counts from the first ms of the attempt to the last', () => {
    for (const receivedAtMs of [TAP_MS, TAP_MS + 20_000]) {
      const facts = phoneTap({ ...faceless, passkey: { ...assertion, receivedAtMs }, nowMs: TAP_MS + 20_000 });
      expect(outcome(facts)).toBe('granted passkey');
    }
  });

  test('does not wait again for a factor that is gone since the latch was asked for its nonce', () => {
    const asked: Changes = { attempt: { nonceByMs: TAP_MS + 3_000 } };
    expect(outcome(phoneTap({ ...asked, ...MATCHED }))).toBe('granted dual');
    expect(outcome(phoneTap(asked))).toBe('second_factor_timeout');
    expect(outcome(phoneTap({ ...asked, ...faceless }))).toBe('second_factor_timeout');
    expect(outcome(phoneTap({ ...asked, ...faceless, passkey: assertion }))).toBe('granted passkey');
  });

  test('a passkey never stands for an enrolled face, nor for a face at the reader', () => {
    expect(outcome(phoneTap({ user: { passkeys: 1 }, passkey: assertion }))).toBe('waiting face');
    expect(outcome(cardTap({ ...faceless, passkey: assertion }))).toBe('face_not_enrolled');
  });
});

describe('a remote unlock', () => {
  test('opens with a session, the right and the step-up', () => {
    expect(outcome(remoteUnlock())).toBe('granted remote');
  });

  test.each<[string, string, Changes]>([
    ['unknown_credential', 'nobody is signed in', { session: null }],
    ['credential_expired', 'the session is over', { session: { valid: false } }],
    ['user_disabled', 'the session is somebody else’s', { session: { userId: bob } }],
    ['no_grant', 'the grant is for the door alone', { grants: [aGrant()] }],
    ['step_up_required', 'there was no step-up', { session: { stepUpAtMs: null } }],
    ['step_up_required', 'the step-up is too old', { session: { stepUpAtMs: NOW - 300_001 } }],
    ['step_up_required', 'the step-up is of the future', { session: { stepUpAtMs: NOW + 1 } }],
    ['lockdown', 'the site is in lockdown', { site: { lockdown: true } }],
    ['superseded', 'a tap at the door took over', { attempt: { superseded: true } }],
  ])('is %s when %s', (reason, _, changes) => {
    expect(outcome(remoteUnlock(changes))).toBe(reason);
  });

  test('takes a step-up up to its last ms, and none where the site asks for none', () => {
    expect(outcome(remoteUnlock({ session: { stepUpAtMs: NOW - 300_000 } }))).toBe('granted remote');
    const facts = remoteUnlock({ site: { remoteStepUpMaxAgeMs: null }, session: { stepUpAtMs: null } });
    expect(outcome(facts)).toBe('granted remote');
  });

  test('waits for the latch’s nonce: first to ask for it, then for the answer, until its deadline', () => {
    const asked = (nonceByMs: number | null, nowMs = NOW) =>
      outcome(remoteUnlock({ attempt: { nonceHeld: false, nonceByMs }, nowMs }));
    expect(asked(null)).toBe('waiting nonce');
    expect(asked(TAP_MS + 3_000, TAP_MS + 2_999)).toBe('waiting nonce');
    expect(asked(TAP_MS + 3_000, TAP_MS + 3_000)).toBe('device_offline');
  });

  test('does not ask a latch that is away, and opens when one that answered is said to be', () => {
    const away: Changes = { device: { connected: false } };
    expect(outcome(remoteUnlock({ ...away, attempt: { nonceHeld: false, nonceByMs: null } }))).toBe('device_offline');
    expect(outcome(remoteUnlock(away))).toBe('granted remote');
  });

  test('is not stopped by a card that has nothing to do with it', () => {
    const facts = remoteUnlock({ lockout: { failuresMs: five(NOW) }, latch: { antiPassbackS: 600 }, lastEntryMs: NOW });
    expect(outcome(facts)).toBe('granted remote');
  });
});
