import { AppError } from '@smart-latch/runtime';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Deps } from '../deps.ts';

/** RFC 6265bis, 4.1.3.2: the prefix makes a browser keep other hosts, and http, from setting it. */
export const REFRESH_COOKIE = '__Host-sl-refresh';
const ATTRIBUTES = { secure: true, httpOnly: true, sameSite: 'strict', path: '/' } as const;

export const setRefreshCookie = (reply: FastifyReply, token: string, maxAgeS: number): void => {
  reply.header('set-cookie', reply.server.serializeCookie(REFRESH_COOKIE, token, { ...ATTRIBUTES, maxAge: maxAgeS }));
};

export const clearRefreshCookie = (reply: FastifyReply): void => setRefreshCookie(reply, '', 0);

/** Cookies travel by themselves, so whoever sends or is given one must say that it is our app. */
export const requireAppOrigin = (request: FastifyRequest, deps: Deps): void => {
  const { origin } = request.headers;
  if (origin === undefined) {
    throw new AppError('forbidden', 'a browser must send Origin here; a program asks for delivery "body" at sign-in');
  }
  if (!deps.settings.appOrigins.includes(origin)) {
    throw new AppError('forbidden', 'this origin is not one of the apps of this server (APP_ORIGINS)');
  }
};

export interface Presented {
  readonly delivery: 'cookie' | 'body';
  readonly text: string;
}

/**
 * The refresh token of a request: in its body, or in the cookie, never both. Any foreign Origin is refused, and so is a
 * cookie without an allowed one or with anything but a JSON body (a form needs no leave to be sent from another site).
 */
export const presentedToken = (request: FastifyRequest, inBody: string | undefined, deps: Deps): Presented | null => {
  if (request.headers.origin !== undefined) requireAppOrigin(request, deps);
  const inCookie = request.server.parseCookie(request.headers.cookie ?? '')[REFRESH_COOKIE];
  if (inBody !== undefined && inCookie) {
    throw new AppError('bad_request', 'send the refresh token in the cookie or in the body, not both');
  }
  if (inBody !== undefined) return { delivery: 'body', text: inBody };
  if (!inCookie) return null;
  requireAppOrigin(request, deps);
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
    throw new AppError('unsupported_media_type', 'send a JSON body ({}) with content-type application/json');
  }
  return { delivery: 'cookie', text: inCookie };
};
