import { AppError } from '@smart-latch/runtime';
import { z } from 'zod';
import type { App, Deps } from '../deps.ts';
import { accessOf, ownOr404 } from '../guard.ts';
import { actOf, credential, foundCredential, inCredential, showCredential } from './credentials.ts';

const tags = ['credentials'];

const report = z
  .object({
    credential,
    doors: z
      .int()
      .meta({ examples: [2] })
      .describe('How many doors accepted it, and do not any more. Other cards of the same person still open them'),
  })
  .meta({ id: 'LostCard' });

/** A card that is lost opens nothing, from the moment of the report on: a decision that is under way reads its facts again. */
export const lostCardRoutes = (app: App, deps: Deps): void => {
  app.route({
    method: 'POST',
    url: '/v1/sites/:site/credentials/:credential/report-lost',
    config: { action: 'credentials.report_lost', ownNotice: true },
    schema: {
      tags,
      summary: 'Report a card lost, by its own user too: no door accepts it from now on. Said twice it is the same',
      params: inCredential,
      response: { 200: report },
    },
    handler: async (request) => {
      const { site } = accessOf(request);
      const { credential: id } = request.params;
      const before = foundCredential(await deps.rows.credentials.find(site, { _id: id, retiredAt: null }));
      ownOr404(request, before.user);
      const act = actOf(deps, request, 'card_reported_lost');
      const lost = foundCredential(await deps.credentials.change(site, id, { set: { state: 'lost' } }, act));
      const holder = await deps.people.membership(site, lost.user);
      const doors = holder ? (await deps.grants.latchesOf(site, holder)).size : 0;
      return { credential: showCredential(lost), doors };
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/sites/:site/credentials/:credential/found',
    config: { action: 'credentials.write', ownNotice: true },
    schema: {
      tags,
      summary: 'A lost card was found and its user has it again: it opens doors again',
      params: inCredential,
      response: { 200: credential },
    },
    handler: async (request) => {
      const { site } = accessOf(request);
      const expect = ({ state }: { state: string }) => {
        if (state !== 'lost') throw new AppError('conflict', 'this card is not reported lost; nothing was changed');
      };
      const change = { set: { state: 'active' as const }, expect };
      const act = actOf(deps, request, 'card_found');
      const row = await deps.credentials.change(site, request.params.credential, change, act);
      return showCredential(foundCredential(row));
    },
  });
};
