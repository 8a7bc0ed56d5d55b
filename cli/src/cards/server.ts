import { z } from 'zod';
import { type CardKeys, cardKeys } from './personalise.ts';

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

/** What the commands ask of the API, at one site. Refusals are ServerError. */
export interface CardServer {
  /** The credential with that number; null when nobody has the card. */
  find(uid: string): Promise<Card | null>;
  /** Issues it disabled: it opens nothing before its keys are on it. */
  issue(card: { uid: string; user: string; label: string }): Promise<{ card: Card; keys: CardKeys }>;
  keysOf(card: string): Promise<CardKeys>;
  activate(card: string): Promise<void>;
  retire(card: string): Promise<void>;
  /** Keys for the tag of a door. */
  tagKeys(latch: string, uid: string): Promise<CardKeys>;
  importCards(cards: readonly CardLine[], dryRun: boolean): Promise<LineOutcome[]>;
}

export class ServerError extends Error {
  override readonly name = 'ServerError';
}

const card = z.object({ id: z.string(), user: z.string(), state: z.enum(['active', 'disabled', 'lost']) });
const issued = z.object({ credential: card, keys: cardKeys });
const outcomes = z.object({
  lines: z.array(z.object({ outcome: z.enum(['imported', 'already', 'refused']), detail: z.string().nullable() })),
});
const problem = z.object({
  detail: z.string().optional(),
  title: z.string().optional(),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
});

const REQUEST_TIMEOUT_MS = 90_000;

/** `token`: a personal API token with the scopes cards.issue, credentials.read and credentials.write. */
export const httpServer = (url: string, site: string, token: string): CardServer => {
  const at = `${url.replace(/\/+$/, '')}/v1/sites/${site}`;
  const ask = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(at + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    }).catch((cause: unknown) => {
      throw new ServerError(`${url} cannot be reached: is the address right, and does the server run?`, { cause });
    });
    const answer: unknown = response.status === 204 ? null : await response.json().catch(() => null);
    if (response.ok) return answer;
    throw new ServerError(messageOf(response.status, answer));
  };
  return {
    find: async (uid) => {
      const { items } = z
        .object({ items: z.array(card) })
        .parse(await ask('GET', `/credentials?kind=ntag424&uid=${uid}`));
      return items[0] ?? null;
    },
    issue: async (fresh) => {
      const { credential, keys } = issued.parse(await ask('POST', '/cards', { ...fresh, state: 'disabled' }));
      return { card: credential, keys };
    },
    keysOf: async (id) => cardKeys.parse(await ask('POST', `/credentials/${id}/keys`)),
    activate: async (id) => void (await ask('PATCH', `/credentials/${id}`, { state: 'active' })),
    retire: async (id) => void (await ask('DELETE', `/credentials/${id}`)),
    tagKeys: async (latch, uid) => cardKeys.parse(await ask('POST', `/latches/${latch}/tag`, { uid })),
    importCards: async (cards, dryRun) => outcomes.parse(await ask('POST', '/cards/import', { cards, dryRun })).lines,
  };
};

const messageOf = (status: number, answer: unknown): string => {
  const { detail, title, errors = [] } = problem.safeParse(answer).data ?? {};
  const fields = errors.map((one) => `${one.pointer} ${one.detail}`);
  return [`the server refused it (${status})`, title, detail, ...fields].filter(Boolean).join(': ');
};
