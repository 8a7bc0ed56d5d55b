import { AppError, invariant } from '@smart-latch/runtime';
import type { MembershipDoc } from '@smart-latch/store';
import type { FastifyRequest } from 'fastify';
import { authenticate, type Caller } from './auth/caller.ts';
import { requireScope } from './auth/scopes.ts';
import type { App, Deps } from './deps.ts';
import { isActive } from './membership.ts';
import { type Action, isSiteAction, type Scope, scopeOf } from './permissions.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a request to this route does: the key into permissions.ts. */
    action?: Action;
  }
  interface FastifyRequest {
    caller: Caller | null;
    access: Access | null;
  }
}

/** What the caller may do at the site in the path, for the route's action. */
export interface Access {
  readonly site: string;
  readonly scope: Exclude<Scope, 'none'>;
  readonly membership: MembershipDoc;
}

/** Authorises every route of the app by the action that it names. A route without one cannot be added. */
export const registerGuard = (app: App, deps: Deps): void => {
  app.decorateRequest('caller', null);
  app.decorateRequest('access', null);
  app.addHook('onRoute', (route) => {
    invariant(route.config?.action, `${String(route.method)} ${route.url} names its action`);
  });
  // After the rate limits, which are onRequest hooks of the routes, and before any byte of the body is read.
  app.addHook('preParsing', async (request) => {
    const { action } = request.routeOptions.config;
    invariant(action, 'a route names its action');
    if (action === 'public' || action === 'device') return;
    request.caller = await authenticate(request, deps);
    requireScope(request.caller, request.routeOptions.config);
    if (!isSiteAction(action)) return;
    const { site } = request.params as { site: string };
    request.access = await accessTo(site, request.caller.user, action, deps);
  });
};

const accessTo = async (
  site: string,
  user: string,
  action: Parameters<typeof scopeOf>[1],
  deps: Deps,
): Promise<Access> => {
  const membership = await deps.people.membership(site, user);
  // Not 403: whether a foreign site exists is nobody's business.
  if (!membership) throw new AppError('not_found', 'you have no site with this id');
  if (!isActive(membership, deps.clock.now())) {
    throw new AppError('forbidden', 'your access to this site is disabled, not yet active or over; ask its owner');
  }
  const scope = scopeOf(membership.role, action);
  if (scope === 'none')
    throw new AppError('forbidden', `a ${membership.role} of this site may not do this (${action})`);
  return { site, scope, membership };
};

export const callerOf = (request: FastifyRequest): Caller => {
  invariant(request.caller, 'the route is for the signed-in');
  return request.caller;
};

export const accessOf = (request: FastifyRequest): Access => {
  invariant(request.access, 'the route belongs to a site');
  return request.access;
};

/** Whose rows the caller may see: null is everybody's. */
export const onlyUser = (request: FastifyRequest): string | null => {
  const access = accessOf(request);
  return access.scope === 'all' ? null : access.membership.user;
};

/** Lets `own` pass for the caller's own id only; for anybody else's the row is not there. */
export const ownOr404 = (request: FastifyRequest, user: string | null): void => {
  const only = onlyUser(request);
  if (only !== null && only !== user) throw new AppError('not_found', 'there is nothing here that you may see');
};
