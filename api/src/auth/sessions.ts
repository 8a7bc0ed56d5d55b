import { AppError } from '@smart-latch/runtime';
import { type Delivery, newId, type SessionDoc, type UserDoc } from '@smart-latch/store';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App, Deps } from '../deps.ts';
import { ACCESS_TOKEN_S, type AccessToken, accessToken } from './access-tokens.ts';
import { clearRefreshCookie, type Presented, setRefreshCookie } from './refresh-cookie.ts';
import {
  firstToken,
  generationsBehind,
  MAX_GENERATION,
  type RefreshToken,
  readToken,
  successorOf,
  tokenHash,
  tokenText,
} from './refresh-tokens.ts';

/** Two tabs that wake at once both send the same token: for so long the one that is late gets the same successor. */
export const REUSE_GRACE_MS = 10_000;
const USER_AGENT_MAX_CHARS = 120;

export interface SignedIn extends AccessToken {
  /** With delivery `body` alone. */
  readonly refreshToken?: string;
}

interface Opening {
  readonly user: UserDoc;
  readonly delivery: Delivery;
  readonly authenticatedAt: Date;
}

/** Opens a session and hands its tokens out; who asks for a cookie has been seen to be an app of ours. */
export const openSession = async (
  request: FastifyRequest,
  reply: FastifyReply,
  deps: Deps,
  { user, delivery, authenticatedAt }: Opening,
): Promise<SignedIn> => {
  const now = new Date(deps.clock.now());
  const endsAt = new Date(now.getTime() + deps.settings.session.absoluteMs);
  const id = newId();
  const token = delivery === 'none' ? null : firstToken(id);
  const opened = await deps.sessions.open(
    id,
    {
      user: user._id,
      userAgent: userAgentOf(request),
      expiresAt: expiryOf(delivery, endsAt, deps),
      endsAt,
      authenticatedAt,
      delivery,
      refresh: token && { generation: 0, hash: tokenHash(token), rotatedAt: now },
    },
    now,
  );
  return handOut(request.server as unknown as App, reply, deps, opened, token);
};

/** When a session ends if it is not used again. */
export const expiryOf = (delivery: Delivery, endsAt: Date, deps: Deps): Date => {
  const idleMs = delivery === 'none' ? ACCESS_TOKEN_S * 1_000 : deps.settings.session.idleMs;
  return new Date(Math.min(endsAt.getTime(), deps.clock.now() + idleMs));
};

const userAgentOf = ({ headers }: FastifyRequest): string | null =>
  headers['user-agent']?.replace(/[^\x20-\x7e]/g, '').slice(0, USER_AGENT_MAX_CHARS) || null;

const handOut = (
  app: App,
  reply: FastifyReply,
  deps: Deps,
  session: SessionDoc,
  token: RefreshToken | null,
): SignedIn => {
  const access = accessToken(app, session);
  if (token === null) return access;
  if (session.delivery === 'body') return { ...access, refreshToken: tokenText(token) };
  setRefreshCookie(reply, tokenText(token), Math.floor((session.expiresAt.getTime() - deps.clock.now()) / 1_000));
  return access;
};

/** The next tokens for a refresh token. Throws `unauthenticated`; a token that was used before ends its session. */
export const refreshSession = async (
  app: App,
  reply: FastifyReply,
  deps: Deps,
  presented: Presented,
): Promise<SignedIn> => {
  const { session, token, behind } = await sessionOfToken(reply, deps, presented);
  const now = new Date(deps.clock.now());
  const next = successorOf(token, deps.settings.session.refreshKey);
  const sinceMs = now.getTime() - session.refresh.rotatedAt.getTime();
  if (behind === 1 && sinceMs < REUSE_GRACE_MS) return handOut(app, reply, deps, session, next);
  if (behind > 0) {
    await endStolen(deps, session, now);
    deps.log.warn({ session: session._id, user: session.user, behind }, 'a refresh token came back: its session ends');
    throw ended(reply, presented);
  }
  if (session.refresh.generation >= MAX_GENERATION) throw ended(reply, presented);
  const rotated = await deps.sessions.rotate(session._id, token.generation, {
    hash: tokenHash(next),
    at: now,
    expiresAt: expiryOf(session.delivery, session.endsAt, deps),
  });
  // Somebody else was first: what they did decides what this token is now.
  return rotated ? handOut(app, reply, deps, rotated, next) : refreshSession(app, reply, deps, presented);
};

/** So many sites are told; nobody belongs to more but by intent. */
const MAX_TOLD_SITES = 100;

/** Somebody has a token that was used before: the session ends, and every site of its user hears why. */
const endStolen = async (deps: Deps, { _id, user }: SessionDoc, now: Date): Promise<void> => {
  if (!(await deps.sessions.end(user, _id, now))) return;
  for (const { site } of await deps.people.membershipsOf(user, MAX_TOLD_SITES)) {
    const notice = { site, kind: 'refresh_token_reused', by: null, about: user, body: { session: _id } } as const;
    await deps.notices.add(notice, now);
  }
};

type Refreshable = SessionDoc & { readonly refresh: NonNullable<SessionDoc['refresh']> };

/** The living session of a refresh token that was once given out, and how old the token is. */
const sessionOfToken = async (
  reply: FastifyReply,
  deps: Deps,
  presented: Presented,
): Promise<{ session: Refreshable; token: RefreshToken; behind: number }> => {
  const token = readToken(presented.text);
  const session = token && (await deps.sessions.get(token.session));
  if (!token || !session?.refresh || !holds(session, deps) || session.delivery !== presented.delivery) {
    throw ended(reply, presented);
  }
  const behind = generationsBehind(token, session.refresh, deps.settings.session.refreshKey);
  if (behind === null) throw ended(reply, presented);
  return { session: session as Refreshable, token, behind };
};

/** Ends the session of a refresh token, also of one that is not the newest: it was ours, and nobody wants it any more. */
export const endSessionOfToken = async (reply: FastifyReply, deps: Deps, presented: Presented): Promise<void> => {
  const { session } = await sessionOfToken(reply, deps, presented);
  await deps.sessions.end(session.user, session._id, new Date(deps.clock.now()));
  if (presented.delivery === 'cookie') clearRefreshCookie(reply);
};

const ended = (reply: FastifyReply, { delivery }: Presented): AppError => {
  if (delivery === 'cookie') clearRefreshCookie(reply);
  return new AppError('unauthenticated', 'this session has ended; sign in again');
};

/** Whether a session lives: not ended, not unused for too long. */
export const holds = (session: SessionDoc, deps: Deps): boolean =>
  !session.revokedAt && session.expiresAt.getTime() > deps.clock.now();
