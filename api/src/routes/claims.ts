import { createHash, randomBytes } from 'node:crypto';
import { AppError } from '@smart-latch/runtime';
import { newId } from '@smart-latch/store';
import { z } from 'zod';
import type { App, Deps } from '../deps.ts';
import { accessOf } from '../guard.ts';
import { exampleId } from '../openapi/example-ids.ts';
import { id, inSiteWith, iso, NO_STORE } from './shapes.ts';

const CODE_BYTES = 16;
const CLAIM_TTL_MS = 3_600_000;
export const CLAIM_TRIES = 5;

const claim = z
  .object({
    id: z.string(),
    claimUri: z.string().describe('What the QR code shows'),
    code: z.string().describe('128 random bits, base64url: shown once'),
    expiresAt: z.string(),
  })
  .meta({
    id: 'Claim',
    examples: [
      {
        id: exampleId('claim'),
        claimUri: 'smartlatch://claim?u=https%3A%2F%2Fdevices.example.org&f=0b1c...&c=Qk3vW0m7R1q9u2xZ5y8tAw&k=latch',
        code: 'Qk3vW0m7R1q9u2xZ5y8tAw',
        expiresAt: '2026-06-01T09:00:00.000Z',
      },
    ],
  });

export const claimCodeHash = (code: string): string => createHash('sha256').update(code, 'ascii').digest('hex');

/** The one-use code by which a device becomes the device of a latch or camera. */
export const claimRoutes = (app: App, deps: Deps): void => {
  app.route({
    method: 'POST',
    url: '/v1/sites/:site/latches/:latch/claims',
    config: { action: 'claims.write' },
    schema: {
      tags: ['latches'],
      summary: 'A claim for the device of a latch: one use, one hour; an earlier open one ends',
      params: inSiteWith({ latch: id }),
      response: { 201: claim },
    },
    handler: async (request, reply) => {
      const { site } = accessOf(request);
      if (!(await deps.rows.latches.get(site, request.params.latch))) throw nothing('latch');
      return reply
        .code(201)
        .headers(NO_STORE)
        .send(await newClaim(deps, site, 'latch', request.params.latch));
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/sites/:site/cameras/:camera/claims',
    config: { action: 'claims.write' },
    schema: {
      tags: ['cameras'],
      summary: 'A claim for the device of a camera: one use, one hour; an earlier open one ends',
      params: inSiteWith({ camera: id }),
      response: { 201: claim },
    },
    handler: async (request, reply) => {
      const { site } = accessOf(request);
      if (!(await deps.rows.cameras.get(site, request.params.camera))) throw nothing('camera');
      return reply
        .code(201)
        .headers(NO_STORE)
        .send(await newClaim(deps, site, 'camera', request.params.camera));
    },
  });
};

const nothing = (what: string) => new AppError('not_found', `there is no ${what} with this id here`);

const newClaim = async (
  deps: Deps,
  site: string,
  kind: 'latch' | 'camera',
  unit: string,
): Promise<z.output<typeof claim>> => {
  const code = randomBytes(CODE_BYTES).toString('base64url');
  const expiresAt = new Date(deps.clock.now() + CLAIM_TTL_MS);
  await deps.rows.claims.removeAll(site, { kind, unit, usedBy: null });
  const row = { _id: newId(), site, kind, unit, codeHash: claimCodeHash(code), triesLeft: CLAIM_TRIES, expiresAt };
  await deps.rows.claims.create({ ...row, usedBy: null });
  const query = new URLSearchParams({ u: deps.settings.devicePublicUrl, f: deps.ca.spkiSha256, c: code, k: kind });
  return { id: row._id, claimUri: `smartlatch://claim?${query}`, code, expiresAt: iso(expiresAt) };
};
