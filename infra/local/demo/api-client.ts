/** The public API as a customer's script sees it: JSON over HTTP with a bearer token. */
export interface ApiClient {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body?: unknown): Promise<T>;
  patch<T>(path: string, body: unknown): Promise<T>;
  upload<T>(path: string, form: FormData): Promise<T>;
  /** Live events of a site, from the newest on, until the signal ends it. */
  follow(site: string, onEvent: (event: LiveEvent) => void, signal: AbortSignal): Promise<void>;
  as(token: string): ApiClient;
}

export interface LiveEvent {
  readonly seq: number;
  readonly kind: string;
  readonly attempt: string | null;
}

const DEADLINE_MS = 15_000;

export const openApiClient = (base: string, token?: string): ApiClient => {
  const authorization: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
  const call = async <T>(method: string, path: string, body?: string | FormData, type?: string): Promise<T> => {
    const headers = { ...authorization, ...(type ? { 'content-type': type } : {}) };
    const init = { method, headers, signal: AbortSignal.timeout(DEADLINE_MS), ...(body === undefined ? {} : { body }) };
    const response = await fetch(base + path, init);
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text.slice(0, 500)}`);
    return (text ? JSON.parse(text) : null) as T;
  };
  const json = (body: unknown): [(string | FormData)?, string?] =>
    body === undefined ? [] : [JSON.stringify(body), 'application/json'];
  return {
    get: (path) => call('GET', path),
    post: (path, body) => call('POST', path, ...json(body)),
    patch: (path, body) => call('PATCH', path, ...json(body)),
    upload: (path, form) => call('POST', path, form),
    follow: (site, onEvent, signal) => follow(`${base}/v1/sites/${site}/events/stream`, authorization, onEvent, signal),
    as: (other) => openApiClient(base, other),
  };
};

/** Server-Sent Events (HTML Living Standard, 9.2), read with the Authorization header, which EventSource cannot send. */
const follow = async (
  url: string,
  headers: Record<string, string>,
  onEvent: (event: LiveEvent) => void,
  signal: AbortSignal,
): Promise<void> => {
  const response = await fetch(url, { headers, signal });
  if (!response.ok || !response.body) throw new Error(`live events answered ${response.status}`);
  let pending = '';
  try {
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      pending += chunk;
      const blocks = pending.split('\n\n');
      pending = blocks.pop() ?? '';
      for (const data of blocks.flatMap(dataOf)) onEvent(JSON.parse(data) as LiveEvent);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
};

/** The last frame, `event: end`, says why the stream ended; here it ends with the demo. */
const dataOf = (block: string): string[] => {
  if (block.startsWith('event: end')) return [];
  const lines = block.split('\n').filter((line) => line.startsWith('data:'));
  return lines.length === 0 ? [] : [lines.map((line) => line.slice(5).trim()).join('\n')];
};
