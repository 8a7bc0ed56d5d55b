/** An event of a site's audit chain, as the API, its stream and webhooks show it. */
export interface PublicEvent {
  readonly seq: number;
  readonly kind: string;
  /** RFC 3339. */
  readonly at: string;
  readonly attempt: string | null;
  readonly device: string | null;
  /** null once it was erased; the chain still verifies. */
  readonly body: unknown;
  readonly bodyHash: string;
  readonly prev: string;
  readonly hash: string;
}

/** As it is stored, as far as it is shown. */
interface StoredEvent {
  readonly seq: number;
  readonly kind: string;
  readonly atMs: number;
  readonly attempt: string | null;
  readonly device: string | null;
  readonly body: string | null;
  readonly bodyHash: string;
  readonly prev: string;
  readonly hash: string;
}

export const showEvent = (row: StoredEvent): PublicEvent => ({
  seq: row.seq,
  kind: row.kind,
  at: new Date(row.atMs).toISOString(),
  attempt: row.attempt,
  device: row.device,
  body: row.body === null ? null : (JSON.parse(row.body) as unknown),
  bodyHash: row.bodyHash,
  prev: row.prev,
  hash: row.hash,
});

/** What a webhook carries (Standard Webhooks, "Payload structure"): `type` is `event.` and the event's kind. */
export const webhookPayload = (site: string, row: StoredEvent) => ({
  type: `event.${row.kind}`,
  timestamp: new Date(row.atMs).toISOString(),
  site,
  data: showEvent(row),
});
