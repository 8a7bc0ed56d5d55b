/**
 * The closed list of operational errors. An outcome (denied, no match) is a value and never one of these;
 * a bug is an `invariant` that fails.
 */
export const ERROR_CODES = [
  'bad_request',
  'unauthenticated',
  'forbidden',
  'not_found',
  'conflict',
  'gone',
  'too_large',
  'unsupported_media_type',
  'unprocessable',
  'too_many_requests',
  'step_up_required',
  'precondition_failed',
  'service_unavailable',
  'deadline_exceeded',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  /** When it may be worth trying again, s; undefined when nobody knows. */
  readonly retryAfterS: number | undefined;

  /** `detail` is read by a person: it says what is wrong and what to do, and holds no secret. */
  constructor(code: ErrorCode, detail: string, options?: { cause?: unknown; retryAfterS?: number }) {
    super(detail, options);
    this.code = code;
    this.retryAfterS = options?.retryAfterS;
  }
}

/** A bug, not a condition: the process ends and is restarted. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`invariant: ${message}`);
}
