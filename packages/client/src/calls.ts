import type { MaybeOptionalInit } from 'openapi-fetch';
import type { paths } from './generated/openapi.ts';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** The paths that have an operation of this method. */
export type PathOf<M extends Method> = {
  [P in keyof paths]: paths[P] extends Record<M, object> ? P : never;
}[keyof paths];

type Responses<M extends Method, P extends PathOf<M>> = paths[P][M] extends { responses: infer R } ? R : never;
type ContentOf<R> = R extends { content: Record<string, unknown> } ? R['content'][keyof R['content']] : undefined;
type Success = 200 | 201 | 202 | 204;

/** What a successful answer holds; undefined where it holds nothing. */
export type Answer<M extends Method, P extends PathOf<M>> = ContentOf<Responses<M, P>[keyof Responses<M, P> & Success]>;

/** `params.path`, `params.query` and `params.header` as the operation has them, its `body`, a `signal`. */
export type Init<M extends Method, P extends PathOf<M>> = MaybeOptionalInit<paths[P], M>;

/** May stay away where nothing in it is required. */
export type InitParam<I> = object extends I ? [I?] : [I];

/** Throws ProblemError, UnreachableError, or what `signal` was aborted with. */
export type Call<M extends Method> = <P extends PathOf<M>>(
  path: P,
  ...init: InitParam<NonNullable<Init<M, P>>>
) => Promise<Answer<M, P>>;

/** An item of a list. */
export type ItemOf<P extends PathOf<'get'>> =
  Answer<'get', P> extends { items: readonly (infer T)[]; next: string | null } ? T : never;

/** The paths of lists that are read page by page. */
export type ListPath = { [P in PathOf<'get'>]: ItemOf<P> extends never ? never : P }[PathOf<'get'>];
