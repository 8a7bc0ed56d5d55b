import type { EventDoc, Store, WebhookDoc } from '@smart-latch/store';

/** As access chains events; what the hashes say does not matter here. */
export const addEvents = async (store: Store, site: string, kinds: readonly string[]): Promise<void> => {
  const head = await store.models.chainHeads.findOne({ _id: site }).lean();
  const first = (head?.seq ?? 0) + 1;
  const events = kinds.map(
    (kind, index): EventDoc => ({
      _id: `${site}|${first + index}`,
      site,
      seq: first + index,
      kind,
      atMs: 1_000 * (first + index),
      attempt: null,
      device: null,
      users: [],
      body: JSON.stringify({ n: first + index }),
      salt: '00',
      bodyHash: 'b',
      prev: 'p',
      hash: 'h',
    }),
  );
  await store.models.events.create(events);
  const seq = first + kinds.length - 1;
  await store.models.chainHeads.updateOne({ _id: site }, { $set: { seq, hash: 'h' } }, { upsert: true });
};

export const aWebhook = (site: string, url: string, change: Partial<WebhookDoc> = {}): WebhookDoc => ({
  _id: `hook-${site}`,
  site,
  url,
  description: '',
  kinds: null,
  off: null,
  generation: 1,
  previousUntil: null,
  cursor: 0,
  replay: 0,
  heldUntilMs: null,
  failingSinceMs: null,
  createdAt: new Date(0),
  ...change,
});
