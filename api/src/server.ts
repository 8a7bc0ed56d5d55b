import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import underPressure from '@fastify/under-pressure';
import { AppError } from '@smart-latch/runtime';
import Fastify, { LogController } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { App, Deps, TlsFiles } from './deps.ts';
import { requestIdOf } from './http/request-id.ts';
import { noSuchRoute, PROBLEM_MEDIA_TYPE, PROBLEMS, problemType, sendProblem } from './problems.ts';

export const JSON_MAX_BYTES = 64 * 1024;
/** From the request line to the end of the answer, ms; uploads and streams have their own. */
const REQUEST_DEADLINE_MS = 15_000;
/** The bytes of a request must all be here by then, whatever the route: an upload from a slow phone. */
const RECEIVE_DEADLINE_MS = 90_000;
const HEADERS_DEADLINE_MS = 10_000;
const IDLE_MS = 15_000;
const MAX_CONNECTIONS = 2_000;
const MAX_HEADER_BYTES = 16 * 1024;

/** An HTTP server with what both ports share: limits, deadlines, problems, request ids, one log line a request. */
export const newServer = async (deps: Deps, tls: TlsFiles | null): Promise<App> => {
  const app = Fastify({
    serverFactory: (handler) => {
      const limits = {
        maxHeaderSize: MAX_HEADER_BYTES,
        requestTimeout: RECEIVE_DEADLINE_MS,
        headersTimeout: HEADERS_DEADLINE_MS,
        keepAliveTimeout: IDLE_MS,
        connectionsCheckingInterval: 5_000,
      };
      const server = tls
        ? createHttpsServer(
            { ...limits, ...tls, minVersion: 'TLSv1.2', handshakeTimeout: HEADERS_DEADLINE_MS },
            handler,
          )
        : createHttpServer(limits, handler);
      server.maxConnections = MAX_CONNECTIONS;
      return server;
    },
    loggerInstance: deps.log,
    frameworkErrors: (error, request, reply) => {
      sendProblem(error, request, reply);
    },
    clientErrorHandler: (error, socket) => {
      if (socket.writable) socket.write(malformed(error.code));
      socket.destroy();
    },
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'request' }),
    bodyLimit: JSON_MAX_BYTES,
    handlerTimeout: REQUEST_DEADLINE_MS,
    trustProxy: deps.settings.trustedProxies ?? false,
    genReqId: requestIdOf,
    requestIdHeader: false,
    forceCloseConnections: true,
    return503OnClosing: true,
    routerOptions: { maxParamLength: 100 },
  }).withTypeProvider<ZodTypeProvider>() as unknown as App;
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(sendProblem);
  await app.register(helmet, { global: true });
  await app.register(underPressure, {
    maxEventLoopDelay: deps.settings.maxLoopDelayMs,
    pressureHandler: () => {
      throw new AppError('service_unavailable', 'the server is overloaded; try again in a moment');
    },
  });
  await app.register(rateLimit, {
    global: true,
    max: deps.settings.ratePerMinute,
    timeWindow: 60_000,
    cache: 10_000,
    enableDraftSpec: true,
    errorResponseBuilder: (_request, { after }) =>
      new AppError('too_many_requests', `too many requests from this address; try again in ${after}`),
  });
  app.setNotFoundHandler({ preHandler: app.rateLimit() }, noSuchRoute);
  logRequests(app, deps);
  return app;
};

/** What was no HTTP request at all, or did not come in time. */
const malformed = (cause: string | undefined): string => {
  const code = cause === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'deadline_exceeded' : 'bad_request';
  const { title } = PROBLEMS[code];
  const status = code === 'bad_request' ? 400 : 408;
  const body = JSON.stringify({ type: problemType(code), title, status });
  const head = `HTTP/1.1 ${status} ${title}\r\nconnection: close\r\ncontent-type: ${PROBLEM_MEDIA_TYPE}`;
  return `${head}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
};

/** One line a request: never its query, headers or body. */
const logRequests = (app: App, deps: Deps): void => {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  app.addHook('onResponse', async (request, reply) => {
    const { method } = request;
    const route = request.routeOptions.url ?? 'none';
    const status = reply.statusCode;
    deps.requestSeconds.observe({ method, route, status }, reply.elapsedTime / 1_000);
    request.log.info({ method, route, status, durationMs: Math.round(reply.elapsedTime) }, 'request');
  });
};
