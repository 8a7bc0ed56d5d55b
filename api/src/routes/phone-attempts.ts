import { createHash } from 'node:crypto';
import type { Answer } from '@smart-latch/protocol';
import { AppError } from '@smart-latch/runtime';
import { newId } from '@smart-latch/store';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { sessionOf } from '../auth/caller.ts';
import { optionsToGet, verifyAsserted } from '../auth/passkeys/ceremonies.ts';
import { assertion, requestOptions } from '../auth/passkeys/shapes.ts';
import type { App, Deps } from '../deps.ts';
import { checkPhotograph, sniffFormat } from '../faces/photograph.ts';
import { callerOf } from '../guard.ts';
import { isActive } from '../membership.ts';
import { exampleId } from '../openapi/example-ids.ts';
import { tapCookieOf } from '../phone/tap-cookie.ts';
import { isoOfMs, NO_STORE } from './shapes.ts';

const tags = ['phone taps'];
const RATE = { max: 60, timeWindow: 60_000 } as const;
const ASK_DEADLINE_MS = 5_000;
/** A selfie of 640 x 480 has 60 kB. */
const SELFIE_MAX_BYTES = 256 * 1024;
const SELFIE_MAX_CHARS = Math.ceil(SELFIE_MAX_BYTES / 3) * 4;

const EXAMPLE = {
  attempt: exampleId('attempt'),
  state: 'waiting_face',
  reason: null,
  receiveBy: '2026-06-01T08:00:20.000Z',
};
const followed = z
  .object({
    attempt: z.string(),
    state: z.string(),
    reason: z.string().nullable(),
    receiveBy: z.string().describe('Until when a selfie or a passkey counts'),
  })
  .meta({ id: 'PhoneAttempt', examples: [EXAMPLE] });
const opened = followed
  .extend({ site: z.string().describe('Follow it at /v1/sites/{site}/attempts/{attempt}') })
  .meta({ id: 'OpenedPhoneAttempt', examples: [{ ...EXAMPLE, site: exampleId('site') }] });

const show = ({ receiveByMs, ...rest }: Answer<'phone-attempt'>): z.output<typeof followed> => ({
  ...rest,
  receiveBy: isoOfMs(receiveByMs),
});

const inAttempt = z.strictObject({ attempt: z.string().regex(/^[\w-]{1,64}$/) });

/** What a signed-in phone does with its tap: low assurance, so off for a door unless its owner allows it. */
export const phoneAttemptRoutes = (app: App, deps: Deps): void => {
  app.route({
    method: 'POST',
    url: '/v1/attempts',
    config: { action: 'signed_in', rateLimit: RATE, problems: ['gone', 'not_found', 'deadline_exceeded'] },
    schema: {
      tags,
      summary: 'Begin to open the door that this browser tapped, as myself; selfies count for 20 s',
      body: z.strictObject({
        tap: z
          .string()
          .min(1)
          .max(64)
          .meta({ examples: ['kq3Zb0v...'] }),
      }),
      response: { 201: opened },
    },
    handler: async (request, reply) => {
      const receivedAtMs = deps.clock.now();
      const { user } = callerOf(request);
      const session = sessionOf(callerOf(request));
      const cookie = tapCookieOf(request);
      const tap = await deps.taps.spend(request.body.tap, cookie);
      if (!tap) throw new AppError('gone', 'this tap is over or of another browser; hold the phone to the tag again');
      const { site, latch, id: tapId } = tap;
      const membership = await deps.people.membership(site, user);
      if (!membership || !isActive(membership, receivedAtMs)) {
        throw new AppError('not_found', 'you have nothing to open at this door');
      }
      const question = { site, latch, user, session, tap: tapId, receivedAtMs };
      const answer = await deps.ask('phone-attempt', question, waiting(deps, request));
      await deps.taps.hold(answer.attempt, session, cookie);
      return reply
        .code(201)
        .headers(NO_STORE)
        .send({ ...show(answer), site });
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/attempts/:attempt/frames',
    config: { action: 'signed_in', rateLimit: RATE, problems: ['gone', 'deadline_exceeded'] },
    bodyLimit: SELFIE_MAX_CHARS + 1_024,
    schema: {
      tags,
      summary: 'A selfie for my attempt, from the session and browser that began it; at most 3',
      params: inAttempt,
      body: z.strictObject({
        jpeg: z
          .base64()
          .min(1)
          .max(SELFIE_MAX_CHARS)
          .meta({ examples: ['/9j/4AAQSkZJRgAB'] }),
      }),
      response: { 202: followed },
    },
    handler: async (request, reply) => {
      const receivedAtMs = deps.clock.now();
      const { attempt } = request.params;
      const session = await holderOf(deps, request, attempt);
      const bytes = Buffer.from(request.body.jpeg, 'base64');
      if (sniffFormat(bytes) !== 'jpeg') throw new AppError('unsupported_media_type', 'jpeg: send a JPEG in base64');
      await checkPhotograph(bytes, 'jpeg');
      const sequence = await deps.taps.nextFrame(attempt);
      if (sequence === null) throw new AppError('conflict', 'three selfies were sent; hold the phone to the tag again');
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const picture = await deps.photographs.put(newId(), bytes);
      const question = { attempt, session, sequence, picture, sha256, receivedAtMs };
      return reply.code(202).send(show(await deps.ask('phone-frame', question, waiting(deps, request))));
    },
  });

  passkeyRoutes(app, deps);
};

const passkeyRoutes = (app: App, deps: Deps): void => {
  /** A challenge of one attempt is good for no other. */
  const use = (session: string, attempt: string) => ({ purpose: 'attempt', session: `${session} ${attempt}` }) as const;

  app.route({
    method: 'POST',
    url: '/v1/attempts/:attempt/passkey/options',
    config: { action: 'signed_in', rateLimit: RATE },
    schema: {
      tags,
      summary: 'For who has no face enrolled: what the browser is asked with, in place of a selfie',
      params: inAttempt,
      response: { 200: requestOptions },
    },
    handler: async (request, reply) => {
      const { attempt } = request.params;
      const session = await holderOf(deps, request, attempt);
      const asked = await optionsToGet(deps, use(session, attempt), callerOf(request).user);
      return reply.headers(NO_STORE).send(asked);
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/attempts/:attempt/passkey',
    config: { action: 'signed_in', rateLimit: RATE, problems: ['gone', 'deadline_exceeded'] },
    schema: {
      tags,
      summary: 'A passkey of mine in place of my face, made during the attempt',
      params: inAttempt,
      body: z.strictObject({ passkey: assertion }),
      response: { 202: followed },
    },
    handler: async (request, reply) => {
      const receivedAtMs = deps.clock.now();
      const { attempt } = request.params;
      const session = await holderOf(deps, request, attempt);
      const { user } = callerOf(request);
      await verifyAsserted(deps, use(session, attempt), user, request.body.passkey);
      const question = { attempt, session, user, receivedAtMs };
      return reply.code(202).send(show(await deps.ask('phone-passkey', question, waiting(deps, request))));
    },
  });
};

const waiting = (deps: Deps, { id: request }: FastifyRequest) => ({
  deadlineMs: deps.clock.now() + ASK_DEADLINE_MS,
  request,
});

/** The caller's session, if it and this browser began the attempt. Throws `not_found`. */
const holderOf = async (deps: Deps, request: FastifyRequest, attempt: string): Promise<string> => {
  const session = sessionOf(callerOf(request));
  if (await deps.taps.isHeld(attempt, session, tapCookieOf(request))) return session;
  throw new AppError('not_found', 'this session and browser have no open attempt with this id');
};
