import { ANSWERS, type Answer } from '@smart-latch/protocol';
import type { App, Deps } from '../deps.ts';
import { authenticateDevice } from '../enrolment/device-auth.ts';
import { NO_STORE } from '../routes/shapes.ts';

const SECRETS_DEADLINE_MS = 5_000;

/** Uplink keys, command keys, peer keys. */
export const secretsShape = ANSWERS['device-secrets'];

export const askSecrets = (
  deps: Deps,
  device: string,
  { id: request }: { readonly id: string },
): Promise<Answer<'device-secrets'>> =>
  deps.ask('device-secrets', { device }, { deadlineMs: deps.clock.now() + SECRETS_DEADLINE_MS, request });

export const secretRoutes = (app: App, deps: Deps): void => {
  app.route({
    method: 'GET',
    url: '/v1/devices/self/secrets',
    config: { action: 'device' },
    schema: {
      tags: ['devices'],
      summary: 'The keys of the device that signs the request, again after a rotation',
      response: { 200: secretsShape },
    },
    handler: async (request, reply) => {
      const device = await authenticateDevice(request, deps);
      return reply.headers(NO_STORE).send(await askSecrets(deps, device._id, request));
    },
  });
};
