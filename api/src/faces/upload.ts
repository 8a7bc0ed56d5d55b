import type { MultipartFile } from '@fastify/multipart';
import { AppError, invariant } from '@smart-latch/runtime';
import type { FastifyRequest } from 'fastify';
import { digestOf } from '../http/idempotency.ts';
import { checkPhotograph, PHOTOGRAPH_MAX_BYTES } from './photograph.ts';

export const MAX_PHOTOGRAPHS = 5;
/** The form's own words around them need a little more. */
export const UPLOAD_MAX_BYTES = MAX_PHOTOGRAPHS * PHOTOGRAPH_MAX_BYTES + 64 * 1024;
const CONSENT_MIN_CHARS = 10;
const CONSENT_MAX_CHARS = 500;
/** Each may hold 40 MB while it is read. */
const MAX_UPLOADS_AT_ONCE = 4;

export interface Photograph {
  readonly name: string;
  readonly bytes: Buffer;
}

export interface Upload {
  readonly photographs: readonly Photograph[];
  /** What the person agreed to; null when the request does not say. */
  readonly consent: string | null;
}

declare module 'fastify' {
  interface FastifyRequest {
    upload: Upload | null;
  }
}

let uploads = 0;

/**
 * Reads and checks a multipart form of 1 to 5 `photograph` files and an optional field `consent`, before the handler. Its
 * digest is that of the parts: who sends them again draws another boundary. Throws AppError.
 */
export const receiveUpload = async (request: FastifyRequest): Promise<void> => {
  const upload = await readUpload(request);
  request.upload = upload;
  request.bodyDigest = digestOf([upload.consent ?? '', ...upload.photographs.map(({ bytes }) => bytes)]);
};

export const uploadOf = (request: FastifyRequest): Upload => {
  invariant(request.upload, 'the route received an upload');
  return request.upload;
};

const readUpload = async (request: FastifyRequest): Promise<Upload> => {
  if (!request.isMultipart()) {
    throw new AppError('unsupported_media_type', 'send multipart/form-data with 1 to 5 files and the field consent');
  }
  if (uploads >= MAX_UPLOADS_AT_ONCE) {
    throw new AppError('service_unavailable', 'others are sending photographs at the moment; try again');
  }
  uploads += 1;
  try {
    return await read(request);
  } finally {
    uploads -= 1;
  }
};

const read = async (request: FastifyRequest): Promise<Upload> => {
  const photographs: Photograph[] = [];
  let consent: string | null = null;
  for (const parts = request.parts(); ; ) {
    const { value: part, done } = await parsed(parts.next());
    if (done) break;
    if (part.type === 'file') photographs.push(await photographOf(part, photographs.length + 1));
    else if (part.fieldname === 'consent') consent = consentOf(part.value);
    else throw new AppError('bad_request', `the form has no field of this name; send files and consent`);
  }
  if (photographs.length === 0) throw new AppError('bad_request', 'send 1 to 5 photographs as files');
  return { photographs, consent };
};

/** What the parser throws of a form that ends early or is none has no name of its own. */
const parsed = async <T>(reading: Promise<T>): Promise<T> => {
  try {
    return await reading;
  } catch (cause) {
    if (cause instanceof Error && 'statusCode' in cause) throw cause;
    throw new AppError('bad_request', 'the form ends early or is no multipart/form-data; send it again', { cause });
  }
};

const photographOf = async (part: MultipartFile, number: number): Promise<Photograph> => {
  const name = `photograph ${number}`;
  const bytes = await parsed(part.toBuffer());
  await checkPhotograph(bytes, name);
  return { name, bytes };
};

/** What `consent=true` stands for. */
const STANDARD_CONSENT =
  'I agree that templates of my face are made from my photographs and compared with what the camera at a door sees.';

const consentOf = (value: unknown): string => {
  const text = typeof value === 'string' ? value.trim() : '';
  if (text === 'true') return STANDARD_CONSENT;
  if (text.length < CONSENT_MIN_CHARS || text.length > CONSENT_MAX_CHARS) {
    throw new AppError(
      'bad_request',
      `consent: true, or the words that the person agreed to in ${CONSENT_MIN_CHARS} to ${CONSENT_MAX_CHARS} characters`,
    );
  }
  return text;
};
