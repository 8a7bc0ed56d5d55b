import { AppError } from '@smart-latch/runtime';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { invitationHash } from '../auth/invitation-token.ts';
import { sendFailurePage } from '../auth/oidc/failure-page.ts';
import { forgetFlow, OIDC_PATH, type Remembered, recallFlow, rememberFlow } from '../auth/oidc/flow-cookie.ts';
import type { Issuer } from '../auth/oidc/issuers.ts';
import { requireAppOrigin } from '../auth/refresh-cookie.ts';
import type { App, Deps } from '../deps.ts';
import { invitationToken } from './accept-invitation.ts';
import { linkWith, signInBy } from './oidc-sign-in.ts';
import { listOf, NO_STORE } from './shapes.ts';

const tags = ['sign-in'];
const RATE = { max: 60, timeWindow: 60_000 } as const;

export const issuerId = z
  .string()
  .regex(/^[a-z0-9-]{1,32}$/)
  .meta({ examples: ['google'] });
/** A path of this origin and nothing else: never `//host`, `/\host` or a scheme. */
export const returnPath = z
  .string()
  .max(512)
  .regex(/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/, 'must be a path of this server such as /doors')
  .default('/')
  .meta({ examples: ['/doors'] });

/** Signing in at an OpenID Connect issuer. */
export const oidcRoutes = (app: App, deps: Deps): void => {
  app.route({
    method: 'GET',
    url: OIDC_PATH,
    config: { action: 'public' },
    schema: {
      tags,
      summary: 'Where else one can sign in',
      response: {
        200: listOf(
          z.object({ id: z.string(), label: z.string(), start: z.string() }).meta({
            examples: [{ id: 'google', label: 'Google', start: `${OIDC_PATH}/google/start` }],
          }),
        ),
      },
    },
    handler: async () => ({
      items: deps.settings.oidc.issuers.map(({ id, label }) => ({ id, label, start: `${OIDC_PATH}/${id}/start` })),
      next: null,
    }),
  });

  app.route({
    method: 'GET',
    url: `${OIDC_PATH}/:issuer/start`,
    config: { action: 'public', rateLimit: RATE },
    exposeHeadRoute: false,
    schema: {
      tags,
      summary: 'For a browser: go to the issuer and come back signed in, at the path returnTo',
      params: z.strictObject({ issuer: issuerId }),
      querystring: z.strictObject({ returnTo: returnPath }),
      response: { 302: z.null() },
    },
    handler: async (request, reply) => {
      const { returnTo } = request.query;
      const url = await beginAt(reply, deps, request.params.issuer, { returnTo, link: null, invitation: null });
      return reply.headers(NO_STORE).redirect(url, 302);
    },
  });

  app.route({
    method: 'POST',
    url: `${OIDC_PATH}/:issuer/start`,
    config: { action: 'public', rateLimit: RATE, problems: ['forbidden'] },
    schema: {
      tags,
      summary:
        'The same for an app that holds an invitation: send the browser to `url`; who has no account here gets one',
      params: z.strictObject({ issuer: issuerId }),
      body: z.strictObject({ returnTo: returnPath, invitation: invitationToken }),
      response: { 200: z.object({ url: z.string().meta({ examples: ['https://accounts.google.com/o/oauth2/...'] }) }) },
    },
    handler: async (request, reply) => {
      // The cookie that it sets decides who joins: no other site's page may begin that.
      requireAppOrigin(request, deps);
      const { returnTo, invitation } = request.body;
      const purpose = { returnTo, link: null, invitation: invitationHash(invitation) };
      return reply.headers(NO_STORE).send({ url: await beginAt(reply, deps, request.params.issuer, purpose) });
    },
  });

  app.route({
    method: 'GET',
    url: `${OIDC_PATH}/:issuer/callback`,
    config: { action: 'public', rateLimit: RATE, problems: ['unauthenticated', 'forbidden', 'conflict'] },
    exposeHeadRoute: false,
    errorHandler: sendFailurePage(deps.settings.publicUrl),
    schema: {
      tags,
      summary:
        'Where the issuer sends the browser back: the refresh token comes in the cookie. A browser gets failures as a page',
      params: z.strictObject({ issuer: issuerId }),
      // Issuers add fields of their own; what is said twice is nothing that we understand.
      querystring: z.record(z.string().max(100), z.string().max(4_096)),
      response: { 303: z.null() },
    },
    handler: async (request, reply) => {
      const issuer = issuerOf(deps, request.params.issuer);
      const remembered = await recallFlow(request, deps);
      forgetFlow(reply);
      if (remembered?.issuer !== issuer.id) {
        throw new AppError('bad_request', 'this browser began no such sign-in within ten minutes; begin again');
      }
      const answered = new URL(redirectUriOf(deps, issuer));
      answered.search = new URLSearchParams(request.query).toString();
      const proven = await deps.relyingParty.finish(issuer, answered, remembered);
      if (remembered.link) await linkWith(deps, issuer, proven, remembered.link);
      else await signInBy(request, reply, deps, { issuer, proven, invitation: remembered.invitation });
      const { href } = new URL(remembered.returnTo, deps.settings.publicUrl);
      return reply.headers(NO_STORE).redirect(href, 303);
    },
  });
};

export const issuerOf = (deps: Deps, id: string): Issuer => {
  const issuer = deps.settings.oidc.issuers.find((one) => one.id === id);
  if (!issuer) throw new AppError('not_found', `nobody signs in at this issuer here; see ${OIDC_PATH}`);
  return issuer;
};

/** One for each issuer, so that no issuer's answer fits another's (RFC 9700, 4.4.2). */
const redirectUriOf = (deps: Deps, { id }: Issuer): string => `${deps.settings.publicUrl}${OIDC_PATH}/${id}/callback`;

/** Lets the browser remember a flow; returns where it must go. */
export const beginAt = async (
  reply: FastifyReply,
  deps: Deps,
  id: string,
  purpose: Pick<Remembered, 'returnTo' | 'link' | 'invitation'>,
): Promise<string> => {
  const issuer = issuerOf(deps, id);
  const { url, flow } = await deps.relyingParty.begin(issuer, redirectUriOf(deps, issuer));
  await rememberFlow(reply, deps, { issuer: issuer.id, ...flow, ...purpose });
  return url;
};
