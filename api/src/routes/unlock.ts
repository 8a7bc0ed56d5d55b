import { AppError } from '@smart-latch/runtime';
import { z } from 'zod';
import { sessionOf } from '../auth/caller.ts';
import type { App, Deps } from '../deps.ts';
import { accessOf, callerOf } from '../guard.ts';
import { exampleId } from '../openapi/example-ids.ts';
import { visibleLatch } from './latches.ts';
import { id, inSiteWith } from './shapes.ts';

const UNLOCK_DEADLINE_MS = 5_000;

/** Opening a door from afar: the api only asks, access decides. */
export const unlockRoutes = (app: App, deps: Deps): void => {
  app.route({
    method: 'POST',
    url: '/v1/sites/:site/latches/:latch/unlock',
    config: {
      action: 'latches.unlock',
      ownNotice: true,
      rateLimit: { max: 60, timeWindow: 60_000 },
      problems: ['step_up_required', 'deadline_exceeded'],
    },
    schema: {
      tags: ['latches'],
      summary: 'Open a latch from afar; needs a grant with the remote right and, if the site asks, a fresh step-up',
      params: inSiteWith({ latch: id }),
      body: z.strictObject({}).nullish(),
      response: {
        202: z
          .object({
            attempt: z.string().describe('Follow it at attempts/{attempt}'),
            state: z.string(),
            reason: z.string().nullable(),
          })
          .meta({ examples: [{ attempt: exampleId('attempt'), state: 'granted', reason: null }] }),
      },
    },
    handler: async (request, reply) => {
      const { site } = accessOf(request);
      const caller = callerOf(request);
      const latch = await visibleLatch(deps, request, request.params.latch);
      const requestedAtMs = deps.clock.now();
      const answer = await deps.ask(
        'remote-unlock',
        {
          site,
          latch: latch._id,
          user: caller.user,
          session: sessionOf(caller),
          stepUpAtMs: caller.authenticatedAtMs,
          requestedAtMs,
        },
        { deadlineMs: requestedAtMs + UNLOCK_DEADLINE_MS, request: request.id },
      );
      if (answer.reason === 'step_up_required') {
        throw new AppError(
          'step_up_required',
          'this site asks for a fresh password: POST /v1/auth/step-up, then try again',
        );
      }
      return reply.code(202).send(answer);
    },
  });
};
