import type { CameraFacts, Facts, GrantFacts, Schedule } from '@smart-latch/core';
import type { AttemptDoc, DeviceDoc, FactRows, MembershipDoc } from '@smart-latch/store';

const ms = (date: Date | null): number | null => date?.getTime() ?? null;
/** Ids are plain text in the store and branded in core; this is the one place where they change sides. */
const branded = <T>(id: string): T => id as T;

/** From rows to the facts of core. What is missing in the rows stays missing, and denies. */
export const factsOf = (attempt: AttemptDoc, rows: FactRows, nowMs: number): Facts => {
  const { site, device, latch, credential, membership } = rows;
  return {
    nowMs,
    serviceUnavailable: attempt.serviceUnavailable,
    ...(site && {
      site: {
        id: branded(site._id),
        timeZone: site.timeZone,
        holidays: site.holidays.map((holiday) => holiday.date),
        lockdown: site.lockdown !== null,
        acceptsUid: site.acceptsUid,
        remoteStepUpMaxAgeMs: site.remoteStepUpMaxAgeS === null ? null : site.remoteStepUpMaxAgeS * 1000,
      },
    }),
    device: {
      revoked: device === null || device.revokedAt !== null || latch.device !== device._id,
      connected: isConnected(device),
    },
    latch: {
      id: branded(latch._id),
      siteId: branded(latch.site),
      credentialRule: latch.credentialRule,
      phoneTapAllowed: latch.phoneTapAllowed,
      antiPassbackS: latch.antiPassbackS,
    },
    attempt: {
      kind: attempt.kind,
      receivedAtMs: attempt.receivedAtMs,
      receiveByMs: attempt.receiveByMs,
      decideByMs: attempt.decideByMs,
      nonceByMs: attempt.nonceByMs,
      nonceHeld: attempt.nonce !== null,
      superseded: attempt.superseded,
    },
    presented: attempt.presented,
    credential: credential && {
      id: branded(credential._id),
      kind: credential.kind,
      siteId: branded(credential.site),
      userId: branded(credential.user),
      state: credential.state,
      notBeforeMs: ms(credential.notBefore),
      expiresAtMs: ms(credential.expiresAt),
    },
    user: membership && userFacts(membership, rows),
    grants: rows.grants.map((grant) => grantFacts(grant, attempt.user)).filter((grant) => grant !== null),
    lockout: { failuresMs: credential?.failuresMs ?? [], endedAtMs: credential?.lockoutEndedAtMs ?? null },
    lastEntryMs: rows.lastEntryMs,
    camera: cameraFacts(rows.cameras),
    frames: attempt.frames.flatMap((frame) =>
      frame.verdict === null || frame.void
        ? []
        : [{ verdict: frame.verdict, userId: branded(frame.comparedWith ?? '-') }],
    ),
    pendingFrames: attempt.frames.filter((frame) => frame.verdict === null && !frame.void).length,
    session: sessionFacts(attempt, rows, nowMs),
    passkey: attempt.passkey && {
      userId: branded(attempt.passkey.user),
      verified: true,
      receivedAtMs: attempt.passkey.receivedAtMs,
    },
  } as Facts;
};

const isConnected = (device: DeviceDoc | null): boolean =>
  device?.presence !== null &&
  device?.presence !== undefined &&
  ['init', 'ready', 'sleeping'].includes(device.presence.state);

const userFacts = (membership: MembershipDoc, { views, passkeys }: FactRows) => ({
  id: membership.user,
  siteId: membership.site,
  disabled: membership.disabled,
  credentialRule: membership.credentialRule,
  enrolledViews: views,
  passkeys,
  fromMs: ms(membership.notBefore),
  untilMs: ms(membership.expiresAt),
});

/** A grant whose schedule is gone holds at no time: it is left out. One of a group is that of each who is in it. */
const grantFacts = (grant: FactRows['grants'][number], member: string | null): GrantFacts | null => {
  if (grant.schedule !== null && grant.scheduleDoc === null) return null;
  return {
    id: branded(grant._id),
    siteId: branded(grant.site),
    userId: branded(grant.user ?? member ?? ''),
    latchId: branded(grant.latch),
    schedule: (grant.scheduleDoc?.definition ?? null) as Schedule | null,
    remote: grant.remote,
    notBeforeMs: ms(grant.notBefore),
    expiresAtMs: ms(grant.expiresAt),
    entriesLeft: grant.entriesLeft,
  };
};

const CAMERA_STATE = { init: 'connected', ready: 'connected', sleeping: 'sleeping' } as const;

/** The best of the paired cameras. */
export const cameraFacts = (cameras: FactRows['cameras']): CameraFacts => {
  if (cameras.length === 0) return { paired: false, state: 'none' };
  const states = cameras.map(({ presence }) => CAMERA_STATE[presence?.state as keyof typeof CAMERA_STATE] ?? 'lost');
  const best = (['connected', 'sleeping'] as const).find((state) => states.includes(state)) ?? 'lost';
  return { paired: true, state: best };
};

const sessionFacts = (attempt: AttemptDoc, { session }: FactRows, nowMs: number): Facts['session'] =>
  attempt.session === null || session === null
    ? null
    : {
        id: branded(session._id),
        userId: branded(session.user),
        valid: session.revokedAt === null && session.expiresAt.getTime() > nowMs,
        stepUpAtMs: attempt.stepUpAtMs,
      };
