import { generateKeyPairSync } from 'node:crypto';
import { Secret } from '@smart-latch/runtime';
import { keysOf, type Store } from '@smart-latch/store';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { emptyStore } from '../test/door.ts';
import type { Inject } from '../test/watch.ts';
import { openKeys } from './keys.ts';

let store: Store;
beforeAll(async () => {
  store = await emptyStore((inject as Inject)('mongoUri'), 'keys');
});
afterAll(() => store.close());

const commandKeyPem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const filled = (byte: number) => new Secret(new Uint8Array(32).fill(byte));
const keysWith = ({ seal = 1, site = 2, otherCommandKeyPem = null as string | null } = {}) =>
  openKeys(store, {
    commandKeyPem,
    otherCommandKeyPem,
    uplinkVersion: 1,
    sealKey: filled(seal),
    siteSecret: filled(site),
  });
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('derived keys', () => {
  test('are the same in every worker that holds the same secret', () => {
    expect(keysWith().uplink('home', 'device', 1)).toEqual(keysWith().uplink('home', 'device', 1));
  });

  test('differ by device, site, version, epoch and purpose', () => {
    const { uplink, peer } = keysWith();
    const keys = [
      uplink('home', 'd', 1),
      uplink('home', 'e', 1),
      uplink('hut', 'd', 1),
      uplink('home', 'd', 2),
      keysWith({ site: 3 }).uplink('home', 'd', 1),
      peer('home', 'd', 'e', 1),
      peer('home', 'd', 'e', 2),
      peer('home', 'e', 'd', 1),
    ];
    expect(new Set(keys.map(hex)).size).toBe(keys.length);
  });
});

test('a device is given the key that signs, and during a rotation the other one too', () => {
  const { publicKey } = generateKeyPairSync('ed25519');
  const otherCommandKeyPem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const { signing, commandKeys } = keysWith({ otherCommandKeyPem });
  expect(commandKeys).toHaveLength(2);
  expect(commandKeys[0]?.kid).toEqual(signing.kid);
  expect(Buffer.from(commandKeys[1]?.publicKey ?? [])).toEqual(
    publicKey.export({ type: 'spki', format: 'der' }).subarray(-32),
  );
  expect(keysWith().commandKeys).toHaveLength(1);
});

describe('the keys of a site for its cards', () => {
  test('are not there until one is issued, and then stay', async () => {
    const keys = keysWith();
    expect(await keys.card('s1', 1)).toBeNull();
    const made = await keys.issuingCard('s1');
    expect(await keys.issuingCard('s1')).toEqual(made);
    expect(await keysWith().card('s1', 1)).toEqual(made);
    expect(await keys.card('s1', 2)).toBeNull();
    expect(made.meta).not.toEqual(made.file);
  });

  test('are one pair when two workers make them at once', async () => {
    const [a, b] = await Promise.all([keysWith().issuingCard('s2'), keysWith().issuingCard('s2')]);
    expect(a).toEqual(b);
    expect(await keysOf(store, 's2', 'sun-meta')).toHaveLength(1);
  });

  test('do not unseal with another seal key, nor in the place of another site or purpose', async () => {
    await keysWith().issuingCard('s3');
    await keysWith().issuingCard('s4');
    expect(await keysWith({ seal: 9 }).card('s3', 1)).toBeNull();
    await expect(keysWith({ seal: 9 }).issuingCard('s3')).rejects.toThrow(/SEAL_KEY/);
    const [foreign] = await keysOf(store, 's4', 'sun-meta');
    await store.models.keys.updateOne({ _id: 's3|sun-meta|1' }, { sealed: foreign?.sealed as Buffer });
    expect(await keysWith().card('s3', 1)).toBeNull();
    const [meta] = await keysOf(store, 's4', 'sun-meta');
    await store.models.keys.updateOne({ _id: 's4|sun-file|1' }, { sealed: meta?.sealed as Buffer });
    expect(await keysWith().card('s4', 1)).toBeNull();
  });
});

describe('a sealed view', () => {
  const name = { site: 'home', user: 'alice', view: 'v1', pack: 'p' };
  const embedding = new Uint8Array([1, 2, 3, 4]);

  test('unseals for exactly its own name', () => {
    const sealed = keysWith().sealView(name, embedding);
    expect(keysWith().unsealView(name, sealed)).toEqual(embedding);
    for (const other of [{ site: 'hut' }, { user: 'bob' }, { view: 'v2' }, { pack: 'q' }])
      expect(keysWith().unsealView({ ...name, ...other }, sealed)).toBeNull();
    expect(keysWith({ seal: 9 }).unsealView(name, sealed)).toBeNull();
  });
});
