import type { Door } from './door.ts';

/** Vitest's `inject`, given what infra/local/test-services.ts provides. */
export type Inject = (key: 'mongoUri') => string;

/** Kinds of the site's events, in order. */
export const eventKinds = async ({ store, site }: Door): Promise<string[]> =>
  (await store.models.events.find({ site }).sort({ seq: 1 }).lean()).map((event) => event.kind);
