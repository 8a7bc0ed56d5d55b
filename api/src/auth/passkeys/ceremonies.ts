import { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server';
import { AppError } from '@smart-latch/runtime';
import { newId, type PasskeyDoc, type UserDoc } from '@smart-latch/store';
import type { z } from 'zod';
import type { Deps } from '../../deps.ts';
import type { ChallengeFor } from './challenges.ts';
import type { Assertion, creationOptions, Registration, requestOptions } from './shapes.ts';

/** How long the browser may ask its user, ms: as long as the challenge lives. */
const TIMEOUT_MS = 300_000;
/** ES256, EdDSA, RS256: what authenticators make (RFC 9053). */
const ALGORITHMS = [-7, -8, -257];

const rpIdOf = ({ settings }: Deps): string => new URL(settings.publicUrl).hostname;
const publicKey = (id: string) => ({ id, type: 'public-key' as const });
/** No name and no e-mail: the authenticator gives it to whoever asks (WebAuthn Level 3, 14.6.1). */
const handleOf = (user: string): string => Buffer.from(user).toString('base64url');

export const optionsToCreate = async (
  deps: Deps,
  user: UserDoc,
  session: string,
): Promise<z.output<typeof creationOptions>> => ({
  challenge: await deps.challenges.issue({ purpose: 'register', session }),
  rp: { id: rpIdOf(deps), name: 'Smart Latch' },
  user: { id: handleOf(user._id), name: user.email ?? user.name, displayName: user.name },
  pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
  timeout: TIMEOUT_MS,
  attestation: 'none',
  excludeCredentials: (await deps.passkeys.ofUser(user._id)).map((row) => publicKey(row.credentialId)),
  authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
});

/** `of`: whose passkeys will do; null is anybody's that the browser finds. */
export const optionsToGet = async (
  deps: Deps,
  use: ChallengeFor,
  of: string | null,
): Promise<z.output<typeof requestOptions>> => ({
  challenge: await deps.challenges.issue(use),
  rpId: rpIdOf(deps),
  timeout: TIMEOUT_MS,
  userVerification: 'required',
  allowCredentials: of === null ? [] : (await deps.passkeys.ofUser(of)).map((row) => publicKey(row.credentialId)),
});

/** The new passkey of a user who is signed in (WebAuthn Level 3, 7.1). Throws `unprocessable`. */
export const verifyCreated = async (
  deps: Deps,
  { user, session, name }: { user: string; session: string; name: string },
  response: Registration,
): Promise<PasskeyDoc> => {
  const challenge = await spent(deps, response.response.clientDataJSON, { purpose: 'register', session });
  if (challenge === null) throw refused();
  const { verified, registrationInfo } = await verifyRegistrationResponse({
    response: { ...response, clientExtensionResults: {} } as never,
    expectedChallenge: challenge,
    expectedOrigin: [...deps.settings.appOrigins],
    expectedRPID: rpIdOf(deps),
    requireUserVerification: true,
    supportedAlgorithmIDs: ALGORITHMS,
  }).catch((cause: unknown) => {
    throw refused(cause);
  });
  if (!verified) throw refused();
  const { credential } = registrationInfo;
  return {
    _id: newId(),
    user,
    credentialId: credential.id,
    publicKey: Buffer.from(credential.publicKey).toString('base64'),
    counter: credential.counter,
    transports: response.response.transports ?? [],
    name,
    createdAt: new Date(deps.clock.now()),
    lastUsedAt: null,
  };
};

/**
 * Whose assertion it is (WebAuthn Level 3, 7.2): of a known passkey, over a challenge of ours for this use, made by a user who
 * was verified, with a counter that did not go back. `of`: whose alone will do. Throws `unauthenticated`.
 */
export const verifyAsserted = async (
  deps: Deps,
  use: ChallengeFor,
  of: string | null,
  response: Assertion,
): Promise<PasskeyDoc> => {
  const challenge = await spent(deps, response.response.clientDataJSON, use);
  const passkey = await deps.passkeys.byCredential(response.id);
  if (challenge === null || !passkey || (of !== null && passkey.user !== of)) throw unproven();
  const { userHandle } = response.response;
  if (userHandle && userHandle !== handleOf(passkey.user)) throw unproven();
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response: { ...response, clientExtensionResults: {} } as never,
    expectedChallenge: challenge,
    expectedOrigin: [...deps.settings.appOrigins],
    expectedRPID: rpIdOf(deps),
    requireUserVerification: true,
    credential: {
      id: passkey.credentialId,
      publicKey: new Uint8Array(Buffer.from(passkey.publicKey, 'base64')),
      counter: passkey.counter,
    },
  }).catch((cause: unknown) => {
    throw unproven(cause);
  });
  const now = new Date(deps.clock.now());
  if (!verified || !(await deps.passkeys.use(passkey, authenticationInfo.newCounter, now))) throw unproven();
  return passkey;
};

/** The challenge that the browser signed, if it was ours for this use; it is spent whatever comes of it. */
const spent = async (deps: Deps, clientData: string, use: ChallengeFor): Promise<string | null> => {
  const challenge = challengeIn(clientData);
  return challenge !== null && (await deps.challenges.spend(challenge, use)) ? challenge : null;
};

const challengeIn = (clientData: string): string | null => {
  try {
    const said: unknown = JSON.parse(Buffer.from(clientData, 'base64url').toString('utf8'));
    const { challenge } = (said ?? {}) as { challenge?: unknown };
    return typeof challenge === 'string' ? challenge : null;
  } catch {
    return null;
  }
};

const refused = (cause?: unknown) =>
  new AppError('unprocessable', 'this passkey is not good here; ask for new options and make it again', { cause });
const unproven = (cause?: unknown) =>
  new AppError('unauthenticated', 'this passkey proves nothing here; ask for new options and try again', { cause });
