import { AppError } from '@smart-latch/runtime';
import { z } from 'zod';
import type { App, Deps } from '../deps.ts';
import { accessOf, callerOf } from '../guard.ts';
import { askCardKeys, cardKeys, showKeys } from './cards.ts';
import { ntag424Uid } from './credentials.ts';
import { id, inSiteWith, NO_STORE } from './shapes.ts';

/** The tag of a door: an NTAG 424 DNA that phones read. */
export const tagRoutes = (app: App, deps: Deps): void => {
  app.route({
    method: 'POST',
    url: '/v1/sites/:site/latches/:latch/tag',
    config: { action: 'cards.issue', ownNotice: true, problems: ['deadline_exceeded'] },
    schema: {
      tags: ['latches'],
      summary:
        'Give a door a tag for phones; answers with the keys to write on it. An earlier tag is good for nothing then',
      params: inSiteWith({ latch: id }),
      body: z.strictObject({ uid: ntag424Uid }).meta({ examples: [{ uid: '04a1b2c3d4e5f6' }] }),
      response: { 200: cardKeys },
    },
    handler: async (request, reply) => {
      const { site } = accessOf(request);
      const { latch } = request.params;
      const { uid } = request.body;
      const row = await deps.rows.latches.get(site, latch);
      if (!row) throw new AppError('not_found', 'there is no latch with this id here');
      const keys = await askCardKeys(deps, request, { site, uid, use: 'tag' });
      // Written again, the same tag goes on counting: what it said before is never good again.
      if (row.tag?.uid !== uid) await deps.rows.latches.update(site, latch, { tag: { uid, counter: -1 } });
      const notice = { site, kind: 'tag_written', by: callerOf(request).user, about: null, body: { latch } } as const;
      await deps.notices.add(notice, new Date(deps.clock.now()));
      return reply.headers(NO_STORE).send(showKeys(deps, keys, latch));
    },
  });
};
