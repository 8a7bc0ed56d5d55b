import type { App } from '../deps.ts';
import type { Who } from './issuer.ts';

export interface Visit {
  readonly url: URL;
  readonly status: number;
  readonly location: URL | null;
  readonly headers: Headers;
  readonly body: string;
}

/** As much of a browser as a sign-in needs: cookies by origin, and redirects, of the app (https://latch.test) and of issuers. */
export interface Browser {
  visit(url: string | URL): Promise<Visit>;
  /** Follows redirects until one leads to a page that `isEnd`, which is not visited, or until there is none. */
  follow(url: string | URL, isEnd?: (url: URL) => boolean): Promise<Visit>;
  /** A POST of the app's page. */
  post(path: string, body: object, token?: string): Promise<Visit>;
  cookie(origin: string, name: string): string | undefined;
  setCookie(origin: string, name: string, value: string): void;
}

export const APP_ORIGIN = 'https://latch.test';
const MAX_REDIRECTS = 12;

export const openBrowser = (app: App, who: Who): Browser => {
  const jars = new Map<string, Map<string, string>>();
  const jarOf = (origin: string) => {
    const jar = jars.get(origin) ?? new Map([['who', Buffer.from(JSON.stringify(who)).toString('base64url')]]);
    jars.set(origin, jar);
    return jar;
  };
  const keep = (origin: string, lines: readonly string[]) => {
    for (const line of lines) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '' || /max-age=0\b/i.test(line)) jarOf(origin).delete(name);
      else jarOf(origin).set(name, value);
    }
  };
  const send = async (url: URL, init: { method: string; headers: Record<string, string>; body?: string }) => {
    const cookie = [...jarOf(url.origin)].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...init.headers, ...(cookie ? { cookie } : {}) };
    if (url.origin !== APP_ORIGIN) return fetch(url, { ...init, headers, redirect: 'manual' });
    const answer = await app.inject({
      method: init.method as 'GET',
      url: url.pathname + url.search,
      headers,
      ...(init.body === undefined ? {} : { payload: init.body }),
    });
    const lines = Object.entries(answer.headers).flatMap(([name, value]) =>
      [value ?? []].flat().map((one) => [name, String(one)] as [string, string]),
    );
    const empty = [204, 304].includes(answer.statusCode) ? null : answer.body;
    return new Response(empty, { status: answer.statusCode, headers: lines });
  };
  const seen = async (url: URL, response: Response): Promise<Visit> => {
    keep(url.origin, response.headers.getSetCookie());
    const to = response.headers.get('location');
    const location = to === null ? null : new URL(to, url);
    return { url, status: response.status, location, headers: response.headers, body: await response.text() };
  };
  const visit = async (to: string | URL): Promise<Visit> => {
    const url = new URL(to, APP_ORIGIN);
    return seen(url, await send(url, { method: 'GET', headers: {} }));
  };
  return {
    visit,
    follow: async (to, isEnd = () => false) => {
      let visited = await visit(to);
      for (let n = 0; visited.location && !isEnd(visited.location); n += 1) {
        if (n === MAX_REDIRECTS) throw new Error('too many redirects');
        visited = await visit(visited.location);
      }
      return visited;
    },
    post: async (path, body, token) => {
      const url = new URL(path, APP_ORIGIN);
      const headers: Record<string, string> = { 'content-type': 'application/json', origin: APP_ORIGIN };
      if (token) headers.authorization = `Bearer ${token}`;
      return seen(url, await send(url, { method: 'POST', headers, body: JSON.stringify(body) }));
    },
    cookie: (origin, name) => jarOf(origin).get(name),
    setCookie: (origin, name, value) => {
      jarOf(origin).set(name, value);
    },
  };
};
