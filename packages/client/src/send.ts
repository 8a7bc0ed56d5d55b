import { retryAfterS, UnreachableError } from './problem.ts';
import type { TokenSource } from './tokens.ts';

export interface SendOptions {
  readonly tokens: TokenSource;
  /** For one try, ms; null for none, of a stream. */
  readonly deadlineMs: number | null;
  /** How often a request is sent again that had no answer, or was told to come back. */
  readonly retries: number;
  readonly fetch: (request: Request) => Promise<Response>;
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 10_000;
/** Its refresh tokens have a rule of their own for what comes twice. */
const WITHOUT_KEY = '/v1/auth/refresh';

/**
 * Sends a request with its token and deadline. It is sent again when no answer came, at 503, and at 409 with Retry-After (the
 * first try is still running): a POST with the same Idempotency-Key, so that it is carried out once. A 401 gets one new
 * token. Throws UnreachableError, or what `request.signal` was aborted with.
 */
export const sender =
  ({ tokens, deadlineMs, retries, fetch, wait }: SendOptions) =>
  async (request: Request): Promise<Response> => {
    if (request.method === 'POST' && !request.headers.has('idempotency-key') && !request.url.endsWith(WITHOUT_KEY)) {
      request.headers.set('idempotency-key', crypto.randomUUID());
    }
    const once = async (token: string | null): Promise<Response> => {
      const deadline = deadlineMs === null ? [] : [AbortSignal.timeout(deadlineMs)];
      const signal = AbortSignal.any([request.signal, ...deadline]);
      const attempt = new Request(request.clone(), { signal });
      if (token !== null) attempt.headers.set('authorization', `Bearer ${token}`);
      return fetch(attempt);
    };
    const authorised = async (): Promise<Response> => {
      if (request.headers.has('authorization')) return once(null);
      const token = await tokens.current();
      const response = await once(token);
      if (response.status !== 401) return response;
      const other = await tokens.renew(token);
      return other === null ? response : once(other);
    };
    for (let tries = 1; ; tries += 1) {
      const answer = await authorised().catch((error: unknown) => {
        request.signal.throwIfAborted();
        if (isNetworkError(error)) return error;
        throw error;
      });
      const again = answer instanceof Error || comesBack(answer);
      if (answer instanceof Response && (!again || tries > retries)) return answer;
      if (answer instanceof Error && tries > retries) throw new UnreachableError(request.url, answer);
      await wait(waitMs(answer, tries), request.signal);
    }
  };

/** What fetch throws when there is no answer, and its deadline. Anything else (a refused refresh) is an answer. */
const isNetworkError = (error: unknown): error is Error =>
  error instanceof TypeError || (error instanceof DOMException && error.name === 'TimeoutError');

const comesBack = (response: Response): boolean =>
  response.status === 503 || (response.status === 409 && retryAfterS(response) !== null);

/** What the server asks for, else twice as long each time, and never the same for two callers. */
const waitMs = (answer: Response | Error, tries: number): number => {
  const asked = answer instanceof Response ? retryAfterS(answer) : null;
  const ms = asked === null ? FIRST_WAIT_MS * 2 ** (tries - 1) * (0.5 + Math.random()) : asked * 1_000;
  return Math.min(ms, LONGEST_WAIT_MS);
};

/** Resolves after `ms`; rejects when the signal is aborted. */
export const waitFor = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
  });
