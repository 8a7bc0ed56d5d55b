import { z } from 'zod';
import { decodeCbor, encodeCbor } from './cbor.ts';
import { orBadShape } from './fields.ts';

/** An object with named fields -> deterministic CBOR. Throws ProtocolError('bad_shape') before a wrong byte is made. */
export const encodeMessage = <S extends z.ZodType>(schema: S, value: z.output<S>): Uint8Array =>
  encodeCbor(orBadShape('message', z.safeEncode(schema, value)));

/** CBOR -> an object with named fields. Throws ProtocolError; never returns half a message. */
export const decodeMessage = <S extends z.ZodType>(schema: S, payload: Uint8Array): z.output<S> =>
  orBadShape('message', z.safeDecode(schema, decodeCbor(payload) as z.input<S>));
