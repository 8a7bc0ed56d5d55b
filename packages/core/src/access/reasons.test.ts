import { describe, expect, test } from 'vitest';
import {
  countsForLatchLockout,
  DEVICE_REASONS,
  denyDisplay,
  isDeviceReason,
  isReason,
  isServerReason,
  operationError,
  REASON_FACTS,
  REASONS,
  RESERVED_REASONS,
  SERVER_REASONS,
} from './reasons.ts';

describe('the closed list of reasons', () => {
  test('is the one of the protocol, letter for letter and in its order', () => {
    const server =
      'service_unavailable, device_revoked, lockdown, unknown_credential, credential_bad_mac, credential_replayed, ' +
      'credential_disabled, credential_lost, credential_not_yet_active, credential_expired, user_disabled, locked_out, ' +
      'no_grant, out_of_schedule, entries_used_up, anti_passback, step_up_required, face_not_enrolled, superseded, ' +
      'face_unavailable, second_factor_timeout, no_face, many_faces, low_quality, face_no_match, device_offline';
    const device =
      'low_battery, jammed, bad_signature, unknown_key, wrong_device, no_attempt, expired, replayed, retained';
    expect(SERVER_REASONS.join(', ')).toBe(server);
    expect(DEVICE_REASONS.join(', ')).toBe(device);
    expect(RESERVED_REASONS.join(', ')).toBe('presentation_attack, duress');
    expect(REASONS).toEqual([...SERVER_REASONS, ...DEVICE_REASONS, ...RESERVED_REASONS]);
  });

  test('has no reason twice and one meaning each', () => {
    expect(new Set(REASONS).size).toBe(REASONS.length);
    const meanings = REASONS.map((reason) => REASON_FACTS[reason].meaning);
    expect(new Set(meanings).size).toBe(REASONS.length);
    for (const meaning of meanings) expect(meaning).toMatch(/^[A-Z][^\n]{10,140}\.$/);
  });

  test('is told apart from any other text', () => {
    expect(isReason('no_face') && isServerReason('no_face') && isDeviceReason('jammed')).toBe(true);
    for (const text of ['', 'toString', '__proto__', 'NO_FACE', 'no_face ']) expect(isReason(text)).toBe(false);
    expect(isServerReason('jammed') || isDeviceReason('no_face')).toBe(false);
  });

  test('maps to the operation errors of Matter', () => {
    const mapped = (error: string) => REASONS.filter((reason) => operationError(reason) === error);
    expect(mapped('InvalidCredential')).toEqual(
      REASONS.filter((reason) => reason.startsWith('credential_') || reason.startsWith('face_')),
    );
    expect(mapped('DisabledUserDenied')).toEqual(['user_disabled']);
    expect(mapped('Restricted').sort()).toEqual(
      ['no_grant', 'out_of_schedule', 'lockdown', 'locked_out', 'anti_passback', 'entries_used_up'].sort(),
    );
    expect(mapped('InsufficientBattery')).toEqual(['low_battery']);
  });

  test('marks exactly three for the lockout of a latch', () => {
    expect(REASONS.filter(countsForLatchLockout)).toEqual([
      'unknown_credential',
      'credential_bad_mac',
      'face_no_match',
    ]);
  });

  test('shows one of three grades, and a rule about the person is never told apart', () => {
    expect(REASONS.filter((reason) => denyDisplay(reason) === 'wait')).toEqual(['locked_out', 'anti_passback']);
    for (const reason of ['user_disabled', 'credential_lost', 'no_grant', 'unknown_credential'] as const) {
      expect(denyDisplay(reason)).toBe('not_allowed');
    }
    for (const reason of ['no_face', 'low_quality', 'face_no_match', 'second_factor_timeout'] as const) {
      expect(denyDisplay(reason)).toBe('try_again');
    }
  });
});
