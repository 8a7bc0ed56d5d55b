import { base32, deviceIdOfSpki, TOPIC_NAMES, topicOf } from '../../src/index.ts';
import { CAMERA, hex, LATCH, seed, spkiOf } from './fixed.ts';

/** RFC 4648, 10, in lower case and without padding. */
const RFC4648 = [
  ['', ''],
  ['66', 'my'],
  ['666f', 'mzxq'],
  ['666f6f', 'mzxw6'],
  ['666f6f62', 'mzxw6yq'],
  ['666f6f6261', 'mzxw6ytb'],
  ['666f6f626172', 'mzxw6ytboi'],
] as const;

export const deviceIds = () => ({
  what: 'base32 (RFC 4648, lower case, no padding) and device ids: base32 of the first 16 bytes of SHA-256 over the DER SubjectPublicKeyInfo',
  base32: [
    ...RFC4648.map(([bytes, text]) => ({ bytes, text })),
    { bytes: hex(seed('base32', 16)), text: base32(seed('base32', 16)) },
  ],
  valid: ['latch', 'other latch', 'camera'].map((label) => ({
    name: label,
    spki: hex(spkiOf(label)),
    id: deviceIdOfSpki(spkiOf(label)),
  })),
  invalid: [
    { id: LATCH.slice(1), comment: '25 characters' },
    { id: `${LATCH}a`, comment: '27 characters' },
    { id: LATCH.toUpperCase(), comment: 'upper case' },
    { id: `${LATCH.slice(0, 25)}1`, comment: '1 is not in the alphabet of base32' },
    { id: `${LATCH.slice(0, 25)}=`, comment: 'padding' },
    { id: '', comment: 'empty' },
  ],
});

export const topics = () => ({
  what: 'topics: exactly the rows of the table, below sl/1/{device}/',
  valid: TOPIC_NAMES.map((name) => ({ topic: topicOf(LATCH, name), device: LATCH, name })),
  invalid: [
    { topic: `sl/2/${LATCH}/state`, comment: 'another version of the protocol' },
    { topic: `/sl/1/${LATCH}/state`, comment: 'begins with a slash' },
    { topic: `sl/1/${LATCH}/state/`, comment: 'ends with a slash' },
    { topic: `sl/1/${LATCH}/State`, comment: 'topics are in lower case' },
    { topic: `sl/1/${LATCH.toUpperCase()}/state`, comment: 'a device id is in lower case' },
    { topic: `sl/1/${LATCH.slice(1)}/state`, comment: 'a device id has 26 characters' },
    { topic: `sl/1/${LATCH}/cmd`, comment: 'not a row' },
    { topic: `sl/1/${LATCH}/cmd/open`, comment: 'no such operation' },
    { topic: `sl/1/${LATCH}/cmd/+`, comment: 'a filter is not a topic' },
    { topic: `sl/1/${LATCH}/cmd/unlock/x`, comment: 'a level more' },
    { topic: `sl/1/${LATCH}/constructor`, comment: 'the name of a property that every JavaScript object has' },
    { topic: `sl/1/${LATCH}/__proto__`, comment: 'the same' },
    { topic: `sl/1/+/state`, comment: 'a wildcard for the device' },
    { topic: `sl/1/${LATCH}`, comment: 'no name' },
    { topic: `$share/g/sl/1/${CAMERA}/state`, comment: 'a shared subscription' },
    { topic: '', comment: 'empty' },
  ],
});
