import {
  command,
  desired,
  deviceEvent,
  encodeMessage,
  frameHeader,
  info,
  jobUpdate,
  logLine,
  reported,
  result,
  state,
  tap,
  telemetry,
} from '../../src/index.ts';
import { BOOT, CAMERA, cborMap, hex, joined, LATCH, NONCE, plain, seed, unhex } from './fixed.ts';

/** The schemas by the names of the CDDL. */
export const SCHEMAS = {
  tap,
  'frame-header': frameHeader,
  state,
  info,
  reported,
  result,
  event: deviceEvent,
  telemetry,
  'log-line': logLine,
  'job-update': jobUpdate,
  command,
  desired,
} as const;
export type SchemaName = keyof typeof SCHEMAS;

const id = (label: string) => seed(label, 16);
const TAP_ID = id('tap id');
const MAX = Number.MAX_SAFE_INTEGER;
const unlock = {
  op: 'unlock',
  device: LATCH,
  commandId: id('command id'),
  binding: { nonce: NONCE },
  ttlMs: 20_000,
  args: {},
  issuedAtMs: 1_790_000_000_000,
} as const;

const VALID: readonly (readonly [SchemaName, string, Record<string, unknown>])[] = [
  [
    'tap',
    'an NTAG 424 card, camera woken',
    {
      tapId: TAP_ID,
      nonce: NONCE,
      credential: { kind: 'ntag424', keyId: 1, picc: id('picc'), mac: seed('mac', 8) },
      cameraWoken: true,
    },
  ],
  ['tap', 'a bare number of 4 bytes', { tapId: TAP_ID, nonce: NONCE, credential: { kind: 'uid', uid: seed('uid', 4) }, cameraWoken: false }],
  ['tap', 'a bare number of 10 bytes', { tapId: TAP_ID, nonce: NONCE, credential: { kind: 'uid', uid: seed('uid', 10) }, cameraWoken: false }],
  [
    'frame-header',
    'a picture',
    { nonce: NONCE, latch: LATCH, sequence: 7, capturedAtMs: 1_790_000_000_000, sha256: seed('jpeg') },
  ],
  ['frame-header', 'the largest count', { nonce: NONCE, latch: LATCH, sequence: MAX, capturedAtMs: 0, sha256: seed('jpeg') }],
  ['state', 'ready', { state: 'ready', boot: BOOT, connection: 1 }],
  ['state', 'the will', { state: 'lost', boot: BOOT, connection: 4_294_967_296 }],
  [
    'info',
    'a latch',
    { model: 'latch_esp32', firmware: '1.0.0', capabilities: ['nfc', 'door_contact'], keyIds: [seed('kid', 8)], boot: BOOT, resetReason: 'power_on' },
  ],
  ['info', 'without capabilities and keys', { model: 'm', firmware: 'f', capabilities: [], keyIds: [], boot: BOOT, resetReason: 'r' }],
  ['reported', 'nothing', {}],
  [
    'reported',
    'everything',
    {
      lockState: 'Locked',
      doorState: 'DoorClosed',
      operatingMode: 'Normal',
      autoRelockTimeS: 3600,
      batteryPercent: 100,
      rssiDbm: -87,
      freeHeapBytes: 183_000,
      configVersion: 12,
    },
  ],
  ['result', 'opened', { commandId: id('command id'), ok: true, stages: [['verified', 31], ['moved', 912]] }],
  ['result', 'refused', { commandId: id('command id'), ok: false, reason: 'expired', stages: [] }],
  ['result', 'a challenge', { commandId: id('command id'), ok: true, stages: [], nonce: NONCE }],
  ['result', 'a camera that found it too dark', { commandId: id('command id'), ok: false, reason: 'low_quality', stages: [], measured: [['luma', 12], ['focus', 3]] }],
  ['event', 'the first of a device', { sequence: 0, previous: new Uint8Array(32), kind: 'exit_button', atMs: 12_345, details: [] }],
  ['event', 'with details', { sequence: 8, previous: seed('previous'), kind: 'LockOperation', atMs: 99, details: [['type', 'Unlock'], ['code', -5]] }],
  ['telemetry', 'counters', { counters: [['taps', 12], ['charge_mc', -1]] }],
  ['telemetry', 'none', { counters: [] }],
  ['log-line', 'a warning', { level: 'warn', text: 'the bolt was slow' }],
  ['job-update', 'with a detail', { job: 'ota-1', status: 'IN_PROGRESS', detail: 'DOWNLOADING' }],
  ['job-update', 'without', { job: 'ota-1', status: 'QUEUED' }],
  ['command', 'unlock', unlock],
  ['command', 'deny', { ...unlock, op: 'deny', args: { display: 'not_allowed', countsForLockout: true } }],
  ['command', 'capture', { ...unlock, op: 'capture', device: CAMERA, args: { latch: LATCH } }],
  ['command', 'lock', { ...unlock, op: 'lock', binding: { boot: BOOT, counter: 1 }, ttlMs: 1 }],
  [
    'desired',
    'with two pairings',
    {
      device: LATCH,
      version: 3,
      autoRelockMs: 5_000,
      heldOpenMs: 30_000,
      pairings: [{ peer: CAMERA, epoch: 1 }, { peer: LATCH, epoch: 0 }],
      issuedAtMs: 1_790_000_000_000,
    },
  ],
  ['desired', 'without pairings', { device: CAMERA, version: 0, autoRelockMs: 0, heldOpenMs: 0, pairings: [], issuedAtMs: 0 }],
];

const uidProof = cborProof([[1, 'uid'], [2, seed('uid', 4)]]);
function cborProof(entries: readonly (readonly [unknown, unknown])[]): Map<unknown, unknown> {
  return new Map(entries);
}
const tapOf = (change: readonly (readonly [unknown, unknown])[]): Uint8Array =>
  cborMap([...new Map<unknown, unknown>([[1, TAP_ID], [2, NONCE], [3, uidProof], [4, false], ...change])]);
const without = (key: number, entries: readonly (readonly [unknown, unknown])[]) => cborMap(entries.filter(([k]) => k !== key));
const TAP_ENTRIES = [[1, TAP_ID], [2, NONCE], [3, uidProof], [4, false]] as const;
const commandOf = (change: readonly (readonly [unknown, unknown])[]): Uint8Array =>
  cborMap([
    ...new Map<unknown, unknown>([
      [1, 'unlock'],
      [2, LATCH],
      [3, unlock.commandId],
      [4, new Map([[1, NONCE]])],
      [5, 20_000],
      [6, new Map()],
      [7, 0],
      ...change,
    ]),
  ]);
const good = encodeMessage(tap, VALID[1]?.[2] as never);

const INVALID: readonly (readonly [SchemaName, Uint8Array, string, string])[] = [
  ['tap', new Uint8Array(0), 'malformed', 'nothing'],
  ['tap', joined(good, unhex('00')), 'malformed', 'a byte behind the message'],
  ['tap', good.subarray(0, good.length - 1), 'malformed', 'a byte less'],
  ['tap', joined(unhex('bf'), good.subarray(1), unhex('ff')), 'malformed', 'a map of indefinite length'],
  ['tap', joined(unhex('b804'), good.subarray(1)), 'malformed', 'the size of the map in two bytes'],
  ['tap', swapFirstTwo(good), 'not_deterministic', 'keys 2, 1, 3, 4'],
  ['tap', unhex('80'), 'bad_shape', 'an array, not a map'],
  ['tap', unhex('a0'), 'bad_shape', 'an empty map'],
  ['tap', tapOf([[5, true]]), 'bad_shape', 'a key that is not in the CDDL'],
  ['tap', tapOf([['nonce', NONCE]]), 'bad_shape', 'a text as key'],
  ['tap', tapOf([[-1, NONCE]]), 'bad_shape', 'a negative key'],
  ...([1, 2, 3, 4] as const).map((key) => ['tap', without(key, TAP_ENTRIES), 'bad_shape', `without key ${key}`] as const),
  ['tap', tapOf([[1, seed('x', 15)]]), 'bad_shape', 'a tap id of 15 bytes'],
  ['tap', tapOf([[2, seed('x', 17)]]), 'bad_shape', 'a nonce of 17 bytes'],
  ['tap', tapOf([[2, 'sixteen letters!']]), 'bad_shape', 'a nonce that is a text'],
  ['tap', tapOf([[4, 1]]), 'bad_shape', '1 for true'],
  ['tap', tapOf([[3, cborProof([[1, 'aliro'], [2, seed('x', 4)]])]]), 'bad_shape', 'a kind of credential without a verifier'],
  ['tap', tapOf([[3, cborProof([[1, 'uid'], [2, seed('x', 3)]])]]), 'bad_shape', 'a number of 3 bytes'],
  ['tap', tapOf([[3, cborProof([[1, 'uid'], [2, seed('x', 11)]])]]), 'bad_shape', 'a number of 11 bytes'],
  ['tap', tapOf([[3, cborProof([[1, 'ntag424'], [2, 256], [3, id('p')], [4, seed('m', 8)]])]]), 'bad_shape', 'key id 256'],
  ['tap', tapOf([[3, cborProof([[1, 'ntag424'], [2, 1], [3, id('p')], [4, seed('m', 7)]])]]), 'bad_shape', 'a MAC of 7 bytes'],
  ['tap', tapOf([[3, cborProof([[1, 'uid'], [2, id('p')], [3, id('p')], [4, seed('m', 8)]])]]), 'bad_shape', 'a kind with the fields of another'],
  ['frame-header', cborMap([[1, NONCE], [2, LATCH.slice(1)], [3, 0], [4, 0], [5, seed('j')]]), 'bad_shape', 'a device id of 25 characters'],
  ['frame-header', cborMap([[1, NONCE], [2, LATCH], [3, -1], [4, 0], [5, seed('j')]]), 'bad_shape', 'a negative sequence number'],
  ['frame-header', cborMap([[1, NONCE], [2, LATCH], [3, 1.5], [4, 0], [5, seed('j')]]), 'bad_shape', 'a sequence number with a fraction'],
  ['frame-header', cborMap([[1, NONCE], [2, LATCH], [3, 0], [4, 0], [5, seed('j', 20)]]), 'bad_shape', 'a hash of 20 bytes'],
  ['state', cborMap([[1, 'open'], [2, BOOT], [3, 1]]), 'bad_shape', 'no such state'],
  ['state', cborMap([[1, 1], [2, BOOT], [3, 1]]), 'bad_shape', 'a state as a number'],
  ['info', cborMap([[1, 'm'.repeat(65)], [2, 'f'], [3, []], [4, []], [5, BOOT], [6, 'r']]), 'bad_shape', 'a model of 65 characters'],
  ['info', cborMap([[1, ''], [2, 'f'], [3, []], [4, []], [5, BOOT], [6, 'r']]), 'bad_shape', 'an empty model'],
  ['info', cborMap([[1, 'm'], [2, 'f'], [3, Array(33).fill('c')], [4, []], [5, BOOT], [6, 'r']]), 'bad_shape', '33 capabilities'],
  ['reported', cborMap([[5, 101]]), 'bad_shape', 'a battery at 101 percent'],
  ['reported', cborMap([[6, -201]]), 'bad_shape', 'a signal of -201 dBm'],
  ['reported', cborMap([[1, null]]), 'bad_shape', 'null for a field that is not there'],
  ['result', cborMap([[1, id('c')], [2, true]]), 'bad_shape', 'without stages'],
  ['result', cborMap([[1, id('c')], [2, true], [4, [['a']]]]), 'bad_shape', 'a stage without its time'],
  ['result', cborMap([[1, id('c')], [2, true], [4, Array(13).fill(['a', 1])]]), 'bad_shape', '13 stages'],
  ['event', cborMap([[1, 0], [2, new Uint8Array(32)], [3, 'party'], [4, 0], [5, []]]), 'bad_shape', 'no such kind'],
  ['event', cborMap([[1, 0], [2, new Uint8Array(31)], [3, 'tamper'], [4, 0], [5, []]]), 'bad_shape', 'a previous hash of 31 bytes'],
  ['telemetry', cborMap([[1, Array(33).fill(['a', 1])]]), 'bad_shape', '33 counters'],
  ['log-line', cborMap([[1, 'warn'], [2, 't'.repeat(513)]]), 'bad_shape', 'a text of 513 characters'],
  ['job-update', cborMap([[1, 'ota-1'], [2, 'DONE']]), 'bad_shape', 'no such status'],
  ['command', commandOf([[1, 'open']]), 'bad_shape', 'no such operation'],
  ['command', commandOf([[5, 0]]), 'bad_shape', 'no time to live'],
  ['command', commandOf([[5, 20_001]]), 'bad_shape', 'a life of more than 20 s'],
  ['command', commandOf([[4, new Map()]]), 'bad_shape', 'bound to nothing'],
  ['command', commandOf([[4, new Map<number, unknown>([[1, NONCE], [2, BOOT], [3, 1]])]]), 'bad_shape', 'bound to both'],
  ['command', commandOf([[6, new Map([[1, 'go_away']])]]), 'bad_shape', 'nothing that a panel can show'],
  ['desired', cborMap([[1, LATCH], [2, 1], [3, 3_600_001], [4, 0], [5, []], [6, 0]]), 'bad_shape', 'relock after more than an hour'],
  ['desired', cborMap([[1, LATCH], [2, 1], [3, 0], [4, 0], [5, Array(9).fill(new Map<number, unknown>([[1, CAMERA], [2, 1]]))], [6, 0]]), 'bad_shape', '9 pairings'],
];

/** The same map with its first two entries the other way round. Both are a one-byte key and a 16-byte string: 18 bytes each. */
function swapFirstTwo(map: Uint8Array): Uint8Array {
  return joined(map.subarray(0, 1), map.subarray(19, 37), map.subarray(1, 19), map.subarray(37));
}

export const messageVectors = () => ({
  what: 'every message of schema/device.cddl, without an envelope',
  valid: VALID.map(([message, name, fields]) => ({
    message,
    name,
    bytes: hex(encodeMessage(SCHEMAS[message], fields as never)),
    fields: plain(fields),
  })),
  invalid: INVALID.map(([message, bytes, error, comment]) => ({ message, bytes: hex(bytes), error, comment })),
});
