import { AppError } from '@smart-latch/runtime';
import { type ClaimDoc, mayTake } from '@smart-latch/store';
import { z } from 'zod';
import type { App, Deps } from '../deps.ts';
import { pushDesired } from '../desired.ts';
import { type ProvenKey, readSigningRequest } from '../enrolment/ca.ts';
import { authenticateDevice } from '../enrolment/device-auth.ts';
import { failureLimit } from '../failure-limit.ts';
import { claimCodeHash } from '../routes/claims.ts';
import { deviceId, NO_STORE } from '../routes/shapes.ts';
import { askSecrets, secretsShape } from './secrets.ts';

const tags = ['devices'];
const DAY_MS = 86_400_000;
/** A device that was away may still renew so long after its certificate ended. */
const RENEW_AFTER_EXPIRY_MS = 90 * DAY_MS;

const pem = z.string().min(64).max(8_192);
const enrolment = z.object({
  device: deviceId,
  certificate: z.string(),
  broker: z.object({ host: z.string(), port: z.int() }),
  brokerCa: z.string(),
  ...secretsShape.shape,
  site: z.string(),
  unit: z.string(),
  kind: z.enum(['latch', 'camera']),
});

/** How hardware becomes the device of a latch or camera, and stays it. */
export const enrolmentRoutes = (app: App, deps: Deps): void => {
  const guesses = failureLimit({ failures: 20, windowMs: 10 * 60_000 }, deps.clock);

  app.route({
    method: 'GET',
    url: '/v1/enrolments/ca',
    config: { action: 'public' },
    schema: { tags, summary: 'The enrolment CA, PEM: believe it only if its key has the hash in the claim' },
    handler: async (_request, reply) => reply.type('application/x-pem-file').send(deps.ca.certificate),
  });

  app.route({
    method: 'POST',
    url: '/v1/enrolments',
    config: { action: 'public' },
    schema: {
      tags,
      summary: 'Enrol with a claim code: answers with the certificate and the keys of the device',
      body: z.strictObject({ csr: pem, code: z.string().min(1).max(64), kind: z.enum(['latch', 'camera']) }),
      response: { 200: enrolment },
    },
    handler: async (request, reply) => {
      const { csr, code, kind } = request.body;
      guesses.check(request.ip);
      const claim = await deps.enrolments.tryClaim(claimCodeHash(code), new Date(deps.clock.now()));
      if (!claim) {
        guesses.failed(request.ip);
        throw new AppError('gone', 'this code is wrong, over or used up; make a new claim in the app');
      }
      if (claim.kind !== kind) throw new AppError('unprocessable', `this claim is for a ${claim.kind}`);
      const key = await readSigningRequest(csr);
      const answer = await enrol(deps, claim, key, request);
      return reply.headers(NO_STORE).send(answer);
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/enrolments/nonce',
    config: { action: 'public' },
    schema: {
      tags,
      summary: 'A nonce to sign for one request within 60 s',
      body: z.strictObject({ device: deviceId }),
      response: { 200: z.object({ nonce: z.string() }) },
    },
    handler: async (request) => ({ nonce: await deps.nonces.issue(request.body.device) }),
  });

  app.route({
    method: 'POST',
    url: '/v1/enrolments/renew',
    config: { action: 'device' },
    schema: {
      tags,
      summary: 'A new certificate for the same key, from day 60 and up to 90 days after the end',
      body: z.strictObject({ certificate: z.string().min(64).max(16_384) }),
      response: { 200: z.object({ certificate: z.string() }) },
    },
    handler: async (request) => {
      const device = await authenticateDevice(request, deps);
      const held = deps.ca.issued(request.body.certificate);
      if (held?.device !== device._id)
        throw new AppError('unprocessable', 'send the certificate that this server gave this key');
      const now = deps.clock.now();
      if (now > held.expiresAt.getTime() + RENEW_AFTER_EXPIRY_MS) {
        throw new AppError('gone', 'the certificate ended more than 90 days ago; enrol again with a new claim');
      }
      const { chain, expiresAt } = await deps.ca.issue(device.kind, held.spki, new Date(now));
      if (!(await deps.enrolments.renew(device._id, expiresAt)))
        throw new AppError('forbidden', 'this device is revoked');
      return { certificate: chain };
    },
  });
};

const enrol = async (
  deps: Deps,
  claim: ClaimDoc,
  key: ProvenKey,
  request: { readonly id: string },
): Promise<z.output<typeof enrolment>> => {
  const now = new Date(deps.clock.now());
  await mayServe(deps, claim, key.device);
  const { chain, expiresAt } = await deps.ca.issue(claim.kind, key.spki, now);
  const publicKey = Buffer.from(key.spki).toString('base64');
  const row = { _id: key.device, publicKey, certificateExpiresAt: expiresAt };
  const enrolled = await deps.enrolments.enrol(claim, row, now);
  if (!enrolled) throw new AppError('gone', 'this code was used by another device; make a new claim in the app');
  await Promise.all(enrolled.replaced.map(deps.publishRevoked));
  const secrets = await askSecrets(deps, key.device, request);
  await deps.enrolments.returnTry(claim._id);
  await pushDesired(deps, [key.device, ...(await deps.enrolments.peersOf(claim.unit))], request);
  const { site, unit, kind } = claim;
  const { host, port, ca } = deps.settings.broker;
  return { device: key.device, certificate: chain, broker: { host, port }, brokerCa: ca, ...secrets, site, unit, kind };
};

/** A key serves one unit, until its site releases it. */
const mayServe = async (deps: Deps, claim: ClaimDoc, id: string): Promise<void> => {
  const known = await deps.enrolments.device(id);
  if (!known || mayTake(known, claim)) return;
  if (known.revokedAt) throw new AppError('forbidden', 'this key is revoked; make a new one on the device');
  throw new AppError(
    'conflict',
    'this key serves another latch or camera: its owner must release the device first, or make a new key on it',
  );
};
