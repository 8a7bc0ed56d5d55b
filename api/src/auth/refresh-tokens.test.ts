import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  firstToken,
  generationsBehind,
  MAX_GENERATION,
  REFRESH_TOKEN_MAX_CHARS,
  type RefreshToken,
  readToken,
  successorOf,
  tokenHash,
  tokenText,
} from './refresh-tokens.ts';

const key = randomBytes(32);
const after = (token: RefreshToken, steps: number): RefreshToken =>
  steps === 0 ? token : after(successorOf(token, key), steps - 1);
const newest = (token: RefreshToken) => ({ generation: token.generation, hash: tokenHash(token) });

describe('a refresh token', () => {
  it('is read as it was written, and fits its limit at the last generation', () => {
    const token = { ...firstToken(randomUUID()), generation: MAX_GENERATION };
    expect(readToken(tokenText(token))).toEqual(token);
    expect(tokenText(token).length).toBeLessThanOrEqual(REFRESH_TOKEN_MAX_CHARS);
  });

  it.each(['', 'sl_rt_', 'x'.repeat(200), `sl_rt_${randomUUID()}.-1.${'a'.repeat(43)}`, '{"$ne":1}'])(
    'is not read from %j',
    (text) => {
      expect(readToken(text)).toBeNull();
    },
  );

  it('has the same successor whoever asks, and another with another key', () => {
    const token = firstToken(randomUUID());
    expect(successorOf(token, key)).toEqual(successorOf(token, key));
    expect(successorOf(token, key).secret).not.toEqual(successorOf(token, randomBytes(32)).secret);
  });

  it('is known however old it is', () => {
    const token = firstToken(randomUUID());
    for (const steps of [0, 1, 2, 50]) expect(generationsBehind(token, newest(after(token, steps)), key)).toBe(steps);
  });

  it('is unknown when it was made up, comes from the future, or belongs to another session', () => {
    const token = firstToken(randomUUID());
    const now = newest(after(token, 3));
    expect(generationsBehind({ ...token, secret: randomBytes(32) }, now, key)).toBeNull();
    expect(generationsBehind(after(token, 4), now, key)).toBeNull();
    expect(generationsBehind({ ...token, session: randomUUID() }, now, key)).toBeNull();
    expect(generationsBehind(token, now, randomBytes(32))).toBeNull();
  });
});
