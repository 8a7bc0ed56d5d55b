import type { Model } from 'mongoose';
import type { CollectionName, Store } from '../store.ts';
import { personRules } from './person-data.ts';

/** What of one collection is about the person. */
export interface ExportPart {
  readonly name: CollectionName;
  readonly rows: AsyncIterable<Record<string, unknown>>;
}

const BATCH = 500;

/** Everything that is kept about a person, over all sites, collection by collection, read as it is asked for. `_id` is `id`. */
export function* exportPerson(store: Store, user: string): Generator<ExportPart> {
  for (const { name, rule } of personRules()) {
    const { show, field } = rule;
    if ('shownBy' in show) continue;
    const model = store.models[name] as unknown as Model<Record<string, unknown>>;
    const fields = Object.fromEntries(['_id', ...show].map((one) => [one, show.includes(one) ? 1 : 0]));
    const cursor = model
      .find({ [field]: user }, fields)
      .lean()
      .batchSize(BATCH)
      .cursor();
    yield { name, rows: named(cursor as AsyncIterable<Record<string, unknown>>) };
  }
}

async function* named(rows: AsyncIterable<Record<string, unknown>>): AsyncGenerator<Record<string, unknown>> {
  for await (const { _id, body, ...row } of rows) {
    yield { ...(_id === undefined ? {} : { id: _id }), ...row, ...(body === undefined ? {} : { body: parsed(body) }) };
  }
}

/** The body of an event is kept as text. */
const parsed = (body: unknown): unknown => (typeof body === 'string' ? (JSON.parse(body) as unknown) : body);
