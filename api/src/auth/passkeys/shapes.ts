import { z } from 'zod';

/** What a browser says of itself (WebAuthn Level 3, 5.1.8 toJSON); what is not named here is left out. */
const bytes = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[\w-]*$/, 'must be base64url');

export const credentialId = bytes(1_400).min(1);
const common = {
  id: credentialId,
  rawId: credentialId,
  type: z.literal('public-key'),
  authenticatorAttachment: z.string().max(32).nullish(),
  /** None is asked for, and what is said is not looked at. */
  clientExtensionResults: z.record(z.string().max(64), z.unknown()).optional(),
};
const NOTHING = { type: 'public-key', clientExtensionResults: {} };
const EXAMPLE_ID = 'mE3qkq2c8m6yTn0h1r9W5g';

/** AuthenticatorAttestationResponse as JSON. */
export const registration = z
  .object({
    ...common,
    response: z.object({
      clientDataJSON: bytes(8_192),
      attestationObject: bytes(16_384),
      transports: z.array(z.string().max(32)).max(8).optional(),
    }),
  })
  .meta({
    id: 'PasskeyRegistration',
    description: 'What navigator.credentials.create() answers, as toJSON()',
    examples: [
      {
        ...NOTHING,
        id: EXAMPLE_ID,
        rawId: EXAMPLE_ID,
        response: { clientDataJSON: 'eyJ0eXBlIjoi', attestationObject: 'o2NmbXRkbm9u', transports: ['internal'] },
      },
    ],
  });

/** AuthenticatorAssertionResponse as JSON. */
export const assertion = z
  .object({
    ...common,
    response: z.object({
      clientDataJSON: bytes(8_192),
      authenticatorData: bytes(8_192),
      signature: bytes(8_192),
      userHandle: bytes(128).nullish(),
    }),
  })
  .meta({
    id: 'PasskeyAssertion',
    description: 'What navigator.credentials.get() answers, as toJSON()',
    examples: [
      {
        ...NOTHING,
        id: EXAMPLE_ID,
        rawId: EXAMPLE_ID,
        response: {
          clientDataJSON: 'eyJ0eXBlIjoi',
          authenticatorData: 'SZYN5YgOjGh0',
          signature: 'MEUCIQDn0',
          userHandle: 'b2xpdmlh',
        },
      },
    ],
  });

export type Registration = z.output<typeof registration>;
export type Assertion = z.output<typeof assertion>;

/** What the browser is asked with (PublicKeyCredentialRequestOptionsJSON). */
export const requestOptions = z
  .object({
    challenge: z.string(),
    rpId: z.string(),
    timeout: z.int(),
    userVerification: z.literal('required'),
    allowCredentials: z.array(z.object({ id: z.string(), type: z.literal('public-key') })),
  })
  .meta({
    id: 'PasskeyRequestOptions',
    description: 'For navigator.credentials.get(), by PublicKeyCredential.parseRequestOptionsFromJSON()',
    examples: [
      {
        challenge: 'p9Zr3v0y...',
        rpId: 'latch.example.org',
        timeout: 300_000,
        userVerification: 'required',
        allowCredentials: [],
      },
    ],
  });

/** What the browser is asked with (PublicKeyCredentialCreationOptionsJSON). */
export const creationOptions = z
  .object({
    challenge: z.string(),
    rp: z.object({ id: z.string(), name: z.string() }),
    user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
    pubKeyCredParams: z.array(z.object({ type: z.literal('public-key'), alg: z.int() })),
    timeout: z.int(),
    attestation: z.literal('none'),
    excludeCredentials: z.array(z.object({ id: z.string(), type: z.literal('public-key') })),
    authenticatorSelection: z.object({
      residentKey: z.literal('required'),
      requireResidentKey: z.literal(true),
      userVerification: z.literal('required'),
    }),
  })
  .meta({
    id: 'PasskeyCreationOptions',
    description: 'For navigator.credentials.create(), by PublicKeyCredential.parseCreationOptionsFromJSON()',
    examples: [
      {
        challenge: 'p9Zr3v0y...',
        rp: { id: 'latch.example.org', name: 'Smart Latch' },
        user: { id: 'b2xpdmlh', name: 'olivia@example.org', displayName: 'Olivia' },
        pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
        timeout: 300_000,
        attestation: 'none',
        excludeCredentials: [],
        authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
      },
    ],
  });
