import { z } from 'zod';

/**
 * Reads the environment through one schema and returns a read-only object.
 * Throws ConfigError with ALL that is wrong at once; values are never part of the message.
 */
export const parseConfig = <S extends z.ZodType>(
  schema: S,
  env: Readonly<Record<string, string | undefined>>,
): z.output<S> => {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = schema.safeParse(present);
  if (parsed.success) return Object.freeze(parsed.data) as z.output<S>;
  const wrong = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new ConfigError(`the configuration is not usable; set these environment variables:\n${wrong.join('\n')}`);
};

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** A secret that prints as [redacted] wherever it is logged, inspected or serialised; `reveal()` is the only way to it. */
export class Secret<T = string> {
  readonly #value: T;
  constructor(value: T) {
    this.#value = value;
  }
  reveal(): T {
    return this.#value;
  }
  toJSON(): string {
    return '[redacted]';
  }
  toString(): string {
    return '[redacted]';
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[redacted]';
  }
}

/** Field types that several services share. */
export const port = z.coerce.number().int().min(0).max(65_535);
export const url = z.string().regex(/^[a-z+]+:\/\/\S+$/, 'must be a URL');
export const secretUrl = url.transform((value) => new Secret(value));
/** `count` random bytes in base64. */
export const secretBytes = (count: number) =>
  z
    .base64()
    .transform((value) => new Uint8Array(Buffer.from(value, 'base64')))
    .refine((value) => value.length === count, { error: `must be ${count} bytes in base64` })
    .transform((value) => new Secret(value));
export const filePath = z.string().min(1);
export const logLevel = z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info');
