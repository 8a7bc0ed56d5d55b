import { createHash, createPrivateKey, createPublicKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';
import {
  type CommandKey,
  commandKeyId,
  derivePeerKey,
  deriveUplinkKey,
  rawPublicKey,
  type SigningKey,
} from '@smart-latch/protocol';
import type { Secret } from '@smart-latch/runtime';
import { type KeyDoc, keepKey, keysOf, type Store } from '@smart-latch/store';
import { seal, unseal } from './seal.ts';

/** The version of the keys that new cards are made with: the `k` of their URL. */
export const CARD_KEY_VERSION = 1;

/** Every key that decides about a door. Nothing but workers/access holds one of them. */
export interface Keys {
  readonly signing: SigningKey;
  /** What a device must know to check a command: the key that signs, and the other one during a rotation. */
  readonly commandKeys: readonly CommandKey[];
  /** The version of every site's uplink secret in use; the one before is accepted too, while devices fetch this one. */
  readonly uplinkVersion: number;
  uplink(site: string, device: string, version: number): Uint8Array;
  peer(site: string, latch: string, camera: string, epoch: number): Uint8Array;
  /** The SUN masters of a site in one version, or null when it has none. */
  card(site: string, version: number): Promise<CardKeys | null>;
  /** The same, made when the site has none yet. */
  issuingCard(site: string): Promise<CardKeys>;
  readonly sealKeyId: string;
  sealView(aad: ViewName, embedding: Uint8Array): Buffer;
  unsealView(aad: ViewName, sealed: Buffer): Uint8Array | null;
}

export interface CardKeys {
  readonly version: number;
  /** SDMMetaReadKey: decrypts the UID. */
  readonly meta: Uint8Array;
  /** Master of the SDMFileReadKeys. */
  readonly file: Uint8Array;
  /** Master of the cards' own masters and spare keys: what may rewrite a card. */
  readonly app: Uint8Array;
}

/** What a sealed view is bound to, so that nobody who can write the database can swap one into another record. */
export interface ViewName {
  readonly site: string;
  readonly user: string;
  readonly view: string;
  readonly pack: string;
}

export interface KeySources {
  readonly commandKeyPem: string;
  /** SPKI or PKCS 8, PEM: of the key that will sign next, or that signed before. */
  readonly otherCommandKeyPem: string | null;
  /** From 1; one more begins a rotation. */
  readonly uplinkVersion: number;
  readonly sealKey: Secret<Uint8Array>;
  readonly siteSecret: Secret<Uint8Array>;
}

export const openKeys = (store: Store, sources: KeySources): Keys => {
  const sealKey = sources.sealKey.reveal();
  const sealKeyId = createHash('sha256').update(sealKey).digest('hex').slice(0, 8);
  const signing = signingKey(createPrivateKey(sources.commandKeyPem));
  const siteSecret = (purpose: string, site: string, version: number) =>
    new Uint8Array(
      hkdfSync('sha256', sources.siteSecret.reveal(), new Uint8Array(0), `${purpose}|${site}|${version}`, 32),
    );
  const viewAad = ({ site, user, view, pack }: ViewName) => [site, user, view, pack, sealKeyId].join('|');
  const cards = new CardKeyring(store, sealKey, sealKeyId);
  return {
    signing: signing.key,
    commandKeys: [signing.slot, ...(sources.otherCommandKeyPem ? [slotOf(sources.otherCommandKeyPem)] : [])],
    uplinkVersion: sources.uplinkVersion,
    uplink: (site, device, version) => deriveUplinkKey(siteSecret('uplink', site, version), device),
    peer: (site, latch, camera, epoch) => derivePeerKey(siteSecret('peer', site, 1), latch, camera, epoch),
    card: (site, version) => cards.get(site, version),
    issuingCard: (site) => cards.make(site),
    sealKeyId,
    sealView: (name, embedding) => seal(sealKey, embedding, viewAad(name)),
    unsealView: (name, sealed) => unseal(sealKey, sealed, viewAad(name)),
  };
};

const signingKey = (privateKey: KeyObject): { key: SigningKey; slot: CommandKey } => {
  const slot = commandSlot(privateKey);
  return { key: { kid: slot.kid, privateKey }, slot };
};

const slotOf = (pem: string): CommandKey => commandSlot(createPublicKey(pem));

const commandSlot = (key: KeyObject): CommandKey => {
  const publicKey = rawPublicKey(key);
  return { kid: commandKeyId(publicKey), publicKey };
};

/** Reads and makes the sealed masters of a site; they do not change once made, so they are kept in memory. */
class CardKeyring {
  readonly #cache = new Map<string, CardKeys>();
  readonly #store: Store;
  readonly #sealKey: Uint8Array;
  readonly #sealKeyId: string;

  constructor(store: Store, sealKey: Uint8Array, sealKeyId: string) {
    this.#store = store;
    this.#sealKey = sealKey;
    this.#sealKeyId = sealKeyId;
  }

  async get(site: string, version: number): Promise<CardKeys | null> {
    const name = `${site}|${version}`;
    const cached = this.#cache.get(name);
    if (cached) return cached;
    const meta = await this.#read(site, 'sun-meta', version);
    const file = await this.#read(site, 'sun-file', version);
    const app = await this.#read(site, 'card-app', version);
    if (!meta || !file || !app) return null;
    const keys = { version, meta, file, app };
    if (this.#cache.size >= MAX_CACHED_SITES) this.#cache.clear();
    this.#cache.set(name, keys);
    return keys;
  }

  async make(site: string): Promise<CardKeys> {
    for (const purpose of ['sun-meta', 'sun-file', 'card-app'] as const) {
      const [newest] = await keysOf(this.#store, site, purpose);
      if (!newest) await keepKey(this.#store, this.#fresh(site, purpose));
    }
    const made = await this.get(site, CARD_KEY_VERSION);
    if (!made) throw new Error('the card keys of a site cannot be unsealed: is SEAL_KEY the one that made them?');
    return made;
  }

  #fresh(site: string, purpose: KeyDoc['purpose']): KeyDoc {
    const _id = [site, purpose, CARD_KEY_VERSION].join('|');
    const sealed = seal(this.#sealKey, randomBytes(16), _id);
    return { _id, site, purpose, version: CARD_KEY_VERSION, keyId: this.#sealKeyId, sealed, createdAt: new Date() };
  }

  async #read(site: string, purpose: KeyDoc['purpose'], version: number): Promise<Uint8Array | null> {
    const doc = (await keysOf(this.#store, site, purpose)).find((key) => key.version === version);
    return doc ? unseal(this.#sealKey, doc.sealed, doc._id) : null;
  }
}

const MAX_CACHED_SITES = 1_000;
