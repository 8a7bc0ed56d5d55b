import { createHash, randomUUID } from 'node:crypto';
import { AppError } from '@smart-latch/runtime';
import type { IdempotencyKeyDoc, IdempotencyKeys } from '@smart-latch/store';
import type { FastifyReply, FastifyRequest, onSendAsyncHookHandler, RouteOptions } from 'fastify';
import type { App, Deps } from '../deps.ts';
import { readIdempotencyKey, type SealedKey, sealedKeys } from './idempotency-key.ts';

/** How long a repetition gets the same answer. */
export const IDEMPOTENCY_TTL_MS = 24 * 3_600_000;
/** A handler that was given up is done within so long after its deadline. */
const LEASE_MARGIN_MS = 30_000;
/** Everything that a repetition gets besides status and body. */
const KEPT_HEADERS = ['content-type', 'cache-control', 'location', 'set-cookie'] as const;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route itself rules what a repetition gets: an Idempotency-Key changes nothing there. */
    ownReplayRule?: true;
  }
  interface FastifyRequest {
    /** What the body was, of a route that reads it as a stream. Goes into the fingerprint in place of `body`. */
    bodyDigest: string | null;
    idempotent: Run | null;
  }
}

/** A request that holds its key. */
interface Run {
  readonly key: SealedKey;
  readonly run: string;
  /** Its caller was told that it took too long while the handler goes on. */
  givenUp: boolean;
}

interface Kept {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: string;
}

/**
 * Idempotency-Key on every POST (draft-ietf-httpapi-idempotency-key-header). What succeeded is answered again, sealed in the
 * store for 24 h; what was refused frees the key, since nothing was done.
 */
export const registerIdempotency = (app: App, deps: Deps): void => {
  const keyOf = sealedKeys(deps.settings.jwtKey);
  app.decorateRequest('bodyDigest', null);
  app.decorateRequest('idempotent', null);
  const begin = async (request: FastifyRequest, reply: FastifyReply) => {
    const header = request.headers['idempotency-key'];
    if (header === undefined) return;
    const key = keyOf(callerKey(request), readIdempotencyKey(String(header)));
    const row = newRun(request, key, deps.clock.now());
    const there = await deps.idempotency.claim(row, new Date(deps.clock.now()));
    if (there) return replay(reply, key, row, there);
    request.idempotent = { key, run: row.run, givenUp: false };
  };
  app.addHook('onRoute', (route) => {
    if (route.method !== 'POST' || route.config?.ownReplayRule) return;
    // Last before the handler: the body is valid, and a streamed one was read by the route's own hooks.
    route.preHandler = [...[route.preHandler ?? []].flat(), begin];
    route.handler = settling(route.handler, deps.idempotency);
  });
  app.addHook('onError', async (request, _reply, error) => {
    if (request.idempotent && error.code === 'FST_ERR_HANDLER_TIMEOUT') request.idempotent.givenUp = true;
  });
  app.addHook('onSend', keepAnswer(deps));
};

/** Without a caller it is whoever has the same address and credentials: a guessed key gives nobody another's answer. */
const callerKey = ({ caller, ip, headers }: FastifyRequest): string =>
  caller ? `user ${caller.user}` : `anybody ${JSON.stringify([ip, headers.cookie, headers.authorization])}`;

const newRun = (request: FastifyRequest, key: SealedKey, nowMs: number): IdempotencyKeyDoc => {
  const body = request.bodyDigest ?? JSON.stringify(request.body ?? null);
  const leaseMs = request.routeOptions.handlerTimeout + LEASE_MARGIN_MS;
  return {
    _id: key.id,
    fingerprint: key.fingerprint([request.method, request.url, body]),
    state: 'running',
    run: randomUUID(),
    leaseUntil: new Date(nowMs + leaseMs),
    answer: null,
    expiresAt: new Date(nowMs + IDEMPOTENCY_TTL_MS),
  };
};

const replay = (
  reply: FastifyReply,
  key: SealedKey,
  asked: IdempotencyKeyDoc,
  there: IdempotencyKeyDoc,
): FastifyReply => {
  if (there.fingerprint !== asked.fingerprint) {
    throw new AppError(
      'unprocessable',
      'this Idempotency-Key was used for another request (path or body); use a new key for a new request',
    );
  }
  if (there.state === 'running') {
    throw new AppError(
      'conflict',
      'the first request with this Idempotency-Key is still running; try again in a second',
      { retryAfterS: 1 },
    );
  }
  const text = there.answer && key.unseal(there.answer);
  if (!text) {
    throw new AppError('conflict', 'this was carried out and its answer is lost; read the resource instead');
  }
  const { status, headers, body } = JSON.parse(text) as Kept;
  const answer = reply.code(status).headers(headers).header('idempotent-replayed', 'true');
  return body === '' ? answer.send() : answer.serializer((kept: string) => kept).send(body);
};

/** Keeps the answer before the caller has it, so that a repetition never finds the key free. */
const keepAnswer =
  ({ idempotency, log }: Deps): onSendAsyncHookHandler =>
  async (request, reply, payload) => {
    const run = request.idempotent;
    if (!run || run.givenUp) return payload;
    request.idempotent = null;
    const { id } = run.key;
    try {
      const ok = reply.statusCode < 300;
      if (ok) await idempotency.finish(id, run.run, run.key.seal(JSON.stringify(keep(reply, payload))));
      else await idempotency.release(id, run.run);
    } catch (error) {
      // What was done stays done, and its caller hears of it; the key is free again when its lease is over.
      log.warn({ err: error, request: request.id }, 'the answer was not kept for its Idempotency-Key');
    }
    return payload;
  };

const keep = (reply: FastifyReply, payload: unknown): Kept => {
  const headers = KEPT_HEADERS.flatMap((name) => {
    const value = reply.getHeader(name);
    return value === undefined ? [] : [[name, Array.isArray(value) ? value : String(value)] as const];
  });
  const body = Buffer.isBuffer(payload) ? payload.toString() : typeof payload === 'string' ? payload : '';
  return { status: reply.statusCode, headers: Object.fromEntries(headers), body };
};

/** A handler whose caller was told that it took too long goes on: what became of it decides about the key. */
const settling = (handler: RouteOptions['handler'], keys: IdempotencyKeys): RouteOptions['handler'] =>
  async function settle(request, reply) {
    const settled = async (done: boolean) => {
      const run = request.idempotent;
      if (!run?.givenUp) return;
      request.idempotent = null;
      const kept = done ? keys.finish(run.key.id, run.run, null) : keys.release(run.key.id, run.run);
      await kept.catch((error: unknown) => request.log.warn({ err: error }, 'the key is free when its lease is over'));
    };
    try {
      const answer = await handler.call(this, request, reply);
      await settled(true);
      return answer;
    } catch (error) {
      await settled(false);
      throw error;
    }
  };

/** For `bodyDigest`: hex, of the parts in order. */
export const digestOf = (parts: readonly (Uint8Array | string)[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(createHash('sha256').update(part).digest());
  return hash.digest('hex');
};
