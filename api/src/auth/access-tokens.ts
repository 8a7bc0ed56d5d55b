import { createPublicKey } from 'node:crypto';
import jwt from '@fastify/jwt';
import type { SessionDoc } from '@smart-latch/store';
import type { App } from '../deps.ts';

export const ACCESS_TOKEN_S = 900;
const ISSUER = 'smart-latch';

/** RFC 9068's names. Times in epoch s. */
export interface Claims {
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

/** EdDSA access tokens (RFC 8037); any other algorithm is refused. */
export const registerAccessTokens = async (app: App, privateKey: string): Promise<void> => {
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString();
  await app.register(jwt, {
    secret: { private: privateKey, public: publicKey },
    sign: { algorithm: 'EdDSA', iss: ISSUER, aud: ISSUER, expiresIn: ACCESS_TOKEN_S },
    verify: { algorithms: ['EdDSA'], allowedIss: ISSUER, allowedAud: ISSUER },
  });
};

export interface AccessToken {
  readonly accessToken: string;
  readonly expiresInS: number;
}

/** It ends with its session at the latest: that is looked at with every request. */
export const accessToken = (app: App, session: Pick<SessionDoc, '_id' | 'user' | 'authenticatedAt'>): AccessToken => ({
  accessToken: app.jwt.sign({
    sub: session.user,
    sid: session._id,
    auth_time: Math.floor(session.authenticatedAt.getTime() / 1_000),
  }),
  expiresInS: ACCESS_TOKEN_S,
});
