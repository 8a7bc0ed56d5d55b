import type { FastifyReply, FastifyRequest } from 'fastify';
import { EncryptJWT, jwtDecrypt } from 'jose';
import { z } from 'zod';
import type { Deps } from '../../deps.ts';

/**
 * What one sign-in at an issuer must remember, sealed (JWE, A256GCM) in the browser that began it: Lax, since it must come
 * along when the issuer sends the browser back.
 */
const remembered = z.object({
  issuer: z.string(),
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  returnTo: z.string(),
  /** The hash of the token of an invitation that is accepted by this; null: none. */
  invitation: z.string().nullable(),
  /** Whom to link the account with; null signs in. */
  link: z.object({ user: z.string(), session: z.string() }).nullable(),
});
export type Remembered = z.output<typeof remembered>;

export const FLOW_COOKIE = '__Secure-sl-oidc';
export const OIDC_PATH = '/v1/auth/oidc';
const LIFE_S = 600;
const ATTRIBUTES = { secure: true, httpOnly: true, sameSite: 'lax', path: OIDC_PATH } as const;

const put = (reply: FastifyReply, value: string, maxAge: number): void => {
  reply.header('set-cookie', reply.server.serializeCookie(FLOW_COOKIE, value, { ...ATTRIBUTES, maxAge }));
};

export const rememberFlow = async (reply: FastifyReply, deps: Deps, flow: Remembered): Promise<void> => {
  const nowS = Math.floor(deps.clock.now() / 1_000);
  const sealed = await new EncryptJWT({ flow })
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .setExpirationTime(nowS + LIFE_S)
    .encrypt(deps.settings.oidc.cookieKey);
  put(reply, sealed, LIFE_S);
};

/** null when there is none, it is too old, or it is not ours. */
export const recallFlow = async (request: FastifyRequest, deps: Deps): Promise<Remembered | null> => {
  const sealed = request.server.parseCookie(request.headers.cookie ?? '')[FLOW_COOKIE];
  if (!sealed) return null;
  try {
    const { payload } = await jwtDecrypt(sealed, deps.settings.oidc.cookieKey, {
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
      requiredClaims: ['exp'],
      currentDate: new Date(deps.clock.now()),
    });
    return remembered.parse(payload.flow);
  } catch {
    return null;
  }
};

/** It is good for one answer. */
export const forgetFlow = (reply: FastifyReply): void => put(reply, '', 0);
