import { AppError, type ErrorCode } from '@smart-latch/runtime';
import { isConflict, isStoreDown } from '@smart-latch/store';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { z } from 'zod';

interface ProblemRow {
  readonly status: number;
  readonly title: string;
}

/** What a client sees for each operational error. `type` is `urn:sl:problem:{code}` and never changes. */
export const PROBLEMS = {
  bad_request: { status: 400, title: 'The request is not valid' },
  unauthenticated: { status: 401, title: 'You are not signed in' },
  forbidden: { status: 403, title: 'This is not allowed' },
  step_up_required: { status: 403, title: 'Confirm your password first' },
  not_found: { status: 404, title: 'There is nothing here' },
  conflict: { status: 409, title: 'It does not fit what is there' },
  gone: { status: 410, title: 'It is not available any more' },
  precondition_failed: { status: 412, title: 'It was changed meanwhile' },
  too_large: { status: 413, title: 'The request is too large' },
  unsupported_media_type: { status: 415, title: 'This kind of content is not accepted' },
  unprocessable: { status: 422, title: 'The request cannot be carried out' },
  too_many_requests: { status: 429, title: 'Too many requests' },
  service_unavailable: { status: 503, title: 'A service that this needs is not available' },
  deadline_exceeded: { status: 504, title: 'It took too long' },
} as const satisfies Record<ErrorCode, ProblemRow>;

/** What each says, for the documentation. */
const DETAILS: Readonly<Record<ErrorCode, string>> = {
  bad_request: 'body/timeZone: must be an IANA time zone such as Europe/Berlin',
  unauthenticated: 'send Authorization: Bearer with an access token of /v1/auth/sign-in',
  forbidden: 'a member of this site may not do this (latches.write)',
  step_up_required: 'this wants a fresh password: POST /v1/auth/step-up, then try again',
  not_found: 'you have no site with this id',
  conflict: 'the first request with this Idempotency-Key is still running; try again in a second',
  gone: 'this code is wrong, over or used up; make a new claim in the app',
  precondition_failed:
    'this was changed since you read it; GET it again, make your change to what is there now and send its ETag',
  too_large: 'Request body is too large',
  unsupported_media_type: 'Unsupported Media Type',
  unprocessable: 'this Idempotency-Key was used for another request (path or body); use a new key for a new request',
  too_many_requests: 'too many requests from this address; try again in 1 minute',
  service_unavailable: 'the database does not answer; try again',
  deadline_exceeded: 'the decision service did not answer in time; try again',
};

/** A service that is away is back, or its work taken over, within seconds. */
const UNAVAILABLE_S = 2;

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';
export const problemType = (code: ErrorCode | 'internal'): string => `urn:sl:problem:${code}`;

/** RFC 9457. `errors` (of a 400) names each wrong field by a JSON pointer and says what it must be. */
export const problemSchema = z
  .object({
    type: z.string().describe('urn:sl:problem:{code}: it never changes'),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional().describe('What is wrong, and what to do'),
    instance: z.string().describe('urn:sl:request:{X-Request-Id}'),
    errors: z.array(z.object({ in: z.string(), pointer: z.string(), detail: z.string() })).optional(),
  })
  .meta({ id: 'Problem' });
type Problem = z.output<typeof problemSchema>;

/** Of a bug. */
export const INTERNAL_PROBLEM = {
  type: problemType('internal'),
  title: 'Something went wrong on the server',
  status: 500,
};

/** One of each problem, by its code: the examples of the documentation. */
export const problemExamples = (): Record<string, { value: Problem }> => {
  const instance = 'urn:sl:request:4f1c2d3e-5a6b-4c7d-8e9f-0a1b2c3d4e5f';
  const examples = Object.entries(PROBLEMS).map(([name, row]) => {
    const code = name as ErrorCode;
    const detail = DETAILS[code];
    const [, pointer = '', why = ''] = /^body(\S+): (.*)/.exec(detail) ?? [];
    const errors = code === 'bad_request' ? { errors: [{ in: 'body', pointer, detail: why }] } : {};
    return [code, { value: { type: problemType(code), ...row, detail, instance, ...errors } }];
  });
  return Object.fromEntries([...examples, ['internal', { value: { ...INTERNAL_PROBLEM, instance } }]]);
};

/** Fastify's and its plugins' own refusals, by HTTP status. */
const CODE_OF_STATUS: Readonly<Record<number, ErrorCode>> = {
  400: 'bad_request',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  405: 'not_found',
  406: 'unsupported_media_type',
  408: 'deadline_exceeded',
  413: 'too_large',
  414: 'too_large',
  415: 'unsupported_media_type',
  429: 'too_many_requests',
  503: 'service_unavailable',
};

/** Where Fastify's own words would repeat what was sent. */
const DETAIL_OF_FASTIFY: Readonly<Record<string, string>> = {
  FST_ERR_BAD_URL: 'the path is not a valid URL; encode what is not a letter or digit',
  FST_ERR_MAX_PARAM_LENGTH: 'a part of the path is too long',
};

/** Any error as an AppError, or null for a bug. */
export const asAppError = (error: unknown): AppError | null => {
  if (error instanceof AppError) return error;
  if (isStoreDown(error)) return new AppError('service_unavailable', 'the database does not answer; try again');
  if (isConflict(error)) return new AppError('conflict', 'somebody changed this at the same time; read it again');
  const { statusCode, message, code: name } = error as Partial<FastifyError>;
  const code = statusCode === undefined ? undefined : CODE_OF_STATUS[statusCode];
  return code ? new AppError(code, DETAIL_OF_FASTIFY[name ?? ''] ?? message ?? PROBLEMS[code].title) : null;
};

/** The one error handler of both ports: a known error as its problem, anything else as a bare 500 that tells nothing. */
export const sendProblem = (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  if (hasZodFastifySchemaValidationErrors(error)) {
    const where = error.validationContext ?? 'body';
    const errors = error.validation.map((issue) => ({
      in: where,
      pointer: issue.instancePath,
      detail: issue.message ?? 'is not valid',
    }));
    return send(request, reply, 'bad_request', { detail: describe(errors), errors });
  }
  const known = asAppError(error);
  if (known) {
    if (known.code === 'service_unavailable') request.log.warn({ err: describeError(error) }, 'service unavailable');
    const retryAfterS = known.retryAfterS ?? (known.code === 'service_unavailable' ? UNAVAILABLE_S : undefined);
    // What limits an address has said already when its window ends.
    if (retryAfterS !== undefined && !reply.hasHeader('retry-after')) reply.header('retry-after', String(retryAfterS));
    return send(request, reply, known.code, { detail: known.message });
  }
  request.log.error({ err: describeError(error) }, 'unexpected error');
  return write(reply, { ...INTERNAL_PROBLEM, instance: `urn:sl:request:${request.id}` });
};

/** Drivers hang commands and rows on their errors: only these three are logged, and no cause. */
const describeError = (error: unknown) =>
  error instanceof Error ? { type: error.name, message: error.message, stack: error.stack } : { type: typeof error };

const describe = (errors: readonly { in: string; pointer: string; detail: string }[]): string =>
  errors
    .slice(0, 5)
    .map(({ in: where, pointer, detail }) => `${where}${pointer}: ${detail}`)
    .join('; ');

const send = (
  request: FastifyRequest,
  reply: FastifyReply,
  code: ErrorCode,
  extra: Pick<Problem, 'detail' | 'errors'>,
): FastifyReply => {
  if (code === 'unauthenticated') reply.header('www-authenticate', 'Bearer');
  const row: ProblemRow = PROBLEMS[code];
  return write(reply, { type: problemType(code), ...row, ...extra, instance: `urn:sl:request:${request.id}` });
};

/** Serialised here: a problem has no response schema of its own at the routes. */
const write = (reply: FastifyReply, problem: Problem): FastifyReply =>
  reply
    .code(problem.status)
    .type(PROBLEM_MEDIA_TYPE)
    .serializer((body: unknown) => JSON.stringify(body))
    .send(problem);

export const noSuchRoute = (request: FastifyRequest, reply: FastifyReply): FastifyReply =>
  sendProblem(new AppError('not_found', 'no such resource; see /docs'), request, reply);
