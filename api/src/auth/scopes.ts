import { AppError } from '@smart-latch/runtime';
import type { FastifyContextConfig } from 'fastify';
import { isSiteAction, PERMISSIONS, type SiteAction } from '../permissions.ts';
import type { Caller } from './caller.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** At a route of no site: which scope a personal API token needs for it. Absent, no token may use it. */
    tokenScope?: SiteAction | 'any';
  }
}

/** What wants a person: a token proves none, so none may be given this. */
const NEVER: ReadonlySet<SiteAction> = new Set(['latches.unlock', 'site.transfer', 'recovery.read', 'recovery.write']);
const ACTIONS = (Object.keys(PERMISSIONS) as SiteAction[]).filter((action) => !NEVER.has(action));

const GROUPS = ['read', 'write'] as const;

/** What a token can be given: single actions of the table, or all that end in `.read` or `.write`. */
export const TOKEN_SCOPES = [...GROUPS, ...ACTIONS] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];

/** The actions that scopes stand for. What this server does not know stands for nothing. */
export const actionsOf = (scopes: readonly string[]): ReadonlySet<SiteAction> =>
  new Set(ACTIONS.filter((action) => scopes.some((scope) => scope === action || action.endsWith(`.${scope}`))));

/** Holds a token to its scopes; a session may ask for everything. Throws `forbidden`. */
export const requireScope = ({ token }: Caller, { action, tokenScope }: FastifyContextConfig): void => {
  if (token === null || action === undefined || tokenScope === 'any') return;
  const needed = isSiteAction(action) ? action : tokenScope;
  if (needed !== undefined && token.actions.has(needed)) return;
  throw new AppError(
    'forbidden',
    needed === undefined || NEVER.has(needed)
      ? 'a personal API token may not do this; sign in as yourself'
      : `this token has no scope for ${needed}; make one that has`,
  );
};
