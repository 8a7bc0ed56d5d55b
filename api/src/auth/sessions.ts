import { createPublicKey } from 'node:crypto';
import jwt from '@fastify/jwt';
import { AppError } from '@smart-latch/runtime';
import type { SessionDoc, UserDoc } from '@smart-latch/store';
import type { FastifyRequest } from 'fastify';
import type { App, Deps } from '../deps.ts';

export const ACCESS_TOKEN_S = 900;
/** After this a password is asked for again, however often tokens were renewed. */
const SESSION_MAX_AGE_MS = 12 * 3_600_000;
const ISSUER = 'smart-latch';

/** RFC 9068's names. Times in epoch s. */
interface Claims {
  readonly sub: string;
  readonly sid: string;
  readonly auth_time: number;
}

declare module '@fastify/jwt' {
  interface FastifyJWT {
    payload: Claims;
    user: Claims & { readonly exp: number };
  }
}

/** Who sends a request. */
export interface Caller {
  readonly user: string;
  readonly session: string;
  /** When the password was last proved in this session, epoch ms. */
  readonly authenticatedAtMs: number;
  /** When the access token ends, epoch ms. */
  readonly expiresAtMs: number;
}

/** EdDSA access tokens (RFC 8037); any other algorithm is refused. */
export const registerTokens = async (app: App, privateKey: string): Promise<void> => {
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString();
  await app.register(jwt, {
    secret: { private: privateKey, public: publicKey },
    sign: { algorithm: 'EdDSA', iss: ISSUER, aud: ISSUER, expiresIn: ACCESS_TOKEN_S },
    verify: { algorithms: ['EdDSA'], allowedIss: ISSUER, allowedAud: ISSUER },
  });
};

export interface SignedIn {
  readonly accessToken: string;
  readonly expiresInS: number;
}

export const openSession = async (app: App, deps: Deps, user: UserDoc): Promise<SignedIn> => {
  const now = new Date(deps.clock.now());
  const session = await deps.people.openSession(user._id, now, new Date(now.getTime() + SESSION_MAX_AGE_MS));
  return accessToken(app, session);
};

export const accessToken = (app: App, session: Pick<SessionDoc, '_id' | 'user' | 'authenticatedAt'>): SignedIn => ({
  accessToken: app.jwt.sign({
    sub: session.user,
    sid: session._id,
    auth_time: Math.floor(session.authenticatedAt.getTime() / 1_000),
  }),
  expiresInS: ACCESS_TOKEN_S,
});

/** Verifies the bearer token and that its session still holds. Throws `unauthenticated`. */
export const authenticate = async (request: FastifyRequest, deps: Deps): Promise<Caller> => {
  const claims = await request.jwtVerify<Claims & { exp: number }>().catch((cause: unknown) => {
    throw new AppError('unauthenticated', 'send Authorization: Bearer with an access token of /v1/auth/sign-in', {
      cause,
    });
  });
  const session = await deps.people.session(claims.sid);
  if (!session || session.user !== claims.sub || session.revokedAt || session.expiresAt.getTime() <= deps.clock.now()) {
    throw new AppError('unauthenticated', 'this session has ended; sign in again');
  }
  return {
    user: session.user,
    session: session._id,
    authenticatedAtMs: session.authenticatedAt.getTime(),
    expiresAtMs: claims.exp * 1_000,
  };
};
