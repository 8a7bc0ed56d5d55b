import { z } from 'zod';
import { ProtocolError } from './protocol-error.ts';

/** A byte string of `min` to `max` bytes. */
export const bytes = (min: number, max = min) =>
  z.custom<Uint8Array>((b) => b instanceof Uint8Array && b.length >= min && b.length <= max, {
    error: min === max ? `must be ${min} bytes` : `must be ${min} to ${max} bytes`,
  });

export const uint = (max: number = Number.MAX_SAFE_INTEGER) => z.int().min(0).max(max);
export const sint = (limit: number) => z.int().min(-limit).max(limit);
export const text = (max: number) => z.string().min(1).max(max);

/**
 * A CBOR map with integer keys on the wire and an object with named fields in code.
 * Unknown keys are refused: a newer device says so with another version of the protocol, not with silence.
 */
export const keyed = <const Shape extends z.ZodRawShape>(
  keys: { readonly [K in keyof Shape]: number },
  shape: Shape,
) => {
  const fields = Object.entries(keys) as [string, number][];
  const fieldOf = new Map(fields.map(([field, key]) => [key, field]));
  return z.codec(z.map(z.int(), z.unknown()), z.strictObject(shape), {
    decode: (map) =>
      Object.fromEntries([...map].map(([key, value]) => [fieldOf.get(key) ?? `key ${key}`, value])) as z.input<
        z.ZodObject<Shape, z.core.$strict>
      >,
    encode: (value) => {
      const named = value as Record<string, unknown>;
      const set = fields.filter(([field]) => named[field] !== undefined);
      return new Map(set.map(([field, key]) => [key, named[field]]));
    },
  });
};

/** Runs a schema and turns its complaint into one line that names the fields, never their values. */
export const orBadShape = <T>(what: string, result: z.ZodSafeParseResult<T>): T => {
  if (result.success) return result.data;
  const wrong = result.error.issues.map((issue) => `${issue.path.join('.') || '(map)'}: ${issue.message}`);
  throw new ProtocolError('bad_shape', `${what}: ${wrong.join('; ')}`);
};
