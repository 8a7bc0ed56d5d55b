import { decryptPicc, fileKeyFor, type Presented, verifySun } from '@smart-latch/core';
import type { CredentialProof } from '@smart-latch/protocol';
import { type CredentialDoc, credentialOfCard } from '@smart-latch/store';
import { hex } from '../commands.ts';
import type { AccessDeps } from '../deps.ts';

/** What a presentation came to: how well it is proved, and whose it is. */
export interface Presentation {
  readonly presented: Presented;
  readonly credential: CredentialDoc | null;
  /** The SUN counter of a message with a good MAC, which is spent whatever the decision. */
  readonly counter: number | null;
}

/** Verifies what the reader was shown. One verifier a kind. */
export const present = (deps: AccessDeps, site: string, proof: CredentialProof): Promise<Presentation> =>
  proof.kind === 'uid' ? presentUid(deps, site, proof.uid) : presentNtag424(deps, site, proof);

const presentUid = async (deps: AccessDeps, site: string, uid: Uint8Array): Promise<Presentation> => {
  const credential = await credentialOfCard(deps.store, site, 'uid', hex(uid));
  return { presented: { kind: 'uid', proof: credential ? 'valid' : 'unknown' }, credential, counter: null };
};

type Ntag424 = Extract<CredentialProof, { kind: 'ntag424' }>;

const unknown: Presentation = { presented: { kind: 'ntag424', proof: 'unknown' }, credential: null, counter: null };

const presentNtag424 = async (deps: AccessDeps, site: string, { keyId, picc, mac }: Ntag424): Promise<Presentation> => {
  const keys = await deps.keys.card(site, keyId);
  const card = keys && decryptPicc(keys.meta, picc);
  if (!keys || !card?.ok) return unknown;
  const credential = await credentialOfCard(deps.store, site, 'ntag424', hex(card.uid));
  if (!credential) return unknown;
  const fileKey = (uid: Uint8Array) => fileKeyFor(keys.file, uid, keyId);
  const lastCounter = credential.counter < 0 ? null : credential.counter;
  const sun = verifySun({ metaKey: keys.meta, fileKey, picc, mac, lastCounter });
  if (sun.ok) return { presented: { kind: 'ntag424', proof: 'valid' }, credential, counter: sun.counter };
  return { presented: { kind: 'ntag424', proof: sun.refusal }, credential, counter: null };
};
