import { AppError } from '@smart-latch/runtime';
import type { FastifyRequest } from 'fastify';
import type { Deps } from '../deps.ts';
import type { Claims } from './access-tokens.ts';
import { holds } from './sessions.ts';

/** Who sends a request. */
export interface Caller {
  readonly user: string;
  readonly session: string;
  /** When the user last proved who they are in this session, epoch ms. */
  readonly authenticatedAtMs: number;
  /** When the access token ends, epoch ms. */
  readonly expiresAtMs: number;
}

/** Verifies the bearer token and that its session still holds. Throws `unauthenticated`. */
export const authenticate = async (request: FastifyRequest, deps: Deps): Promise<Caller> => {
  const claims = await request.jwtVerify<Claims & { exp: number }>().catch((cause: unknown) => {
    throw new AppError('unauthenticated', 'send Authorization: Bearer with an access token of /v1/auth/sign-in', {
      cause,
    });
  });
  const session = await deps.sessions.get(claims.sid);
  if (!session || session.user !== claims.sub || !holds(session, deps)) {
    throw new AppError('unauthenticated', 'this session has ended; sign in again');
  }
  return {
    user: session.user,
    session: session._id,
    authenticatedAtMs: session.authenticatedAt.getTime(),
    expiresAtMs: claims.exp * 1_000,
  };
};
