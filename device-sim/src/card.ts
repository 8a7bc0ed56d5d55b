import { readFile, rename, writeFile } from 'node:fs/promises';
import { makeSun } from '@smart-latch/core';
import type { CredentialProof } from '@smart-latch/protocol';
import { z } from 'zod';

/** What a person holds to the reader. Each presentation is a new proof, as with a real card. */
export interface Card {
  present(): Promise<CredentialProof>;
}

const hexBytes = (count: number) =>
  z
    .string()
    .toLowerCase()
    .regex(new RegExp(`^[0-9a-f]{${count * 2}}$`), `must be ${count * 2} hex digits`);

export const cardSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('ntag424'),
    uid: hexBytes(7),
    /** Which version of the site's keys: `k` in the card's URL. */
    keyId: z.int().min(0).max(255),
    metaReadKey: hexBytes(16),
    fileReadKey: hexBytes(16),
    /** SDMReadCtr: how often it was read. */
    counter: z.int().min(0).max(0xff_ffff),
  }),
  z.object({ kind: z.literal('uid'), uid: z.string().regex(/^([0-9a-f]{2}){4,10}$/, 'must be 4 to 10 bytes in hex') }),
]);
export type CardData = z.output<typeof cardSchema>;

const bytesOf = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));

/** A card in memory. `save` is called with the advanced counter BEFORE the proof is made, so a crash never repeats one. */
export const softwareCard = (data: CardData, save: (data: CardData) => Promise<void> = async () => {}): Card => {
  let current = cardSchema.parse(data);
  return {
    async present() {
      if (current.kind === 'uid') return { kind: 'uid', uid: bytesOf(current.uid) };
      if (current.counter >= 0xff_ffff)
        throw new Error('this card was read 16777215 times and is used up: make a new one');
      current = { ...current, counter: current.counter + 1 };
      await save(current);
      const { uid, keyId, metaReadKey, fileReadKey, counter } = current;
      const sun = makeSun({
        metaKey: bytesOf(metaReadKey),
        fileKey: bytesOf(fileReadKey),
        uid: bytesOf(uid),
        counter,
      });
      return { kind: 'ntag424', keyId, picc: sun.picc, mac: sun.mac };
    },
  };
};

/** A card that says the same again: what somebody who recorded a tap has. */
export const recordedCard = (proof: CredentialProof): Card => ({ present: async () => proof });

export const saveCard = async (path: string, data: CardData): Promise<void> => {
  await writeFile(`${path}.new`, `${JSON.stringify(cardSchema.parse(data), null, 2)}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path);
};

/** A card in a JSON file (mode 0600: it holds the card's keys). */
export const loadCard = async (path: string): Promise<Card> => {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) throw new Error(`no card in ${path}: make one first (pnpm sim card --help)`);
  return softwareCard(parseCard(text, path), (data) => saveCard(path, data));
};

export const parseCard = (text: string, where: string): CardData => {
  let json: unknown = null;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error(
      `${where} is not JSON; a card is {"kind":"ntag424","uid":...,"keyId":...,"metaReadKey":...,"fileReadKey":...,"counter":0}`,
    );
  }
  const parsed = cardSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'card'} ${issue.message}`);
  throw new Error(`${where} is not a card: ${wrong.join('; ')}`);
};
