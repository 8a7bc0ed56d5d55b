import type { InjectOptions } from 'fastify';
import type { App } from '../deps.ts';

export interface Answered<T = unknown> {
  readonly status: number;
  readonly body: T;
  readonly headers: Record<string, unknown>;
}

// biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of a body by comparing it.
type Body = any;

type Headers = Readonly<Record<string, string>>;

export interface Client {
  readonly token: string | null;
  get(path: string, headers?: Headers): Promise<Answered<Body>>;
  post(path: string, body?: unknown, headers?: Headers): Promise<Answered<Body>>;
  put(path: string, body: unknown, headers?: Headers): Promise<Answered<Body>>;
  patch(path: string, body: unknown, headers?: Headers): Promise<Answered<Body>>;
  delete(path: string, headers?: Headers): Promise<Answered<Body>>;
  upload(path: string, form: FormData, headers?: Headers): Promise<Answered<Body>>;
}

/** Talks to an app without a socket. */
export const clientOf = (app: App, token: string | null = null): Client => {
  const headers = token ? { authorization: `Bearer ${token}` } : {};
  const send = async (options: InjectOptions): Promise<Answered<Body>> => {
    const response = await app.inject({ ...options, headers: { ...headers, ...options.headers } });
    const body =
      response.body === ''
        ? null
        : response.headers['content-type']?.includes('json')
          ? response.json()
          : response.body;
    return { status: response.statusCode, body, headers: response.headers };
  };
  const payload = (body: unknown) =>
    body === undefined ? {} : { payload: body as NonNullable<InjectOptions['payload']> };
  return {
    token,
    get: (url, more = {}) => send({ method: 'GET', url, headers: more }),
    post: (url, body, more = {}) => send({ method: 'POST', url, headers: more, ...payload(body) }),
    put: (url, body, more = {}) => send({ method: 'PUT', url, headers: more, ...payload(body) }),
    patch: (url, body, more = {}) => send({ method: 'PATCH', url, headers: more, ...payload(body) }),
    delete: (url, more = {}) => send({ method: 'DELETE', url, headers: more }),
    upload: async (url, form, more = {}) => {
      const encoded = new Response(form);
      const type = encoded.headers.get('content-type') ?? '';
      const bytes = Buffer.from(await encoded.arrayBuffer());
      return send({ method: 'POST', url, headers: { ...more, 'content-type': type }, payload: bytes });
    },
  };
};

export const OWNER = { name: 'Olivia', email: 'olivia@latch.test', password: 'correct horse battery' };

/** What this server's first owner must know. */
export const SETUP_CODE = 'TEST-CODE-TEST-CODE-TEST';

/** A session with a refresh token lasts for days: a test may move the clock. */
const LASTING = { delivery: 'body' } as const;

/** Makes the first owner and signs them in. */
export const firstOwner = async (app: App): Promise<Client> => {
  const { body } = await clientOf(app).post('/v1/setup', { ...OWNER, code: SETUP_CODE, ...LASTING });
  return clientOf(app, body.accessToken);
};

export const signIn = async (app: App, email: string, password: string): Promise<Client> => {
  const { body } = await clientOf(app).post('/v1/auth/sign-in', { email, password, ...LASTING });
  return clientOf(app, body.accessToken);
};

/** A site of the client's and its path. */
export const newSite = async (client: Client, body: object = {}): Promise<{ id: string; at: string }> => {
  const made = await client.post('/v1/sites', { name: 'Home', timeZone: 'Europe/Berlin', ...body });
  return { id: made.body.id, at: `/v1/sites/${made.body.id}` };
};
