import { createHash, randomBytes } from 'node:crypto';
import { AppError, invariant } from '@smart-latch/runtime';
import type { FastifyRequest } from 'fastify';
import type { Deps } from '../deps.ts';
import type { SiteAction } from '../permissions.ts';
import { ACCESS_TOKEN_S, type Claims } from './access-tokens.ts';
import { actionsOf } from './scopes.ts';
import { holds } from './sessions.ts';

/** Who sends a request: somebody in a session, or a script with a personal API token. */
export interface Caller {
  readonly user: string;
  readonly session: string | null;
  readonly token: { readonly id: string; readonly actions: ReadonlySet<SiteAction> } | null;
  /** When the user last proved who they are in this session, epoch ms; a token proves nobody. */
  readonly authenticatedAtMs: number;
  /** Until when this proof of who sends it counts, epoch ms: the end of the access token. */
  readonly expiresAtMs: number;
}

/** Verifies the bearer token and that what stands behind it still holds. Throws `unauthenticated`. */
export const authenticate = async (request: FastifyRequest, deps: Deps): Promise<Caller> => {
  const [, apiToken] = /^Bearer (sl_pat_.{1,200})$/i.exec(request.headers.authorization ?? '') ?? [];
  return apiToken === undefined ? bySession(request, deps) : byApiToken(apiToken, deps);
};

const bySession = async (request: FastifyRequest, deps: Deps): Promise<Caller> => {
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
    token: null,
    authenticatedAtMs: session.authenticatedAt.getTime(),
    expiresAtMs: claims.exp * 1_000,
  };
};

const byApiToken = async (text: string, deps: Deps): Promise<Caller> => {
  const nowMs = deps.clock.now();
  const row = await deps.apiTokens.byHash(apiTokenHash(text), new Date(nowMs));
  if (!row) throw new AppError('unauthenticated', 'this token is unknown, revoked or over; make another');
  const today = new Date(nowMs).toISOString().slice(0, 10);
  if (row.lastUsedOn !== today) await deps.apiTokens.used(row._id, today);
  return {
    user: row.user,
    session: null,
    token: { id: row._id, actions: actionsOf(row.scopes) },
    authenticatedAtMs: 0,
    expiresAtMs: Math.min(row.expiresAt.getTime(), nowMs + ACCESS_TOKEN_S * 1_000),
  };
};

/** 256 random bits; the prefix lets a secret scanner find one that was published by mistake. */
export const newApiToken = (): string => `sl_pat_${randomBytes(32).toString('base64url')}`;
export const apiTokenHash = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The caller's session, at a route that no token may use. */
export const sessionOf = ({ session }: Caller): string => {
  invariant(session !== null, 'no token comes here');
  return session;
};

/** A stolen access token must not become something that lasts. */
const FRESH_MS = 10 * 60_000;

/** Throws `step_up_required` unless the user proved who they are within that time, ten minutes unless given. */
export const requireFresh = ({ authenticatedAtMs }: Caller, deps: Deps, withinMs = FRESH_MS): void => {
  if (deps.clock.now() - authenticatedAtMs <= withinMs) return;
  throw new AppError('step_up_required', 'this wants a fresh password: POST /v1/auth/step-up, then try again');
};
