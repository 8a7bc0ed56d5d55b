import type { ErrorCode } from '@smart-latch/runtime';
import type { RouteOptions } from 'fastify';
import { isSiteAction } from '../permissions.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Problems that the handler itself answers, beside those that follow from the route (openapi/problems-of.ts). */
    problems?: readonly ErrorCode[];
  }
}

type Route = Pick<RouteOptions, 'method' | 'url' | 'config' | 'schema'>;

/** Every problem that a route can answer, but for a bug's 500: what follows from how it is declared, and what it names. */
export const problemsOf = ({ method, url, config = {}, schema = {} }: Route): ErrorCode[] => {
  const { action, tokenScope, ifMatch, ownReplayRule, problems = [] } = config;
  const writes = method !== 'GET';
  const isPost = method === 'POST';
  const isGuarded = action !== 'public' && action !== 'device';
  const when: [boolean, ...ErrorCode[]][] = [
    [writes || Boolean(schema.params ?? schema.querystring ?? schema.headers), 'bad_request'],
    [isGuarded, 'unauthenticated'],
    [isGuarded && tokenScope !== 'any', 'forbidden'],
    [url.includes('/:') || (action !== undefined && isSiteAction(action)), 'not_found'],
    [isPost && !ownReplayRule, 'conflict', 'unprocessable'],
    [ifMatch === true, 'precondition_failed', 'conflict'],
    [writes && method !== 'DELETE', 'too_large', 'unsupported_media_type'],
    [true, 'too_many_requests', 'service_unavailable'],
  ];
  return [...new Set([...when.flatMap(([holds, ...codes]) => (holds ? codes : [])), ...problems])];
};
