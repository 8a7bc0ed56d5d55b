import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { type CardData, cardSchema, parseCard, saveCard } from '../card.ts';
import { cardFolder, type Home, mustBeNew } from './home.ts';

/** What `POST /v1/sites/{site}/cards` answers. */
const issued = z.object({
  credential: z.object({ uid: z.string() }),
  keys: z.object({ keyId: z.number(), metaReadKey: z.string(), fileReadKey: z.string() }),
});

/** Reads a card's JSON, or the API's answer about a new card. */
export const readCard = (text: string, where: string): CardData => {
  const answer = issued.safeParse(safeJson(text));
  if (!answer.success) return parseCard(text, where);
  const { credential, keys } = answer.data;
  return cardSchema.parse({ kind: 'ntag424', uid: credential.uid, ...keys, counter: 0 });
};

const safeJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

export const importCard = async (home: Home, name: string, from: string): Promise<CardData> => {
  const path = home.cardFile(name);
  await mustBeNew(path, `card "${name}"`);
  const text = await readFile(from === '-' ? '/dev/stdin' : from, 'utf8').catch(() => null);
  if (text === null)
    throw new Error(`cannot read ${from}: give the file with the API's answer, or - for standard input`);
  const card = readCard(text, from === '-' ? 'standard input' : from);
  await cardFolder(home);
  await saveCard(path, card);
  return card;
};

/** A new bare card: only a number, which anybody can copy. NXP's numbers begin with 04. */
export const newBareCard = async (home: Home, name: string, uid: string | undefined): Promise<CardData> => {
  const path = home.cardFile(name);
  await mustBeNew(path, `card "${name}"`);
  const number = uid?.toLowerCase() ?? `04${randomBytes(6).toString('hex')}`;
  if (!/^(?:[0-9a-f]{8}|[0-9a-f]{14}|[0-9a-f]{20})$/.test(number)) {
    throw new Error(`"${uid}" is no card number: give 4, 7 or 10 bytes in hex, for example 04a1b2c3d4e5f6`);
  }
  const card: CardData = { kind: 'uid', uid: number };
  await cardFolder(home);
  await saveCard(path, card);
  return card;
};
