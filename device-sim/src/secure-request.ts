import { request } from 'node:https';

const DEADLINE_MS = 10_000;
const MAX_RESPONSE_BYTES = 256 * 1024;

export interface SecureRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  /** The only CA to trust, PEM. `null` trusts anybody: for fetching the CA itself, whose hash is then compared. */
  readonly ca: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** One request on a connection of its own. Returns the body as text; throws with the server's own words on anything but 2xx. */
export const secureRequest = (options: SecureRequest): Promise<string> => {
  const { method, url, ca } = options;
  const body = options.body === undefined ? undefined : JSON.stringify(options.body);
  const trust = ca === null ? { rejectUnauthorized: false } : { ca, allowPartialTrustChain: true };
  const headers = { ...options.headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
  const signal = AbortSignal.timeout(DEADLINE_MS);
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => reject(new Error(`${method} ${url.href}: ${describe(error)}`, { cause: error }));
    const call = request(url, { method, headers, agent: false, signal, ...trust }, (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('error', fail);
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > MAX_RESPONSE_BYTES) call.destroy(new Error(`the answer is longer than ${MAX_RESPONSE_BYTES} bytes`));
        else chunks.push(chunk);
      });
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        const status = response.statusCode ?? 0;
        if (status >= 200 && status < 300) resolve(text);
        else fail(new Error(`${status} ${problemOf(text)}`));
      });
    });
    call.on('error', fail);
    call.end(body);
  });
};

const describe = (error: Error): string => {
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return `no answer within ${DEADLINE_MS / 1000} s`;
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ECONNREFUSED' ? 'nothing listens there; is the API running?' : error.message;
};

/** RFC 9457: what the server says is wrong; else the start of whatever it said. */
const problemOf = (text: string): string => {
  try {
    const problem = JSON.parse(text) as { title?: unknown; detail?: unknown };
    return [problem.title, problem.detail].filter((part) => typeof part === 'string').join(': ') || text.slice(0, 200);
  } catch {
    return text.slice(0, 200);
  }
};
