import type { Client } from './client.ts';
import type { components } from './generated/openapi.ts';
import { problemOf, UnreachableError } from './problem.ts';
import { waitFor } from './send.ts';
import { type Frame, framesOf } from './sse.ts';

export type SiteEvent = components['schemas']['Event'];

export interface FollowOptions {
  /** Events after this sequence; from now on unless given. */
  readonly after?: number;
  /** Ends the stream: the loop over it is left without an error. */
  readonly signal?: AbortSignal;
  /** Told when the connection was lost, or not made, and is tried again. */
  readonly onRetry?: (why: string) => void;
}

/** The server sends a comment every 15 s: without a byte for so long the connection is dead. */
const SILENT_MS = 45_000;
const RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 30_000;

/** The right to read the events has ended, or the session. */
export class StreamRevokedError extends Error {
  override readonly name = 'StreamRevokedError';
  constructor() {
    super('the server ended the stream: the session or the right to read these events is over');
  }
}

/**
 * The events of a site as they happen, each once and none left out: when the connection is lost it comes back for those
 * after the last one. Goes on until `signal`. Throws ProblemError when the server refuses, StreamRevokedError when it ends it.
 */
export async function* followEvents(
  client: Client,
  site: string,
  { after, signal = new AbortController().signal, onRetry = () => {} }: FollowOptions = {},
): AsyncGenerator<SiteEvent, void> {
  let position = after ?? (await lastSequence(client, site));
  let failures = 0;
  let retryMs = RETRY_MS;
  while (!signal.aborted) {
    let isAtOnce = false;
    let why = 'the connection was lost';
    try {
      for await (const frame of open(client, site, position, signal)) {
        failures = 0;
        retryMs = frame.retryMs ?? retryMs;
        if (frame.event === 'event') {
          const event = JSON.parse(frame.data) as SiteEvent;
          position = event.seq;
          yield event;
        } else if (frame.event === 'end') {
          why = endOf(frame);
          isAtOnce = why === 'token_expired';
        }
      }
    } catch (error) {
      if (signal.aborted) return;
      if (!isLost(error)) throw error;
      failures += 1;
      why = error.message;
    }
    if (signal.aborted) return;
    onRetry(why);
    const waitMs = isAtOnce ? 0 : Math.min(retryMs * 2 ** failures, LONGEST_RETRY_MS);
    await waitFor(waitMs, signal).catch(() => undefined);
  }
}

/** Why the server ended the stream; throws when there is no coming back. */
const endOf = ({ data }: Frame): string => {
  const { reason } = JSON.parse(data) as { reason: string };
  if (reason === 'revoked') throw new StreamRevokedError();
  return reason;
};

const isLost = (error: unknown): error is Error =>
  error instanceof UnreachableError || error instanceof TypeError || error instanceof SilentError;

/** Known before the stream is open, so that nothing is lost with its first connection. */
const lastSequence = async (client: Client, site: string): Promise<number> => {
  const params = { path: { site }, query: { order: 'newest', limit: 1, fields: 'seq' } } as const;
  const { items } = await client.get('/v1/sites/{site}/events', { params });
  return items[0]?.seq ?? 0;
};

class SilentError extends Error {
  override readonly name = 'SilentError';
}

async function* open(client: Client, site: string, after: number, signal: AbortSignal): AsyncGenerator<Frame, void> {
  const silence = new AbortController();
  const dead = () => silence.abort(new SilentError('the server said nothing any more'));
  let timer = setTimeout(dead, SILENT_MS);
  try {
    const request = new Request(`${client.baseUrl}/v1/sites/${encodeURIComponent(site)}/events/stream`, {
      headers: { accept: 'text/event-stream', 'last-event-id': String(after) },
      signal: AbortSignal.any([signal, silence.signal]),
    });
    const response = await client.stream(request);
    if (!response.ok || !response.body) throw await problemOf(response);
    for await (const frame of framesOf(response.body.pipeThrough(new TextDecoderStream()))) {
      clearTimeout(timer);
      timer = setTimeout(dead, SILENT_MS);
      yield frame;
    }
  } finally {
    clearTimeout(timer);
    silence.abort();
  }
}
