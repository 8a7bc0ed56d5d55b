import type { Notice } from '@smart-latch/store';
import type { FastifyRequest, onSendAsyncHookHandler } from 'fastify';
import type { App, Deps } from '../deps.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What this route does is recorded by itself, in its own transaction. */
    ownNotice?: true;
  }
  interface FastifyRequest {
    /** The id of what the request made. */
    madeId: string | null;
  }
}

const CHANGES: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
/** What these make is a person, by their id. */
const MAKES_PEOPLE: ReadonlySet<unknown> = new Set(['users.write', 'guests.write']);
const REPLAYED = 'idempotent-replayed';

/**
 * Every change that a person makes at a site is an event of its chain: who, what, to whom, which fields, no values. So an
 * owner can ask who gave Bob his grant, and a new route cannot forget it. It is written before the answer leaves.
 */
export const registerActs = (app: App, deps: Deps): void => {
  app.decorateRequest('madeId', null);
  app.addHook('preSerialization', async (request, _reply, payload) => {
    request.madeId = idOf(payload);
    return payload;
  });
  app.addHook('onSend', recordAct(deps));
};

const idOf = (payload: unknown): string | null => {
  const id = (payload as { id?: unknown } | null)?.id;
  return typeof id === 'string' ? id : null;
};

const recordAct =
  ({ notices, clock, log }: Deps): onSendAsyncHookHandler =>
  async (request, reply, payload) => {
    const done = reply.statusCode < 300 && !reply.hasHeader(REPLAYED);
    if (!done || !request.access || !CHANGES.has(request.method) || request.routeOptions.config.ownNotice)
      return payload;
    try {
      await notices.add(actOf(request, request.access.site), new Date(clock.now()));
    } catch (error) {
      // What was done stays done, and its caller hears of it.
      log.error({ err: error, request: request.id }, 'an act was not recorded');
    }
    return payload;
  };

const actOf = (request: FastifyRequest, site: string): Notice => {
  const { site: _, ...ids } = request.params as Record<string, string>;
  const body = (request.body ?? {}) as Record<string, unknown>;
  const { action } = request.routeOptions.config;
  const about = ids.user ?? ids.guest ?? body.user ?? (MAKES_PEOPLE.has(action) ? request.madeId : null);
  return {
    site,
    kind: 'changed',
    by: request.caller?.user ?? null,
    about: typeof about === 'string' ? about : null,
    body: {
      ...ids,
      action: action ?? null,
      did: `${request.method} ${request.routeOptions.url}`,
      ...(request.method === 'PATCH' ? { fields: Object.keys(body).sort().join(',') } : {}),
      ...(request.madeId === null || Object.values(ids).includes(request.madeId) ? {} : { made: request.madeId }),
    },
  };
};
