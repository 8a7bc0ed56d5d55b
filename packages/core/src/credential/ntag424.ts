import { cmac } from '@noble/ciphers/aes.js';
import { concatBytes, equalBytes } from '@noble/ciphers/utils.js';
import { aesCbcDecrypt, aesCbcEncrypt, aesEcbEncrypt, diversifyKey } from './an10922.ts';

/** Lengths in bytes. */
export const NTAG424 = { keyBytes: 16, uidBytes: 7, piccBytes: 16, macBytes: 8, maxCounter: 0xffffff } as const;

/** PICCDataTag: UID mirrored (0x80), counter mirrored (0x40), UID length 7 in the low nibble (AN12196, PICCData). */
const PICC_TAG = 0xc7;
const ZERO_IV = new Uint8Array(16);
/** Prefixes of the session vectors: one for the encryption key, one for the MAC key (AN12196, session key generation). */
const SV1 = Uint8Array.of(0xc3, 0x3c, 0x00, 0x01, 0x00, 0x80);
const SV2 = Uint8Array.of(0x3c, 0xc3, 0x00, 0x01, 0x00, 0x80);
/** What a chip is for. The tag of a door has other keys than a card: neither ever stands for the other. */
export type ChipUse = 'card' | 'tag';
/** "SLATCH" and "SLTAG", the system identifiers in the diversification input. */
const SYSTEM_ID: Readonly<Record<ChipUse, Uint8Array>> = {
  card: Uint8Array.of(0x53, 0x4c, 0x41, 0x54, 0x43, 0x48),
  tag: Uint8Array.of(0x53, 0x4c, 0x54, 0x41, 0x47),
};

/** Whose message it says it is; proves nothing before the MAC is verified. */
export interface PiccData {
  readonly uid: Uint8Array;
  /** 0..2^24-1, how often the card was read. */
  readonly counter: number;
}

/** The refusals are the proofs of `Presented` that are not `valid`. */
export type SunRefusal = 'unknown' | 'bad_mac' | 'replayed';

export interface Refused {
  readonly ok: false;
  readonly refusal: SunRefusal;
  /** For a log line; holds no number and no key. */
  readonly why: string;
  /** The card's, when it could be read. */
  readonly picc: PiccData | null;
}

const refused = (refusal: SunRefusal, why: string, picc: PiccData | null = null): Refused => ({
  ok: false,
  refusal,
  why,
  picc,
});

/**
 * @param metaKey the site's SDMMetaReadKey, 16 bytes
 * @param picc the encrypted PICCData of the message, 16 bytes. With another site's key it decrypts to noise: `unknown`
 * (or, once in 256, a random UID whose MAC then fails).
 */
export function decryptPicc(metaKey: Uint8Array, picc: Uint8Array): ({ readonly ok: true } & PiccData) | Refused {
  if (metaKey.length !== NTAG424.keyBytes) return refused('unknown', `meta key: want 16 bytes, got ${metaKey.length}`);
  if (picc.length !== NTAG424.piccBytes) return refused('unknown', `picc: want 16 bytes, got ${picc.length}`);
  const plain = aesCbcDecrypt(metaKey, ZERO_IV, picc);
  if (plain[0] !== PICC_TAG) return refused('unknown', 'picc: the tag byte is not that of a 7-byte UID with a counter');
  const [low = 0, middle = 0, high = 0] = plain.subarray(8, 11);
  return { ok: true, uid: plain.slice(1, 8), counter: low | (middle << 8) | (high << 16) };
}

export interface SunMessage {
  /** 16 bytes. */
  readonly picc: Uint8Array;
  /** 8 bytes, as on the wire. */
  readonly mac: Uint8Array;
  /** The ASCII text between SDMMACInputOffset and SDMMACOffset; our cards have none. */
  readonly macInput?: Uint8Array;
  /** The encrypted file data, whole blocks, authentic only as far as macInput holds its text; our cards have none. */
  readonly enc?: Uint8Array;
}

export interface SunCheck extends SunMessage {
  readonly metaKey: Uint8Array;
  /** The card's SDMFileReadKey: see fileKeyFor. */
  readonly fileKey: (uid: Uint8Array) => Uint8Array;
  /** The highest counter accepted from this card; null when none was yet. Decrypt the PICC first to look it up. */
  readonly lastCounter: number | null;
}

export interface SunAccepted extends PiccData {
  readonly ok: true;
  /** Decrypted file data, null without `enc`. */
  readonly fileData: Uint8Array | null;
}

/**
 * Verifies a SUN message (NXP AN12196): PICC, then the MAC in constant time, then the counter, which must have risen.
 * The caller stores the accepted counter in the same transaction as the decision, also when that is a denial.
 */
export function verifySun(check: SunCheck): SunAccepted | Refused {
  const picc = decryptPicc(check.metaKey, check.picc);
  if (!picc.ok) return picc;
  const { uid, counter } = picc;
  const card: PiccData = { uid, counter };
  if (check.mac.length !== NTAG424.macBytes)
    return refused('bad_mac', `mac: want 8 bytes, got ${check.mac.length}`, card);
  if (check.enc && check.enc.length % 16 !== 0) return refused('bad_mac', 'enc: want whole blocks of 16 bytes', card);
  const fileKey = check.fileKey(uid);
  if (!equalBytes(sunMac(fileKey, card, check.macInput), check.mac)) {
    return refused('bad_mac', 'mac: it is not that of this card with its key', card);
  }
  if (check.lastCounter !== null && !(counter > check.lastCounter)) {
    return refused('replayed', `counter: ${counter} is not above ${check.lastCounter}`, card);
  }
  return { ok: true, uid, counter, fileData: check.enc ? cryptFileData('decrypt', fileKey, card, check.enc) : null };
}

/** Bytes 1, 3, 5 ... 15 of the CMAC under the session MAC key. */
function sunMac(fileKey: Uint8Array, card: PiccData, macInput: Uint8Array = new Uint8Array()): Uint8Array {
  const full = cmac(macInput, cmac(sessionVector(SV2, card), fileKey));
  return full.filter((_, index) => index % 2 === 1);
}

function sessionVector(prefix: Uint8Array, { uid, counter }: PiccData): Uint8Array {
  return concatBytes(prefix, uid, counterBytes(counter));
}

/** Least significant byte first. */
function counterBytes(counter: number): Uint8Array {
  return Uint8Array.of(counter & 0xff, (counter >> 8) & 0xff, (counter >> 16) & 0xff);
}

function cryptFileData(
  direction: 'encrypt' | 'decrypt',
  fileKey: Uint8Array,
  card: PiccData,
  blocks: Uint8Array,
): Uint8Array {
  const key = cmac(sessionVector(SV1, card), fileKey);
  const iv = aesEcbEncrypt(key, concatBytes(counterBytes(card.counter), new Uint8Array(13)));
  return direction === 'encrypt' ? aesCbcEncrypt(key, iv, blocks) : aesCbcDecrypt(key, iv, blocks);
}

/**
 * The SDMFileReadKey of one card: AN10922(master, UID | "SLATCH" | site key id); of a door's tag with "SLTAG".
 * @param master the site's file master key, 16 bytes
 * @param uid 7 bytes
 * @param keyId the `k` of the card's URL, 0..255, one byte: which version of the site's keys the card was made with
 * @throws RangeError on other lengths or another key id
 */
export function fileKeyFor(master: Uint8Array, uid: Uint8Array, keyId: number, use: ChipUse = 'card'): Uint8Array {
  if (uid.length !== NTAG424.uidBytes) throw new RangeError(`UID: want 7 bytes, got ${uid.length}`);
  if (!Number.isInteger(keyId) || keyId < 0 || keyId > 0xff)
    throw new RangeError(`key id: want 0 to 255, got ${keyId}`);
  return diversifyKey(master, concatBytes(uid, SYSTEM_ID[use], Uint8Array.of(keyId)));
}

/**
 * The card's own key with this number, for what is neither SDMMetaRead nor SDMFileRead: its master (0), and those that are
 * only changed so that nobody else can use them. AN10922(master, UID | "SLATCH" | site key id | key number).
 * @throws RangeError on other lengths or numbers
 */
export function appKeyFor(
  master: Uint8Array,
  uid: Uint8Array,
  keyId: number,
  keyNumber: number,
  use: ChipUse = 'card',
): Uint8Array {
  if (uid.length !== NTAG424.uidBytes) throw new RangeError(`UID: want 7 bytes, got ${uid.length}`);
  if (![keyId, keyNumber].every((byte) => Number.isInteger(byte) && byte >= 0 && byte <= 0xff))
    throw new RangeError(`key id and number: want 0 to 255, got ${keyId} and ${keyNumber}`);
  return diversifyKey(master, concatBytes(uid, SYSTEM_ID[use], Uint8Array.of(keyId, keyNumber)));
}

/** The card's half, for cards in software. */
export interface SunCard extends PiccData {
  readonly metaKey: Uint8Array;
  readonly fileKey: Uint8Array;
  /** The 5 bytes that a card fills with random ones; zeros here, for they prove nothing. */
  readonly padding?: Uint8Array;
  readonly macInput?: Uint8Array;
}

/** What a card says when it is read for the `counter`th time. @throws RangeError on a wrong length or counter */
export function makeSun({ metaKey, fileKey, uid, counter, padding, macInput }: SunCard): {
  readonly picc: Uint8Array;
  readonly mac: Uint8Array;
} {
  if (uid.length !== NTAG424.uidBytes) throw new RangeError(`UID: want 7 bytes, got ${uid.length}`);
  if (!Number.isInteger(counter) || counter < 0 || counter > NTAG424.maxCounter) {
    throw new RangeError(`counter: want 0 to ${NTAG424.maxCounter}, got ${counter}`);
  }
  const plain = concatBytes(Uint8Array.of(PICC_TAG), uid, counterBytes(counter), padding ?? new Uint8Array(5));
  return { picc: aesCbcEncrypt(metaKey, ZERO_IV, plain), mac: sunMac(fileKey, { uid, counter }, macInput) };
}
