import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * A refresh token names its session and its place in a chain. Its secret begins with 256 random bits, and each further one
 * is an HMAC of the one before: so the server, which stores one hash, can give two tabs the same successor and can tell a
 * token that was ever given out from one that was made up.
 */
export interface RefreshToken {
  readonly session: string;
  readonly generation: number;
  readonly secret: Buffer;
}

/** A session whose token was renewed so often ends: it bounds the walk along the chain. */
export const MAX_GENERATION = 10_000;

const SECRET_BYTES = 32;
/** The prefix lets a secret scanner find one that was published by mistake. */
const TEXT = /^sl_rt_([0-9a-f-]{36})\.(\d{1,5})\.([\w-]{43})$/;
export const REFRESH_TOKEN_MAX_CHARS = 96;

export const firstToken = (session: string): RefreshToken => ({
  session,
  generation: 0,
  secret: randomBytes(SECRET_BYTES),
});

export const tokenText = ({ session, generation, secret }: RefreshToken): string =>
  `sl_rt_${session}.${generation}.${secret.toString('base64url')}`;

/** null for what is no refresh token. */
export const readToken = (text: string): RefreshToken | null => {
  const [, session, generation, secret] = TEXT.exec(text) ?? [];
  if (session === undefined || generation === undefined || secret === undefined) return null;
  return { session, generation: Number(generation), secret: Buffer.from(secret, 'base64url') };
};

/** What is stored. */
export const tokenHash = (token: RefreshToken): string => createHash('sha256').update(tokenText(token)).digest('hex');

export const successorOf = ({ session, generation, secret }: RefreshToken, key: Uint8Array): RefreshToken => ({
  session,
  generation: generation + 1,
  secret: createHmac('sha256', key)
    .update(`${session}.${generation + 1}.`)
    .update(secret)
    .digest(),
});

export interface Newest {
  readonly generation: number;
  readonly hash: string;
}

/** How many generations the token is behind the newest one of its session; null when it was never given out. */
export const generationsBehind = (token: RefreshToken, newest: Newest, key: Uint8Array): number | null => {
  if (token.generation > newest.generation || newest.generation > MAX_GENERATION) return null;
  let walked = token;
  while (walked.generation < newest.generation) walked = successorOf(walked, key);
  const same = timingSafeEqual(Buffer.from(tokenHash(walked), 'hex'), Buffer.from(newest.hash, 'hex'));
  return same ? newest.generation - token.generation : null;
};
