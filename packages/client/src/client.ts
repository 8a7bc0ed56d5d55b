import openApiFetch from 'openapi-fetch';
import { bodyOf } from './body.ts';
import type { Answer, Call, Init, InitParam, ItemOf, ListPath, Method, PathOf } from './calls.ts';
import type { paths } from './generated/openapi.ts';
import { problemOf } from './problem.ts';
import { sender, waitFor } from './send.ts';
import { fixedToken, type TokenSource } from './tokens.ts';

export interface ClientOptions {
  /** The server, as `https://latch.example.org`. */
  readonly baseUrl: string;
  /** A token that stays, or where tokens come from; without, only public operations are answered. */
  readonly token?: string | TokenSource | null;
  /** For one try, ms; 20 s, a little longer than the server takes at most (an upload: 100 s). */
  readonly deadlineMs?: number;
  /** How often a request is sent again that had no answer or was told to come back; 3. */
  readonly retries?: number;
  /** In place of the global one. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

/** A resource and the ETag that stands for what was read. */
export interface Tagged<T> {
  readonly data: T;
  readonly etag: string;
}

/** The API of a Smart Latch server, typed by its OpenAPI document. */
export interface Client {
  readonly baseUrl: string;
  get: Call<'get'>;
  post: Call<'post'>;
  put: Call<'put'>;
  patch: Call<'patch'>;
  delete: Call<'delete'>;
  /** A GET of one resource with its ETag: send that as `if-match`, and nobody's change is overwritten. */
  read<P extends PathOf<'get'>>(
    path: P,
    ...init: InitParam<NonNullable<Init<'get', P>>>
  ): Promise<Tagged<Answer<'get', P>>>;
  /** Every item of a list, page by page. */
  list<P extends ListPath>(path: P, ...init: InitParam<NonNullable<Init<'get', P>>>): AsyncGenerator<ItemOf<P>, void>;
  /** The answer to a request of any kind, with the token and retries of all others and no deadline: for streams. */
  stream(request: Request): Promise<Response>;
  /** The same server for somebody else. */
  as(token: string | TokenSource | null): Client;
}

const DEADLINE_MS = 20_000;
const UPLOAD_DEADLINE_MS = 100_000;
const RETRIES = 3;
const MAX_PAGE = 200;

export const createClient = (options: ClientOptions): Client => {
  const { deadlineMs = DEADLINE_MS, retries = RETRIES } = options;
  const fetch = options.fetch ?? ((request: Request) => globalThis.fetch(request));
  const baseUrl = options.baseUrl.replace(/\/+$/, '');
  const tokens = typeof options.token === 'object' && options.token ? options.token : fixedToken(options.token ?? null);
  const sendWithin = (ms: number | null) => sender({ tokens, deadlineMs: ms, retries, fetch, wait: waitFor });
  const usual = sendWithin(deadlineMs);
  const upload = sendWithin(Math.max(deadlineMs, UPLOAD_DEADLINE_MS));
  const checked = async (request: Request): Promise<Response> => {
    const isUpload = request.headers.get('content-type')?.startsWith('multipart/') ?? false;
    const response = await (isUpload ? upload(request) : usual(request));
    if (!response.ok) throw await problemOf(response);
    return response;
  };
  const inner = openApiFetch<paths>({ baseUrl, fetch: checked, bodySerializer: bodyOf });
  const request = inner.request as unknown as (
    method: Method,
    path: string,
    init: object,
  ) => Promise<{ data?: unknown; response: Response }>;
  const call =
    (method: Method) =>
    async (path: string, init: object = {}): Promise<unknown> =>
      (await request(method, path, init)).data;
  const get = call('get');
  const client = {
    baseUrl,
    get,
    post: call('post'),
    put: call('put'),
    patch: call('patch'),
    delete: call('delete'),
    read: async (path: string, init: object = {}): Promise<Tagged<unknown>> => {
      const { data, response } = await request('get', path, init);
      return { data, etag: response.headers.get('etag') ?? '' };
    },
    list: (path: string, init: ListInit = {}) => pages(get as GetPage, path, init),
    stream: sendWithin(null),
    as: (token: string | TokenSource | null) => createClient({ ...options, token }),
  };
  return client as unknown as Client;
};

interface ListInit {
  readonly params?: { readonly path?: object; readonly query?: { readonly limit?: number } };
}
type GetPage = (
  path: string,
  init: object,
) => Promise<{ readonly items: readonly unknown[]; readonly next: string | null }>;

async function* pages(get: GetPage, path: string, init: ListInit): AsyncGenerator<unknown, void> {
  const { params } = init;
  let cursor: string | null = null;
  do {
    const query = { limit: MAX_PAGE, ...params?.query, ...(cursor === null ? {} : { cursor }) };
    const page = await get(path, { ...init, params: { ...params, query } });
    yield* page.items;
    cursor = page.next;
  } while (cursor !== null);
}
