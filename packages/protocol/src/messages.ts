import { DOOR_STATES, LOCK_STATES, OPERATING_MODES } from '@smart-latch/core';
import { z } from 'zod';
import { DEVICE_ID_PATTERN } from './device-id.ts';
import { bytes, keyed, sint, text, uint } from './fields.ts';
import { OPS, type TopicName } from './topics.ts';

/** The longest life of a command, counted from the moment its nonce was issued. */
export const MAX_TTL_MS = 20_000;

const deviceId = z.string().regex(DEVICE_ID_PATTERN, 'must be a device id');
const id16 = bytes(16);
const sha256 = bytes(32);

/** What the reader was shown. A closed union: another kind needs a verifier in core first. Aliro will be kind 3. */
export const credentialProof = z.union([
  keyed(
    { kind: 1, keyId: 2, picc: 3, mac: 4 },
    { kind: z.literal('ntag424'), keyId: uint(255), picc: bytes(16), mac: bytes(8) },
  ),
  keyed({ kind: 1, uid: 2 }, { kind: z.literal('uid'), uid: bytes(4, 10) }),
]);

/** `nfc/tap`: one presentation of a credential. The same bytes again are the same tap. */
export const tap = keyed(
  { tapId: 1, nonce: 2, credential: 3, cameraWoken: 4 },
  { tapId: id16, nonce: id16, credential: credentialProof, cameraWoken: z.boolean() },
);

/** The authenticated header of `face/frame`; the JPEG follows it, byte for byte. */
export const frameHeader = keyed(
  { nonce: 1, latch: 2, sequence: 3, capturedAtMs: 4, sha256: 5 },
  { nonce: id16, latch: deviceId, sequence: uint(), capturedAtMs: uint(), sha256 },
);

/** Matter DoorLock, 5.2.6: the states that a device reports of itself. `lost` is only ever its will. */
export const STATES = ['init', 'ready', 'sleeping', 'disconnected', 'lost'] as const;

/** `state` and the will. Presence keeps the newest pair of boot and connection number. */
export const state = keyed(
  { state: 1, boot: 2, connection: 3 },
  { state: z.enum(STATES), boot: id16, connection: uint() },
);

export const info = keyed(
  { model: 1, firmware: 2, capabilities: 3, keyIds: 4, boot: 5, resetReason: 6 },
  {
    model: text(64),
    firmware: text(64),
    capabilities: z.array(text(32)).max(32),
    keyIds: z.array(bytes(8)).max(4),
    boot: id16,
    resetReason: text(32),
  },
);

export const reported = keyed(
  {
    lockState: 1,
    doorState: 2,
    operatingMode: 3,
    autoRelockTimeS: 4,
    batteryPercent: 5,
    rssiDbm: 6,
    freeHeapBytes: 7,
    configVersion: 8,
  },
  {
    lockState: z.enum(LOCK_STATES).optional(),
    doorState: z.enum(DOOR_STATES).optional(),
    operatingMode: z.enum(OPERATING_MODES).optional(),
    autoRelockTimeS: uint(3600).optional(),
    batteryPercent: uint(100).optional(),
    rssiDbm: sint(200).optional(),
    freeHeapBytes: uint().optional(),
    configVersion: uint().optional(),
  },
);

const stage = z.tuple([text(24), uint(600_000)]);

/** `result/{op}`: what the device did with a command. `reason` is there exactly when it refused or failed. */
export const result = keyed(
  { commandId: 1, ok: 2, reason: 3, stages: 4, nonce: 5, measured: 6 },
  {
    commandId: id16,
    ok: z.boolean(),
    reason: text(32).optional(),
    /** [stage, ms since the command arrived], in order. */
    stages: z.array(stage).max(12),
    /** `challenge` only: the fresh nonce that the next `unlock` must be bound to. */
    nonce: id16.optional(),
    /** `capture` only, when the camera itself refused: what it measured (mean luma, focus). */
    measured: z
      .array(z.tuple([text(24), uint()]))
      .max(8)
      .optional(),
  },
);

/** `evt/*`: a Matter event with its place in the device's own hash chain. */
export const deviceEvent = keyed(
  { sequence: 1, previous: 2, kind: 3, atMs: 4, details: 5 },
  {
    sequence: uint(),
    previous: sha256,
    kind: z.enum([
      'LockOperation',
      'LockOperationError',
      'DoorStateChange',
      'door_forced_open',
      'door_held_open',
      'held_cleared',
      'no_entry_after_grant',
      'exit_button',
      'tamper',
      'denial_burst',
    ]),
    /** The device's own monotonic clock, since boot. */
    atMs: uint(),
    details: z.array(z.tuple([text(24), z.union([text(32), sint(2 ** 40)])])).max(8),
  },
);

export const telemetry = keyed({ counters: 1 }, { counters: z.array(z.tuple([text(32), sint(2 ** 48)])).max(32) });

export const logLine = keyed(
  { level: 1, text: 2 },
  { level: z.enum(['debug', 'info', 'warn', 'error']), text: text(512) },
);

export const jobUpdate = keyed(
  { job: 1, status: 2, detail: 3 },
  {
    job: text(64),
    status: z.enum(['QUEUED', 'IN_PROGRESS', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'REJECTED', 'CANCELED']),
    detail: z.enum(['DOWNLOADING', 'VERIFIED', 'REBOOTED', 'CONFIRMED', 'ROLLED_BACK']).optional(),
  },
);

/** What binds a command to one moment: the nonce of a tap or challenge, or a counter within one boot. */
const nonceBinding = keyed({ nonce: 1 }, { nonce: id16 });
const bootBinding = keyed({ boot: 2, counter: 3 }, { boot: id16, counter: uint() });

/** What the latch shows on a denial, never why. */
export const DENY_DISPLAYS = ['try_again', 'not_allowed', 'wait'] as const;

const args = keyed(
  { display: 1, countsForLockout: 2, latch: 3 },
  {
    display: z.enum(DENY_DISPLAYS).optional(),
    countsForLockout: z.boolean().optional(),
    latch: deviceId.optional(),
  },
);

/** The payload of `cmd/{op}`. Device, binding and ttl are checked by the device; `issuedAtMs` is for its log alone. */
export const command = keyed(
  { op: 1, device: 2, commandId: 3, binding: 4, ttlMs: 5, args: 6, issuedAtMs: 7 },
  {
    op: z.enum(OPS),
    device: deviceId,
    commandId: id16,
    binding: z.union([nonceBinding, bootBinding]),
    ttlMs: uint(MAX_TTL_MS).min(1),
    args,
    issuedAtMs: uint(),
  },
);

const pairing = keyed({ peer: 1, epoch: 2 }, { peer: deviceId, epoch: uint() });

/** `desired`: configuration only, never an action and never a secret. */
export const desired = keyed(
  { device: 1, version: 2, autoRelockMs: 3, heldOpenMs: 4, pairings: 5, issuedAtMs: 6 },
  {
    device: deviceId,
    version: uint(),
    autoRelockMs: uint(3_600_000),
    heldOpenMs: uint(3_600_000),
    pairings: z.array(pairing).max(8),
    issuedAtMs: uint(),
  },
);

export type CredentialProof = z.output<typeof credentialProof>;
export type TapMessage = z.output<typeof tap>;
export type FrameHeader = z.output<typeof frameHeader>;
export type StateMessage = z.output<typeof state>;
export type InfoMessage = z.output<typeof info>;
export type ReportedMessage = z.output<typeof reported>;
export type ResultMessage = z.output<typeof result>;
export type DeviceEventMessage = z.output<typeof deviceEvent>;
export type Command = z.output<typeof command>;
export type CommandBinding = Command['binding'];
export type DesiredMessage = z.output<typeof desired>;
export type DenyDisplay = (typeof DENY_DISPLAYS)[number];

/** Which message a device sends on which topic. */
export const UPLINK_MESSAGES = {
  state,
  info,
  reported,
  'nfc/tap': tap,
  'face/frame': frameHeader,
  'result/unlock': result,
  'result/deny': result,
  'result/capture': result,
  'result/challenge': result,
  'result/lock': result,
  'result/reboot': result,
  'evt/lock': deviceEvent,
  'evt/door': deviceEvent,
  'evt/alarm': deviceEvent,
  'tele/power': telemetry,
  'tele/radio': telemetry,
  'tele/nfc': telemetry,
  log: logLine,
  'job/update': jobUpdate,
} as const satisfies Partial<Record<TopicName, z.ZodType>>;

export type UplinkName = keyof typeof UPLINK_MESSAGES;
export type UplinkMessage<N extends UplinkName> = z.output<(typeof UPLINK_MESSAGES)[N]>;
