import { beforeEach, describe, expect, test } from 'vitest';
import type { CardReader } from './card-reader.ts';
import { blankCard, issueCard } from './issue.ts';
import type { CardKeys } from './personalise.ts';
import type { Card, CardServer } from './server.ts';
import { newSoftwareCard, SoftwareCard } from './software-card.ts';
import { newKeys, takenAwayAfter } from './testing/trial-cards.ts';

/** The API's side: who has which card. The same card always has the same keys. */
const startServer = () => {
  const cards = new Map<string, Card>();
  const state: { rows: Map<string, Card>; keys: CardKeys } = {
    rows: cards,
    keys: newKeys(),
  };
  const set = (id: string, how: Card['state']) => {
    for (const [uid, card] of cards) if (card.id === id) cards.set(uid, { ...card, state: how });
  };
  const server: CardServer = {
    person: async (name) => name,
    door: async (name) => name,
    find: async (uid) => cards.get(uid) ?? null,
    issue: async ({ uid, user }) => {
      const card: Card = { id: `id-${uid}`, user, state: 'disabled' };
      cards.set(uid, card);
      return { card, keys: state.keys };
    },
    keysOf: async () => state.keys,
    activate: async (id) => set(id, 'active'),
    retire: async (id) => {
      for (const [uid, card] of cards) if (card.id === id) cards.delete(uid);
    },
    tagKeys: async () => state.keys,
    importCards: async () => [],
  };
  return { ...state, server };
};

let card: SoftwareCard;
let api: ReturnType<typeof startServer>;
let lines: string[];
beforeEach(() => {
  card = new SoftwareCard(newSoftwareCard());
  api = startServer();
  lines = [];
});
const at = (reader: CardReader = card) => ({
  reader,
  server: api.server,
  say: (line: string) => void lines.push(line),
});
const alice = { user: 'alice', label: 'card' };

describe('issuing a card', () => {
  test('opens doors only once it is written', async () => {
    await expect(issueCard(at(takenAwayAfter(card, 30)), alice)).rejects.toThrow('taken away');
    expect(api.rows.get(card.state.uid)).toMatchObject({ state: 'disabled' });
    expect(lines.at(-1)).toContain('Run the same command again');
    await issueCard(at(), alice);
    expect(api.rows.get(card.state.uid)).toMatchObject({ state: 'active', user: 'alice' });
    expect(card.state.keys.every((slot) => slot.version === 1)).toBe(true);
  });

  test('leaves a card alone that is issued, to this person or to another', async () => {
    await issueCard(at(), alice);
    await expect(issueCard(at(), alice)).rejects.toThrow(/issued to this person already and is active/);
    await expect(issueCard(at(), { user: 'bob', label: 'card' })).rejects.toThrow(/another person/);
  });
});

describe('making a card blank', () => {
  test('takes it from its user once it is blank', async () => {
    await issueCard(at(), alice);
    await expect(blankCard(at(takenAwayAfter(card, 25)))).rejects.toThrow('taken away');
    expect(api.rows.size).toBe(1);
    await blankCard(at());
    expect(api.rows.size).toBe(0);
    expect(card.state.keys.every((slot) => slot.version === 0)).toBe(true);
    await expect(blankCard(at())).rejects.toThrow(/nobody at this site/);
  });
});
