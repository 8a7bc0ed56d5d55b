import type { CredentialId, SiteId, UserId } from '../ids.ts';

/**
 * The closed union of what can be presented at a door, a verifier each:
 * - `ntag424`: card with a SUN message (ntag424.ts);
 * - `uid`: bare card number, proves nothing, only where the site accepts low assurance;
 * - `phone`: the door's own tag read by a phone; the signed-in session names the user.
 * The place of the CSA's Aliro 1.0 key (`aliro`: AUTH0, AUTH1, EXCHANGE) is here.
 */
export const CREDENTIAL_KINDS = ['ntag424', 'uid', 'phone'] as const;
export type CredentialKind = (typeof CREDENTIAL_KINDS)[number];

export const CREDENTIAL_STATES = ['active', 'disabled', 'lost'] as const;
export type CredentialState = (typeof CREDENTIAL_STATES)[number];

export const CREDENTIAL_RULES = ['dual', 'single'] as const;
/** `dual`: a valid credential and a second factor of the same user. `single`: a valid credential alone. */
export type CredentialRule = (typeof CREDENTIAL_RULES)[number];

/** Kinds that are weak enough to be copied or injected: low assurance, so never enough alone. */
export const needsSecondFactor = (kind: CredentialKind): boolean => kind !== 'ntag424';

export interface CredentialFacts {
  readonly id: CredentialId;
  readonly kind: CredentialKind;
  readonly siteId: SiteId;
  readonly userId: UserId;
  readonly state: CredentialState;
  /** Epoch ms, first moment at which it is valid; null is no limit. */
  readonly notBeforeMs: number | null;
  /** Epoch ms, first moment at which it is no longer valid; null is no limit. */
  readonly expiresAtMs: number | null;
}

/**
 * What verifying a presented credential proved. `unknown`: it is nobody's (undecryptable, unknown key id or number);
 * `bad_mac`: a known card's number with a wrong proof; `replayed`: a good proof whose counter did not rise.
 */
export type Proof = 'valid' | 'bad_mac' | 'replayed' | 'unknown';

export interface Presented {
  readonly kind: CredentialKind;
  readonly proof: Proof;
}
