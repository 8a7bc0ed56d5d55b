import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseTapUrl, verifySun } from '@smart-latch/core';
import { describe, expect, test } from 'vitest';
import { bytesOf, type CardReader } from './card-reader.ts';
import { identifyCard, readUrl } from './ntag424.ts';
import { type CardKeys, makeBlank, personalise } from './personalise.ts';
import { newSoftwareCard, SoftwareCard, softwareCardAt } from './software-card.ts';
import { newKeys, takenAwayAfter } from './testing/trial-cards.ts';

const said = async (card: CardReader, { metaReadKey, fileReadKey }: CardKeys) => {
  const tap = parseTapUrl((await readUrl(card)) ?? '');
  if (!tap) throw new Error('the card says no URL of ours');
  const fileKey = () => bytesOf(fileReadKey);
  return verifySun({ ...tap, metaKey: bytesOf(metaReadKey), fileKey, lastCounter: null });
};

describe('a card that was personalised', () => {
  test('says a message that a door accepts, another one each time', async () => {
    const [card, keys] = [new SoftwareCard(newSoftwareCard()), newKeys()];
    await personalise(card, card.state.uid, keys);
    const [first, second] = [await said(card, keys), await said(card, keys)];
    expect(first).toMatchObject({ ok: true, uid: bytesOf(card.state.uid) });
    expect(second.ok && first.ok && second.counter - first.counter).toBe(1);
  });

  test('is the tag of a door too, whose URL names the door', async () => {
    const [tag, keys] = [new SoftwareCard(newSoftwareCard()), newKeys()];
    const url = keys.url.replace('?k=', '?d=3b7c1f5e-0a4d-4c8e-9b1a-2f6d8e7c5a90&k=');
    await personalise(tag, tag.state.uid, { ...keys, url });
    expect(await readUrl(tag)).toMatch(/\/t\?d=3b7c1f5e-[\w-]{27}&k=1&p=[0-9A-F]{32}&c=[0-9A-F]{16}$/);
  });

  test('has no factory key left, and nobody without its master rewrites it', async () => {
    const [card, keys] = [new SoftwareCard(newSoftwareCard()), newKeys()];
    await personalise(card, card.state.uid, keys);
    const { metaReadKey, fileReadKey, masterKey, spareKeys } = keys;
    expect(card.state.keys.map((slot) => slot.key)).toEqual([masterKey, metaReadKey, fileReadKey, ...spareKeys]);
    expect((await identifyCard(card)).keyVersions).toEqual([1, 1, 1, 1, 1]);
    await expect(personalise(card, card.state.uid, newKeys())).rejects.toThrow(/use a fresh card/);
    const write = await card.transmit(bytesOf('908d00000902000000020000000000'));
    expect(Buffer.from(write.slice(-2)).toString('hex')).toBe('919d');
  });

  test('is written again with the same keys, and made blank with them: then it is as from the factory', async () => {
    const fresh = newSoftwareCard();
    const [card, keys] = [new SoftwareCard(fresh), newKeys()];
    for (let n = 0; n < 2; n += 1) await personalise(card, fresh.uid, keys);
    await makeBlank(card, fresh.uid, keys);
    expect(card.state).toEqual(fresh);
    expect(await readUrl(card)).toBeNull();
    await personalise(card, fresh.uid, newKeys());
  });
});

describe('a card that is taken away while it is written', () => {
  test('is written anew wherever it was cut, and is blank or ours at each moment', async () => {
    for (let commands = 0; ; commands += 1) {
      const [card, keys] = [new SoftwareCard(newSoftwareCard()), newKeys()];
      const cut = await personalise(takenAwayAfter(card, commands), card.state.uid, keys).catch(() => 'cut');
      await personalise(card, card.state.uid, keys);
      expect(await said(card, keys)).toMatchObject({ ok: true });
      if (cut === undefined) {
        expect(commands).toBeGreaterThan(15);
        break;
      }
    }
  });

  test('while it is made blank, is made blank wherever it was cut', async () => {
    for (let commands = 0; ; commands += 1) {
      const fresh = newSoftwareCard();
      const [card, keys] = [new SoftwareCard(fresh), newKeys()];
      await personalise(card, fresh.uid, keys);
      const cut = await makeBlank(takenAwayAfter(card, commands), fresh.uid, keys).catch(() => 'cut');
      await makeBlank(card, fresh.uid, keys);
      expect(card.state.keys).toEqual(fresh.keys);
      if (cut === undefined) break;
    }
  });
});

describe('what is no card of ours', () => {
  test('is refused: another card than the one that was begun', async () => {
    const card = new SoftwareCard(newSoftwareCard());
    await expect(personalise(card, '04ffffffffffff', newKeys())).rejects.toThrow(/another card/);
  });

  test('is refused: a fresh master over keys of somebody else', async () => {
    const card = new SoftwareCard(newSoftwareCard());
    await personalise(takenAwayAfter(card, 16), card.state.uid, newKeys()).catch(() => 'cut');
    expect(card.state.keys[0]?.version).toBe(0);
    expect(card.state.keys[1]?.version).toBe(1);
    await expect(personalise(card, card.state.uid, newKeys())).rejects.toThrow(/somebody else/);
  });

  test('is refused: a card without the NDEF application, and one that is no NTAG', async () => {
    const answering = (status: string): CardReader => ({
      waitForCard: async () => {},
      close: async () => {},
      transmit: async () => bytesOf(status),
    });
    await expect(identifyCard(answering('6a82'))).rejects.toThrow(/no NTAG 424 DNA/);
    await expect(identifyCard(answering('9000'))).rejects.toThrow(/refused its version/);
  });

  test('is found out when it only plays the end of the authentication', async () => {
    const card = new SoftwareCard(newSoftwareCard());
    const forged: CardReader = {
      waitForCard: () => card.waitForCard(),
      close: () => card.close(),
      transmit: async (apdu) => {
        const answer = await card.transmit(apdu);
        return apdu[1] === 0xaf && answer.length === 34 ? answer.fill(7, 0, 32) : answer;
      },
    };
    await expect(personalise(forged, card.state.uid, newKeys())).rejects.toThrow(/does not prove/);
  });
});

describe('a card in a file', () => {
  test('remembers what was done to it, in a file that nobody else reads', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'card-'));
    const path = join(dir, 'card.json');
    const keys = newKeys();
    const card = await softwareCardAt(path);
    await personalise(card, card.state.uid, keys);
    const again = await softwareCardAt(path);
    expect(again.state).toEqual(card.state);
    expect(await said(again, keys)).toMatchObject({ ok: true });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(JSON.parse(await readFile(path, 'utf8')).counter).toBe(again.state.counter);
    await rm(dir, { recursive: true });
  });
});
