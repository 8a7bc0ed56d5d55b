import { createPublicKey, verify } from 'node:crypto';
import { AppError } from '@smart-latch/runtime';
import type { DeviceDoc } from '@smart-latch/store';
import type { FastifyRequest } from 'fastify';
import type { Deps } from '../deps.ts';

/** `SL-Device <device>:<nonce>:<signature>`. */
const AUTHORIZATION = /^SL-Device ([a-z2-7]{26}):([\w-]{22}):([\w-]{86})$/;

/**
 * Who signs a request of the device port: an enrolled device that is not revoked, over method, path and a nonce of ours.
 * The nonce is spent whatever comes out. Throws `unauthenticated`, or `forbidden` for a revoked device.
 */
export const authenticateDevice = async (request: FastifyRequest, deps: Deps): Promise<DeviceDoc> => {
  const match = AUTHORIZATION.exec(request.headers.authorization ?? '');
  const [, id = '', nonce = '', signature = ''] = match ?? [];
  if (!match) {
    throw new AppError(
      'unauthenticated',
      'send Authorization: SL-Device <device>:<nonce>:<signature> (docs/protocol.md)',
    );
  }
  const fresh = await deps.nonces.spend(id, nonce);
  const device = fresh ? await deps.enrolments.device(id) : null;
  if (!device || !signed(device, request, nonce, signature)) {
    throw new AppError('unauthenticated', 'the nonce or the signature is not good; ask for a new nonce and sign it');
  }
  if (device.revokedAt) throw new AppError('forbidden', 'this device is revoked; it needs a new key and a new claim');
  return device;
};

const signed = (device: DeviceDoc, request: FastifyRequest, nonce: string, signature: string): boolean => {
  const path = request.url.split('?', 1)[0] ?? '';
  const text = Buffer.from(`sl1-device\n${request.method}\n${path}\n${nonce}`, 'ascii');
  const key = createPublicKey({ key: Buffer.from(device.publicKey, 'base64'), format: 'der', type: 'spki' });
  return verify('sha256', text, { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
};
