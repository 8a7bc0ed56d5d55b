import { MAX_PAGE } from '@smart-latch/store';
import { z } from 'zod';
import { EXAMPLE_DEVICE } from '../openapi/example-ids.ts';

/** Ids of everything but devices. */
export const id = z.uuid();
export const deviceId = z
  .string()
  .regex(/^[a-z2-7]{26}$/, 'must be a device id: 26 characters of a-z 2-7')
  .meta({ examples: [EXAMPLE_DEVICE] });
export const label = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}]*$/u, 'must not contain control characters');
export const email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .pipe(z.email('must be an e-mail address'))
  .meta({ examples: ['olivia@example.org'] });
/** RFC 3339 with an offset. */
export const timestamp = z.iso.datetime({ offset: true });

export const inSite = z.strictObject({ site: id });
export const inSiteWith = <const S extends z.ZodRawShape>(shape: S) => z.strictObject({ site: id, ...shape });

const limit = z.coerce.number().int().min(1).max(MAX_PAGE).default(50);
export const BAD_CURSOR = 'must be the next of the page before';
/** Of lists that are ordered by `_id`: ids, of devices too. */
const cursor = z.string().regex(/^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[a-z2-7]{26})$/, BAD_CURSOR);
const fields = z
  .string()
  .regex(/^[a-zA-Z]{1,32}(?:,[a-zA-Z]{1,32}){0,31}$/, 'must be names of fields, separated by commas')
  .transform((text) => text.split(','))
  .meta({ description: 'Only these fields of each item: names, separated by commas' });
/** A list is read page by page: `cursor` is the `next` of the page before. */
export const pageQuery = { limit, cursor: cursor.optional(), fields: fields.optional() };
/** From this moment on, and before that one. */
export const timeRange = { since: timestamp.optional(), until: timestamp.optional() };

/** A flag in a query. */
export const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

export const msOrNothing = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : new Date(text).getTime();

export const listOf = <T extends z.ZodType>(item: T) =>
  z.object({
    items: z.array(item),
    next: z
      .string()
      .nullable()
      .meta({ description: 'The `cursor` of the next page; null on the last', examples: [null] }),
  });

/** A page of rows that are ordered by `_id`. */
export const pageOf = <T extends { _id: string }, R>(
  rows: readonly T[],
  wanted: number,
  show: (row: T) => R,
): { items: R[]; next: string | null } => ({
  items: rows.map(show),
  next: rows.length < wanted ? null : (rows.at(-1)?._id ?? null),
});

export const iso = (date: Date): string => date.toISOString();
export const isoOrNull = (date: Date | null | undefined): string | null => date?.toISOString() ?? null;
export const isoOfMs = (epochMs: number): string => new Date(epochMs).toISOString();
export const dateOrNull = (text: string | null | undefined): Date | null => (text ? new Date(text) : null);

/** Takes out what a PATCH did not name: absent is "leave it", null is "none". */
export const given = <T extends object>(patch: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as never;

/** Answers that hold a secret: nobody may keep them. */
export const NO_STORE = { 'cache-control': 'no-store' } as const;
