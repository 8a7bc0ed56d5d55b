import type { Client } from '@smart-latch/client';
import { type Site, siteOf } from '../server/connect.ts';
import { oneOf } from '../server/names.ts';
import type { CardKeys } from './personalise.ts';

export interface Card {
  readonly id: string;
  readonly user: string;
  readonly state: 'active' | 'disabled' | 'lost';
}

export interface CardLine {
  readonly uid: string;
  readonly user?: string;
  readonly email?: string;
  readonly label?: string;
}

export interface LineOutcome {
  readonly outcome: 'imported' | 'already' | 'refused';
  readonly detail: string | null;
}

/** What the commands ask of the API, at one site. Refusals are the client's errors. */
export interface CardServer {
  /** The id of a person, of whom the name or the id is given. */
  person(wanted: string): Promise<string>;
  door(wanted: string): Promise<string>;
  /** The credential with that number; null when nobody has the card. */
  find(uid: string): Promise<Card | null>;
  /** Issues it disabled: it opens nothing before its keys are on it. */
  issue(card: { uid: string; user: string; label: string }): Promise<{ card: Card; keys: CardKeys }>;
  keysOf(card: string): Promise<CardKeys>;
  activate(card: string): Promise<void>;
  retire(card: string): Promise<void>;
  /** Keys for the tag of a door. */
  tagKeys(latch: string, uid: string): Promise<CardKeys>;
  importCards(cards: readonly CardLine[], dryRun: boolean): Promise<readonly LineOutcome[]>;
}

/** `wanted`: the name or id of the site; not needed by who has one alone. */
export const cardServer = async (api: Client, wanted: string | undefined): Promise<CardServer> =>
  serverAt(api, await siteOf(api, wanted));

const serverAt = (api: Client, { id: site }: Site): CardServer => {
  const at = { path: { site } };
  const of = (credential: string) => ({ params: { path: { site, credential } } });
  return {
    person: async (name) =>
      oneOf(await Array.fromAsync(api.list('/v1/sites/{site}/users', { params: at })), name, 'person').id,
    door: async (name) =>
      oneOf(await Array.fromAsync(api.list('/v1/sites/{site}/latches', { params: at })), name, 'door').id,
    find: async (uid) => {
      const params = { ...at, query: { kind: 'ntag424', uid } } as const;
      const { items } = await api.get('/v1/sites/{site}/credentials', { params });
      return items[0] ?? null;
    },
    issue: async (fresh) => {
      const body = { ...fresh, state: 'disabled' } as const;
      const { credential, keys } = await api.post('/v1/sites/{site}/cards', { params: at, body });
      return { card: credential, keys };
    },
    keysOf: (id) => api.post('/v1/sites/{site}/credentials/{credential}/keys', of(id)),
    activate: async (id) => {
      await api.patch('/v1/sites/{site}/credentials/{credential}', { ...of(id), body: { state: 'active' } });
    },
    retire: async (id) => {
      await api.delete('/v1/sites/{site}/credentials/{credential}', of(id));
    },
    tagKeys: (latch, uid) =>
      api.post('/v1/sites/{site}/latches/{latch}/tag', { params: { path: { site, latch } }, body: { uid } }),
    importCards: async (cards, dryRun) => {
      const body = { cards: [...cards], dryRun };
      return (await api.post('/v1/sites/{site}/cards/import', { params: at, body })).lines;
    },
  };
};
