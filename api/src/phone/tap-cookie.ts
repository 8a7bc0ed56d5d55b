import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { TAP_LIFE_MS } from './taps.ts';

/** Binds a tap to the browser that read the tag, so that a token that is shown elsewhere opens nothing. */
export const TAP_COOKIE = '__Host-sl-tap';
const ATTRIBUTES = { secure: true, httpOnly: true, sameSite: 'strict', path: '/' } as const;
/** The attempt that is opened at the last moment of the token still needs it for its selfies. */
const LIFE_S = TAP_LIFE_MS / 1_000 + 60;

/** A new one for each tap. */
export const setTapCookie = (reply: FastifyReply): string => {
  const value = randomBytes(32).toString('base64url');
  reply.header('set-cookie', reply.server.serializeCookie(TAP_COOKIE, value, { ...ATTRIBUTES, maxAge: LIFE_S }));
  return value;
};

/** Empty when there is none: that is nobody's. */
export const tapCookieOf = (request: FastifyRequest): string =>
  request.server.parseCookie(request.headers.cookie ?? '')[TAP_COOKIE] ?? '';
