import type { Answer, Init, PathOf } from './calls.ts';
import type { Client } from './client.ts';
import { isProblem } from './problem.ts';

type Changeable = PathOf<'get'> & PathOf<'patch'>;
type PathParams<P extends Changeable> =
  NonNullable<Init<'patch', P>> extends { params: { path: infer Path } } ? Path : never;
type BodyOf<P extends Changeable> = NonNullable<Init<'patch', P>> extends { body: infer B } ? B : never;

const TRIES = 5;

/**
 * Changes a resource as `change` says of what is there now: read, PATCH with If-Match, and again if somebody else was
 * faster. Throws ProblemError (`precondition_failed` after 5 tries).
 */
export const changeResource = async <P extends Changeable>(
  client: Client,
  path: P,
  params: PathParams<P>,
  change: (current: Answer<'get', P>) => BodyOf<P>,
): Promise<Answer<'patch', P>> => {
  const call = client as unknown as Untyped;
  for (let tries = 1; ; tries += 1) {
    const { data, etag } = await call.read(path, { params: { path: params } });
    const body = change(data as Answer<'get', P>);
    try {
      const header = { 'if-match': etag };
      return (await call.patch(path, { params: { path: params, header }, body })) as Answer<'patch', P>;
    } catch (error) {
      if (tries === TRIES || !isProblem(error, 'precondition_failed')) throw error;
    }
  }
};

/** The types of a path that is not known yet cannot be followed by the compiler. */
interface Untyped {
  read(path: string, init: object): Promise<{ data: unknown; etag: string }>;
  patch(path: string, init: object): Promise<unknown>;
}
