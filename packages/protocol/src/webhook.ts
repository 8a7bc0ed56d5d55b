import { createHash, createHmac } from 'node:crypto';
import { isIP } from 'node:net';
import { z } from 'zod';
import { isPublicAddress } from './public-address.ts';

export const WEBHOOK_LIMITS = { urlLength: 500, kinds: 64 } as const;

/** Where webhooks may go: the same settings for the api, which takes addresses, and for the worker, which connects. */
export const webhookPolicyFields = {
  /** Also private, loopback and link-local addresses: only where those who own sites own the network too. */
  HOOKS_ALLOW_PRIVATE: z.stringbool().default(false),
  HOOKS_ALLOW_HTTP: z.stringbool().default(false),
  /** Comma-separated. */
  HOOKS_PORTS: z
    .string()
    .regex(/^\d{1,5}(,\d{1,5}){0,15}$/, 'must be ports, separated by commas')
    .default('443,8443')
    .transform((text) => text.split(',').map(Number)),
};

export interface WebhookPolicy {
  readonly allowPrivate: boolean;
  readonly allowHttp: boolean;
  readonly ports: readonly number[];
}

export const webhookPolicy = (env: {
  readonly HOOKS_ALLOW_PRIVATE: boolean;
  readonly HOOKS_ALLOW_HTTP: boolean;
  readonly HOOKS_PORTS: readonly number[];
}): WebhookPolicy => ({
  allowPrivate: env.HOOKS_ALLOW_PRIVATE,
  allowHttp: env.HOOKS_ALLOW_HTTP,
  ports: env.HOOKS_PORTS,
});

/** The host of a URL without the brackets of IPv6. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[(.*)\]$/, '$1');
export const portOf = (url: URL): number => Number(url.port) || (url.protocol === 'https:' ? 443 : 80);

/** What is wrong with a webhook's address, as far as its text shows; where a name leads is checked at each connection. */
export const webhookUrlProblem = (text: string, policy: WebhookPolicy): string | null => {
  if (text.length > WEBHOOK_LIMITS.urlLength || !URL.canParse(text))
    return 'must be a URL such as https://example.org/hook';
  const url = new URL(text);
  if (url.protocol !== 'https:' && !(policy.allowHttp && url.protocol === 'http:')) return 'must begin with https://';
  if (url.username !== '' || url.password !== '')
    return 'must not hold a user name or password: the signature proves us';
  if (url.hash !== '') return 'must not have a fragment';
  if (!policy.ports.includes(portOf(url))) return `must have one of the ports ${policy.ports.join(', ')}`;
  const host = hostOf(url);
  const isLocal = /(^|\.)localhost\.?$/i.test(host) || (isIP(host) !== 0 && !isPublicAddress(host));
  return isLocal && !policy.allowPrivate ? 'must not lead to a private, local or reserved address' : null;
};

/** Which secret of which endpoint; the next generation comes with a rotation. */
export interface WebhookSecretId {
  readonly site: string;
  readonly webhook: string;
  readonly generation: number;
}

/** `whsec_` and 32 bytes in base64 (Standard Webhooks, "Signature scheme"): made from the installation's key, and so stored nowhere. */
export const webhookSecret = (key: Uint8Array, { site, webhook, generation }: WebhookSecretId): string =>
  `whsec_${createHmac('sha256', key).update(`webhook|${site}|${webhook}|${generation}`).digest('base64')}`;

/** The same for each try of a message, so that its receiver takes it once. `of`: the event's sequence, or what else was sent. */
export const webhookMessageId = (webhook: string, of: string): string =>
  `msg_${createHash('sha256').update(`${webhook}|${of}`).digest('base64url').slice(0, 27)}`;

/**
 * The three headers of Standard Webhooks: `v1` is HMAC-SHA256 over id, time and body, one signature for each secret that is good at the
 * moment. `timestampS` is when this try leaves.
 */
export const webhookHeaders = (
  secrets: readonly string[],
  { id, timestampS, body }: { readonly id: string; readonly timestampS: number; readonly body: string },
): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> => {
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${timestampS}.${body}`).digest('base64')}`;
  });
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestampS),
    'webhook-signature': signatures.join(' '),
  };
};

/** How long the secret before a rotation is good beside the new one. */
export const SECRET_OVERLAP_MS = 86_400_000;
