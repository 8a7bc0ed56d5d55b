import { Secret } from '@smart-latch/runtime';
import { z } from 'zod';

/** An OpenID Connect issuer at which people may sign in. */
export interface Issuer {
  /** In paths: short and fixed. */
  readonly id: string;
  /** What the button says. */
  readonly label: string;
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: Secret;
}

export const GOOGLE = { id: 'google', label: 'Google', url: 'https://accounts.google.com' } as const;

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];
/** Plain HTTP on this machine alone: what anybody on the way can change proves nobody. */
export const isPlainLoopback = (url: string): boolean => {
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' && LOOPBACK.includes(hostname);
};

const issuer = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,32}$/, 'must be 1 to 32 of a-z, 0-9 and -'),
  label: z.string().min(1).max(40),
  issuer: z
    .url()
    .refine((url) => new URL(url).protocol === 'https:' || isPlainLoopback(url), 'must be https, or http on loopback'),
  clientId: z.string().min(1).max(500),
  clientSecret: z.string().min(1).max(500),
});

const list = z
  .array(issuer)
  .max(20)
  .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'ids must differ')
  .refine((all) => new Set(all.map(({ issuer }) => issuer)).size === all.length, 'an issuer stands here twice');

/** The issuers of a file (OIDC_ISSUERS_FILE). Throws with all that is wrong; the message holds no value. */
export const readIssuers = (text: string): Issuer[] => {
  const parsed = list.safeParse(asJson(text));
  if (parsed.success) {
    return parsed.data.map(({ issuer, clientSecret, ...rest }) => ({
      ...rest,
      url: issuer,
      clientSecret: new Secret(clientSecret),
    }));
  }
  const wrong = parsed.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
  const want = 'a list of {"id", "label", "issuer", "clientId", "clientSecret"}';
  throw new Error(`OIDC_ISSUERS_FILE must hold ${want}:\n${wrong.join('\n')}`);
};

const asJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return 'no JSON';
  }
};
