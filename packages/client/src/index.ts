export type { Answer, Init, ItemOf, ListPath, PathOf } from './calls.ts';
export { changeResource } from './change.ts';
export { type Client, type ClientOptions, createClient, type Tagged } from './client.ts';
export { type FollowOptions, followEvents, type SiteEvent, StreamRevokedError } from './follow.ts';
export type { components, operations, paths } from './generated/openapi.ts';
export { isProblem, type Problem, ProblemError, UnreachableError } from './problem.ts';
export { fixedToken, type Session, type SessionOptions, sessionTokens, type TokenSource } from './tokens.ts';
