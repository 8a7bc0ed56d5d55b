import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decryptPicc, verifySun } from '@smart-latch/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CardData, loadCard, recordedCard, saveCard, softwareCard } from './card.ts';

const CARD: CardData = {
  kind: 'ntag424',
  uid: '04112233445566',
  keyId: 1,
  metaReadKey: 'aa'.repeat(16),
  fileReadKey: 'bb'.repeat(16),
  counter: 7,
};
const key = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'));

describe('a software card', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'card-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  test('says a new proof each time, which the verifier accepts in order', async () => {
    const card = softwareCard(CARD);
    let lastCounter = 7;
    for (const counter of [8, 9]) {
      const proof = await card.present();
      if (proof.kind !== 'ntag424') throw new Error('wrong kind');
      const checked = verifySun({
        metaKey: key('aa'.repeat(16)),
        fileKey: () => key('bb'.repeat(16)),
        lastCounter,
        ...proof,
      });
      expect(checked).toMatchObject({ ok: true, counter });
      lastCounter = counter;
    }
  });

  test('has stored its counter before the proof exists, and goes on from there', async () => {
    const path = join(folder, 'alice.json');
    await saveCard(path, CARD);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    await (await loadCard(path)).present();
    expect(JSON.parse(await readFile(path, 'utf8')).counter).toBe(8);
    const proof = await (await loadCard(path)).present();
    expect(proof.kind === 'ntag424' && decryptPicc(key('aa'.repeat(16)), proof.picc)).toMatchObject({ counter: 9 });
  });

  test('makes no proof when its counter cannot be stored', async () => {
    const card = softwareCard(CARD, () => Promise.reject(new Error('disk full')));
    await expect(card.present()).rejects.toThrow('disk full');
  });

  test('is used up at the end of its counter', async () => {
    await expect(softwareCard({ ...CARD, counter: 0xff_ffff }).present()).rejects.toThrow('used up');
  });

  test('a recorded one says the same again', async () => {
    const proof = await softwareCard(CARD).present();
    const recorded = recordedCard(proof);
    expect(await recorded.present()).toBe(await recorded.present());
  });

  test.each([
    ['no card in', null],
    ['is not JSON', 'nonsense'],
    ['uid must be 14 hex digits', JSON.stringify({ ...CARD, uid: '04' })],
  ])('a bad file says %s', async (message, text) => {
    const path = join(folder, 'bad.json');
    if (text !== null) await writeFile(path, text);
    await expect(loadCard(path)).rejects.toThrow(message);
  });
});
