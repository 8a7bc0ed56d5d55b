import { z } from 'zod';
import type { App, Deps } from '../deps.ts';
import { setTapCookie } from '../phone/tap-cookie.ts';
import { TAP_LIFE_MS } from '../phone/taps.ts';
import { id, NO_STORE } from './shapes.ts';

const TAP_DEADLINE_MS = 3_000;

const hex = (bytes: number) =>
  z
    .string()
    .toLowerCase()
    .regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`), `must be ${bytes} bytes in hex`);

const read = z
  .strictObject({
    d: id.describe('The door: d of the URL that the tag says'),
    k: z.coerce.number().int().min(0).max(255),
    p: hex(16),
    c: hex(8),
  })
  .meta({
    description: 'The query of the URL that the tag says, as it is',
    examples: [
      {
        d: '3b7c1f5e-0a4d-4c8e-9b1a-2f6d8e7c5a90',
        k: 1,
        p: 'ef963ff7828658a599f3041510671e88',
        c: '94eed9ee65337086',
      },
    ],
  });

const tapped = z
  .object({ tap: z.string().describe('One use, with the cookie that came with it'), expiresInS: z.int() })
  .meta({ id: 'Tap', examples: [{ tap: 'kq3Zb0v...', expiresInS: TAP_LIFE_MS / 1_000 }] });

/** Kept until the app is there: it says nothing of the door and needs no script. */
const PAGE = `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Smart Latch</title>
<p>You tapped a door. Open your Smart Latch app to go on.</p></html>
`;

/** What a phone does at the tag of a door, before anybody is signed in. */
export const tapRoutes = (app: App, deps: Deps): void => {
  app.route({
    method: 'GET',
    url: '/t',
    config: { action: 'public' },
    exposeHeadRoute: false,
    schema: { hide: true },
    handler: async (_request, reply) =>
      reply
        .headers({ ...NO_STORE, 'referrer-policy': 'no-referrer' })
        .type('text/html; charset=utf-8')
        .send(PAGE),
  });

  app.route({
    method: 'POST',
    url: '/v1/taps',
    config: {
      action: 'public',
      // What was read is spent: a kept answer would give its token to whoever reads the key.
      ownReplayRule: true,
      rateLimit: { max: 30, timeWindow: 60_000 },
      problems: ['unprocessable', 'deadline_exceeded'],
    },
    schema: {
      tags: ['phone taps'],
      summary:
        'A phone read the tag of a door: verifies and spends what it says, and gives a token of 120 s with a cookie',
      body: read,
      response: { 201: tapped },
    },
    handler: async (request, reply) => {
      const { d: latch, k: keyId, p: picc, c: mac } = request.body;
      const waiting = { deadlineMs: deps.clock.now() + TAP_DEADLINE_MS, request: request.id };
      const verified = await deps.ask('phone-tap', { latch, keyId, picc, mac }, waiting);
      const tap = await deps.taps.issue(verified, setTapCookie(reply));
      return reply
        .code(201)
        .headers(NO_STORE)
        .send({ tap, expiresInS: TAP_LIFE_MS / 1_000 });
    },
  });
};
