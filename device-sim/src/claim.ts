import { z } from 'zod';

/** What the claim QR says: where to enrol, whom to trust there, and the one-use code. */
export const claimSchema = z.object({
  enrolmentUrl: z.url({ protocol: /^https$/, error: 'must be an https:// address' }),
  /** SHA-256 over the DER SubjectPublicKeyInfo of the enrolment CA, base64url. */
  caSpkiSha256: z.string().regex(/^[\w-]{43}$/, 'must be 43 characters of base64url'),
  code: z.string().min(16).max(64),
});
export type Claim = z.output<typeof claimSchema>;

const HELP = 'copy the whole claim that the app shows when you add a latch or a camera';

/** Reads a claim from its URI (`smartlatch:claim?enrolmentUrl=...&caSpkiSha256=...&code=...`) or from the same fields as JSON. */
export const parseClaim = (text: string): Claim => {
  const parsed = claimSchema.safeParse(fieldsOf(text.trim()));
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'claim'} ${issue.message}`);
  throw new Error(`not a claim: ${wrong.join('; ')}; ${HELP}`);
};

const fieldsOf = (text: string): unknown => {
  try {
    return text.startsWith('{') ? JSON.parse(text) : Object.fromEntries(new URL(text).searchParams);
  } catch {
    throw new Error(`not a claim URI: ${HELP}`);
  }
};

export const claimUri = (claim: Claim): string => `smartlatch:claim?${new URLSearchParams(claim)}`;
