import { promises as dns, type LookupAddress } from 'node:dns';
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { hostOf, isPublicAddress, type WebhookPolicy, webhookUrlProblem } from '@smart-latch/protocol';

export const POST_LIMITS = { timeoutMs: 10_000, answerBytes: 64 * 1_024 } as const;

/** Why there was no answer. Never what the other side said: that could be anything. */
export const POST_ERRORS = [
  'url_refused',
  'address_refused',
  'name_not_found',
  'connection_failed',
  'tls_failed',
  'timeout',
] as const;
export type PostError = (typeof POST_ERRORS)[number];

export interface Posted {
  readonly status: number | null;
  readonly error: PostError | null;
}

export interface PostOptions {
  readonly policy: WebhookPolicy;
  /** PEM, beside the usual authorities; null: none. */
  readonly ca?: readonly string[] | null;
  /** All addresses of a name. */
  readonly resolve?: (host: string) => Promise<LookupAddress[]>;
  readonly timeoutMs?: number;
}

export type Post = (url: string, headers: Readonly<Record<string, string>>, body: string) => Promise<Posted>;

class AddressRefused extends Error {}
class TooSlow extends Error {}

/**
 * Sends one POST. A redirect is an answer like any other and is not followed. The name is resolved once, by us, and the connection goes to
 * the very address that was checked, so that a name that changes between the two (DNS rebinding) gains nothing.
 */
export const openPost = ({ policy, ca = null, resolve = resolveAll, timeoutMs }: PostOptions): Post => {
  const refuses = (address: string) => !policy.allowPrivate && !isPublicAddress(address);
  const lookup: LookupFunction = (host, options, done) => {
    resolve(host).then(
      (found) => {
        // One bad address spoils the name: which of them would be taken is not ours to choose.
        const [first] = found;
        if (!first || found.some(({ address }) => refuses(address))) return done(new AddressRefused(), '', 0);
        if (options.all) done(null, found);
        else done(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => done(error, '', 0),
    );
  };
  return async (text, headers, body) => {
    if (webhookUrlProblem(text, policy) !== null) return { status: null, error: 'url_refused' };
    const url = new URL(text);
    // Of an address in the URL nothing is looked up.
    if (isIP(hostOf(url)) !== 0 && refuses(hostOf(url))) return { status: null, error: 'address_refused' };
    const tls = ca === null ? {} : { ca: [...ca] };
    const options = { method: 'POST', headers, lookup, agent: false as const, ...tls };
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    try {
      return await exchange(send(url, options), body, timeoutMs ?? POST_LIMITS.timeoutMs);
    } catch (error) {
      return { status: null, error: errorOf(error) };
    }
  };
};

const resolveAll = (host: string): Promise<LookupAddress[]> => dns.lookup(host, { all: true });

/** From the name to the end of the answer, of which no more is read than keeps a connection polite. */
const exchange = (request: ClientRequest, body: string, timeoutMs: number): Promise<Posted> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => request.destroy(new TooSlow()), timeoutMs);
    const settle = (answer: IncomingMessage) => {
      clearTimeout(timer);
      request.destroy();
      resolve({ status: answer.statusCode ?? null, error: null });
    };
    request.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    request.on('response', (answer) => {
      let bytes = 0;
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > POST_LIMITS.answerBytes) settle(answer);
      });
      answer.on('end', () => settle(answer));
      answer.on('error', () => settle(answer));
    });
    request.end(body);
  });

const NAME_ERRORS: ReadonlySet<string> = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ENODATA', 'ESERVFAIL']);

const errorOf = (error: unknown): PostError => {
  if (error instanceof TooSlow) return 'timeout';
  if (error instanceof AddressRefused) return 'address_refused';
  const { code = '' } = error as { code?: string };
  if (NAME_ERRORS.has(code)) return 'name_not_found';
  return /CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO|ALTNAME/.test(code) ? 'tls_failed' : 'connection_failed';
};
