import { z } from 'zod';
import { DEVICE_KINDS } from './identity.ts';

/** What the claim QR says: where to enrol, whom to trust there, and the one-use code. */
export const claimSchema = z.object({
  enrolmentUrl: z.url({ protocol: /^https$/, error: 'must be an https:// address' }),
  /** SHA-256 over the DER SubjectPublicKeyInfo of the enrolment CA, base64url. */
  caSpkiSha256: z.string().regex(/^[\w-]{43}$/, 'must be 43 characters of base64url'),
  /** 128 random bits. */
  code: z.string().regex(/^[\w-]{16,64}$/, 'must be 16 to 64 characters of base64url'),
  kind: z.enum(DEVICE_KINDS, 'must be latch or camera').optional(),
});
export type Claim = z.output<typeof claimSchema>;

/** The short names in the QR. */
const QUERY = { u: 'enrolmentUrl', f: 'caSpkiSha256', c: 'code', k: 'kind' } as const;
const HELP = 'copy the whole smartlatch://claim?... that the app shows when you add a latch or a camera';

/** Reads `smartlatch://claim?u={enrolment URL}&f={hash}&c={code}&k={kind}`. Throws with what is wrong with it. */
export const parseClaim = (uri: string): Claim => {
  const query = /^smartlatch:\/\/claim\?(.+)$/.exec(uri.trim())?.[1];
  if (query === undefined) throw new Error(`not a claim: ${HELP}`);
  const given = new URLSearchParams(query);
  const named = Object.entries(QUERY).map(([short, name]) => [name, given.get(short) ?? undefined]);
  const parsed = claimSchema.safeParse(Object.fromEntries(named));
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
  throw new Error(`not a whole claim (${wrong.join('; ')}): ${HELP}`);
};

/** The same the other way. */
export const claimUri = ({ enrolmentUrl, caSpkiSha256, code, kind }: Claim): string => {
  const query = { u: enrolmentUrl, f: caSpkiSha256, c: code, ...(kind ? { k: kind } : {}) };
  return `smartlatch://claim?${new URLSearchParams(query)}`;
};
