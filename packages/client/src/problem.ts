import type { components } from './generated/openapi.ts';

export type Problem = components['schemas']['Problem'];

/** A request that was answered with a problem (RFC 9457). `message` says what to do. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problem: Problem;
  /** What follows `urn:sl:problem:`; `unknown` when the answer was none of ours (a proxy's, for instance). */
  readonly code: string;
  readonly status: number;
  /** When it may be worth trying again, s; null when nobody knows. */
  readonly retryAfterS: number | null;

  constructor(problem: Problem, retryAfterS: number | null) {
    super(problem.detail ?? problem.title);
    this.problem = problem;
    this.code = /^urn:sl:problem:(\w+)$/.exec(problem.type)?.[1] ?? 'unknown';
    this.status = problem.status;
    this.retryAfterS = retryAfterS;
  }
}

/** No answer came: the network, the name or the server. `cause` is what fetch said. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';

  constructor(url: string, cause: unknown) {
    super(`${new URL(url).origin} cannot be reached: ${reasonOf(cause)}`, { cause });
  }
}

/** Node hides why behind "fetch failed". */
const reasonOf = (cause: unknown): string => {
  if (!(cause instanceof Error)) return String(cause);
  if (cause.name === 'TimeoutError') return 'no answer in time';
  const { cause: inner } = cause;
  const code = inner instanceof Error && 'code' in inner ? String(inner.code) : undefined;
  return code ?? (inner instanceof Error ? inner.message : cause.message);
};

/** Whether an error is a problem, of this code if one is given. */
export const isProblem = (error: unknown, code?: string): error is ProblemError =>
  error instanceof ProblemError && (code === undefined || error.code === code);

/** The problem that an answer of 400 or more holds. */
export const problemOf = async (response: Response): Promise<ProblemError> => {
  const text = await response.text().catch(() => '');
  const title = response.statusText || `HTTP ${response.status}`;
  const unknown: Problem = { type: 'about:blank', title, status: response.status, instance: response.url };
  return new ProblemError(parsed(text) ?? unknown, retryAfterS(response));
};

const parsed = (text: string): Problem | null => {
  try {
    const value = JSON.parse(text) as Partial<Problem>;
    return typeof value.type === 'string' && typeof value.status === 'number' ? (value as Problem) : null;
  } catch {
    return null;
  }
};

/** Retry-After in seconds (RFC 9110, 10.2.3); a date is not what our servers send. */
export const retryAfterS = (response: Response): number | null => {
  const text = response.headers.get('retry-after') ?? '';
  return /^\d{1,6}$/.test(text) ? Number(text) : null;
};
