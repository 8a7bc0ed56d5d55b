/** OperationErrorEnum of the DoorLock cluster (Matter Application Cluster Specification, 5.2.6). */
export type OperationError =
  | 'Unspecified'
  | 'InvalidCredential'
  | 'DisabledUserDenied'
  | 'Restricted'
  | 'InsufficientBattery';

/** The three grades that a latch shows with `deny`; it is never told the reason. */
export type DenyDisplay = 'try_again' | 'not_allowed' | 'wait';

/** Who gives a reason: the server decides, the device refuses or fails, reserved has no rule yet. */
export type ReasonSource = 'server' | 'device' | 'reserved';

export interface ReasonFacts {
  readonly source: ReasonSource;
  /** One line for people; docs/reasons.md says the same. */
  readonly meaning: string;
  readonly operationError: OperationError;
  readonly display: DenyDisplay;
  /** Whether `deny` is marked so that the latch counts it and slows its reader down. */
  readonly countsForLatchLockout: boolean;
}

/** Why an attempt did not open. One cause each, in the order in which `decide` looks for them; then the device's own. */
export const REASONS = [
  'service_unavailable',
  'device_revoked',
  'lockdown',
  'unknown_credential',
  'credential_bad_mac',
  'credential_replayed',
  'credential_disabled',
  'credential_lost',
  'credential_not_yet_active',
  'credential_expired',
  'user_disabled',
  'locked_out',
  'no_grant',
  'out_of_schedule',
  'entries_used_up',
  'anti_passback',
  'step_up_required',
  'face_not_enrolled',
  'superseded',
  'face_unavailable',
  'second_factor_timeout',
  'no_face',
  'many_faces',
  'low_quality',
  'face_no_match',
  'device_offline',
  'low_battery',
  'jammed',
  'bad_signature',
  'unknown_key',
  'wrong_device',
  'no_attempt',
  'expired',
  'replayed',
  'retained',
  'presentation_attack',
  'duress',
] as const;

export type Reason = (typeof REASONS)[number];

type Row = readonly [OperationError, DenyDisplay, meaning: string, counts?: 'counts'];

const server = {
  service_unavailable: [
    'Unspecified',
    'try_again',
    'A service that the decision needs failed, facts were missing, or the decision came too late.',
  ],
  device_revoked: ['Unspecified', 'not_allowed', 'The latch, as a device, is revoked.'],
  lockdown: ['Restricted', 'not_allowed', 'The site is in lockdown: nobody enters by a server decision.'],
  unknown_credential: [
    'Unspecified',
    'not_allowed',
    'What was presented is no credential of this site that this door accepts.',
    'counts',
  ],
  credential_bad_mac: [
    'InvalidCredential',
    'not_allowed',
    "The proof of a known card's possession is wrong.",
    'counts',
  ],
  credential_replayed: [
    'InvalidCredential',
    'try_again',
    'The card message was used before: its counter did not rise.',
  ],
  credential_disabled: ['InvalidCredential', 'not_allowed', 'The credential is disabled.'],
  credential_lost: ['InvalidCredential', 'not_allowed', 'The credential was reported lost.'],
  credential_not_yet_active: ['InvalidCredential', 'not_allowed', 'The credential is not active yet.'],
  credential_expired: [
    'InvalidCredential',
    'not_allowed',
    'The credential, or the session that stands for it, is over.',
  ],
  user_disabled: [
    'DisabledUserDenied',
    'not_allowed',
    'The owner of the credential is disabled or no longer of this site.',
  ],
  locked_out: ['Restricted', 'wait', 'Too many faces did not match this credential: wait, or ask an admin.'],
  no_grant: [
    'Restricted',
    'not_allowed',
    'The user has no grant for this latch (for a remote unlock: no remote right).',
  ],
  out_of_schedule: ['Restricted', 'not_allowed', 'The user has a grant for this latch, but not at this time.'],
  entries_used_up: ['Restricted', 'not_allowed', 'The grant has no entries left.'],
  anti_passback: ['Restricted', 'wait', 'This credential entered here a moment ago.'],
  step_up_required: ['Unspecified', 'try_again', 'The site asks for a fresh confirmation before a remote unlock.'],
  face_not_enrolled: ['InvalidCredential', 'not_allowed', 'The rule asks for a face and the user has none enrolled.'],
  superseded: ['Unspecified', 'try_again', 'A later tap at the same latch took over.'],
  face_unavailable: ['InvalidCredential', 'try_again', 'The latch has no camera, or its camera is lost.'],
  second_factor_timeout: ['Unspecified', 'try_again', 'The second factor did not come in time.'],
  no_face: ['Unspecified', 'try_again', 'No face was seen.'],
  many_faces: ['Unspecified', 'try_again', 'Several faces were seen and none stood out.'],
  low_quality: ['Unspecified', 'try_again', 'The picture was not good enough to compare.'],
  face_no_match: ['InvalidCredential', 'try_again', 'The face is not that of the owner of the credential.', 'counts'],
  device_offline: ['Unspecified', 'try_again', 'The latch is not connected or did not answer the challenge.'],
} satisfies Partial<Record<Reason, Row>>;

const device = {
  low_battery: ['InsufficientBattery', 'not_allowed', 'The latch has too little battery to move its bolt.'],
  jammed: ['Unspecified', 'try_again', 'The bolt did not reach its position.'],
  bad_signature: ['Unspecified', 'not_allowed', 'The signature of the command is wrong.'],
  unknown_key: ['Unspecified', 'not_allowed', 'The command is signed with a key that the device does not have.'],
  wrong_device: ['Unspecified', 'not_allowed', 'The command is for another device.'],
  no_attempt: ['Unspecified', 'try_again', 'The device has no open attempt with the nonce of the command.'],
  expired: ['Unspecified', 'try_again', 'The command came too late, or was made for an earlier boot.'],
  replayed: ['Unspecified', 'not_allowed', 'The nonce or the counter of the command was used before.'],
  retained: ['Unspecified', 'not_allowed', 'The command came with the retain flag.'],
} satisfies Partial<Record<Reason, Row>>;

const reserved = {
  presentation_attack: ['Unspecified', 'not_allowed', 'A picture or a mask instead of a face. No rule gives it yet.'],
  duress: ['Unspecified', 'not_allowed', 'The user signalled that somebody forces them. No rule gives it yet.'],
} satisfies Partial<Record<Reason, Row>>;

export type ServerReason = keyof typeof server;
export type DeviceReason = keyof typeof device;
export type ReservedReason = keyof typeof reserved;

const isKeyOf = <T extends object>(table: T, key: PropertyKey): key is keyof T => Object.hasOwn(table, key);

export const isServerReason = (text: string): text is ServerReason => isKeyOf(server, text);
export const isDeviceReason = (text: string): text is DeviceReason => isKeyOf(device, text);
export const isReason = (text: string): text is Reason => isKeyOf(REASON_FACTS, text);

/** In the order of REASONS. */
export const SERVER_REASONS: readonly ServerReason[] = REASONS.filter((reason) => isServerReason(reason));
export const DEVICE_REASONS: readonly DeviceReason[] = REASONS.filter((reason) => isDeviceReason(reason));
export const RESERVED_REASONS: readonly ReservedReason[] = REASONS.filter((reason) => isKeyOf(reserved, reason));

const rows: Record<Reason, Row> = { ...server, ...device, ...reserved };

function factsOf(reason: Reason): ReasonFacts {
  const [operationError, display, meaning, counts] = rows[reason];
  const source = isServerReason(reason) ? 'server' : isDeviceReason(reason) ? 'device' : 'reserved';
  return { source, meaning, operationError, display, countsForLatchLockout: counts === 'counts' };
}

/** Everything that is fixed about a reason, by reason. */
export const REASON_FACTS = Object.fromEntries(REASONS.map((reason) => [reason, factsOf(reason)])) as Record<
  Reason,
  ReasonFacts
>;

export const operationError = (reason: Reason): OperationError => REASON_FACTS[reason].operationError;
export const denyDisplay = (reason: Reason): DenyDisplay => REASON_FACTS[reason].display;
export const countsForLatchLockout = (reason: Reason): boolean => REASON_FACTS[reason].countsForLatchLockout;
