import { cmac } from '@noble/ciphers/aes.js';
import { concatBytes, equalBytes } from '@noble/ciphers/utils.js';
import { aesCbcDecrypt, aesCbcEncrypt, aesEcbEncrypt } from './an10922.ts';

/**
 * The secure messaging of NTAG 424 DNA in AES mode (NXP NT4H2421Gx, 9.1; worked examples in AN12196). Both ends are here: what
 * a reader does with a card, and what a card in software does.
 */

const BLOCK = 16;
const ZERO_IV = new Uint8Array(BLOCK);
/** Prefixes of the session vectors and of the initial values, encryption (and commands) first. */
const [A5_5A, X5A_A5] = [Uint8Array.of(0xa5, 0x5a), Uint8Array.of(0x5a, 0xa5)];
const SESSION_LENGTHS = Uint8Array.of(0x00, 0x01, 0x00, 0x80);
const OK = 0x00;
const MAC_BYTES = 8;

/** What both ends hold after AuthenticateEV2First. A value: each command makes the next one. */
export interface Ev2Session {
  /** 16 bytes each. */
  readonly encKey: Uint8Array;
  readonly macKey: Uint8Array;
  /** Transaction identifier, 4 bytes. */
  readonly ti: Uint8Array;
  /** CmdCtr: commands that were answered in this session, 0..65535. */
  readonly counter: number;
}

/** How much of a command is protected: nothing, by a MAC, or encrypted and by a MAC. */
export type CommMode = 'plain' | 'mac' | 'full';

export interface Ev2Command {
  /** The instruction byte. */
  readonly ins: number;
  /** What stays readable: file or key number, offset, length. */
  readonly header: Uint8Array;
  readonly data: Uint8Array;
  readonly mode: CommMode;
}

/** The first byte to the end (RndA', RndB'). */
const rotated = (bytes: Uint8Array): Uint8Array => concatBytes(bytes.subarray(1), bytes.subarray(0, 1));

/**
 * What the reader sends in the second part of AuthenticateEV2First: E(K, RndA | RndB').
 * @param challenge E(K, RndB), 16 bytes
 */
export function answerEv2Challenge(key: Uint8Array, challenge: Uint8Array, rndA: Uint8Array): Uint8Array {
  const rndB = aesCbcDecrypt(key, ZERO_IV, challenge);
  return aesCbcEncrypt(key, ZERO_IV, concatBytes(rndA, rotated(rndB)));
}

/** The session that the card's last answer opens; null when the card has another key. @param answer E(K, TI | RndA' | capabilities), 32 bytes */
export function openEv2Session(
  key: Uint8Array,
  challenge: Uint8Array,
  rndA: Uint8Array,
  answer: Uint8Array,
): Ev2Session | null {
  if (answer.length !== 2 * BLOCK) return null;
  const plain = aesCbcDecrypt(key, ZERO_IV, answer);
  if (!equalBytes(plain.subarray(4, 20), rotated(rndA))) return null;
  return newSession(key, rndA, aesCbcDecrypt(key, ZERO_IV, challenge), plain.slice(0, 4));
}

/** The card's half of the first part. */
export function ev2Challenge(key: Uint8Array, rndB: Uint8Array): Uint8Array {
  return aesCbcEncrypt(key, ZERO_IV, rndB);
}

/** The card's half of the second part: its answer and the session; null when the reader has another key. */
export function acceptEv2Answer(
  key: Uint8Array,
  rndB: Uint8Array,
  ti: Uint8Array,
  answer: Uint8Array,
): { readonly answer: Uint8Array; readonly session: Ev2Session } | null {
  if (answer.length !== 2 * BLOCK) return null;
  const plain = aesCbcDecrypt(key, ZERO_IV, answer);
  if (!equalBytes(plain.subarray(BLOCK), rotated(rndB))) return null;
  const rndA = plain.slice(0, BLOCK);
  const proof = aesCbcEncrypt(key, ZERO_IV, concatBytes(ti, rotated(rndA), new Uint8Array(12)));
  return { answer: proof, session: newSession(key, rndA, rndB, ti) };
}

function newSession(key: Uint8Array, rndA: Uint8Array, rndB: Uint8Array, ti: Uint8Array): Ev2Session {
  const mixed = rndA.slice(2, 8).map((byte, index) => byte ^ (rndB[index] ?? 0));
  const vector = (prefix: Uint8Array) =>
    concatBytes(prefix, SESSION_LENGTHS, rndA.subarray(0, 2), mixed, rndB.subarray(6), rndA.subarray(8));
  return { encKey: cmac(vector(A5_5A), key), macKey: cmac(vector(X5A_A5), key), ti, counter: 0 };
}

/** The command's data field, from the reader: header, then data as its mode wants it, then the MAC. */
export function protectEv2Command(session: Ev2Session, { ins, header, data, mode }: Ev2Command): Uint8Array {
  if (mode === 'plain') return concatBytes(header, data);
  const sent = mode === 'full' && data.length > 0 ? crypt('encrypt', session, A5_5A, padded(data)) : data;
  return concatBytes(header, sent, macOf(session, ins, concatBytes(header, sent)));
}

/** The data of a command, at the card; null when its MAC or its padding is not good. */
export function openEv2Command(
  session: Ev2Session,
  { ins, headerBytes, mode }: { readonly ins: number; readonly headerBytes: number; readonly mode: CommMode },
  field: Uint8Array,
): { readonly header: Uint8Array; readonly data: Uint8Array } | null {
  const header = field.slice(0, headerBytes);
  if (mode === 'plain') return { header, data: field.slice(headerBytes) };
  const end = field.length - MAC_BYTES;
  if (end < headerBytes || !equalBytes(macOf(session, ins, field.subarray(0, end)), field.subarray(end))) return null;
  const sent = field.slice(headerBytes, end);
  const data = mode === 'full' && sent.length > 0 ? opened(session, A5_5A, sent) : sent;
  return data && { header, data };
}

/** The session after a command that was answered: the answer's proof counts with it. */
export const afterEv2Command = (session: Ev2Session): Ev2Session => ({ ...session, counter: session.counter + 1 });

/** The card's answer, without its status. `session` is the one after the command. */
export function protectEv2Answer(session: Ev2Session, mode: CommMode, data: Uint8Array): Uint8Array {
  if (mode === 'plain') return data;
  const sent = mode === 'full' && data.length > 0 ? crypt('encrypt', session, X5A_A5, padded(data)) : data;
  return concatBytes(sent, macOf(session, OK, sent));
}

/** What the card answered, at the reader; null when its MAC or its padding is not good. `session` is the one after the command. */
export function openEv2Answer(session: Ev2Session, mode: CommMode, field: Uint8Array): Uint8Array | null {
  if (mode === 'plain') return field;
  const end = field.length - MAC_BYTES;
  if (end < 0 || !equalBytes(macOf(session, OK, field.subarray(0, end)), field.subarray(end))) return null;
  const sent = field.slice(0, end);
  return mode === 'full' && sent.length > 0 ? opened(session, X5A_A5, sent) : sent;
}

/** Bytes 1, 3 ... 15 of the CMAC over command (or status), counter, TI and field. */
function macOf({ macKey, counter, ti }: Ev2Session, first: number, field: Uint8Array): Uint8Array {
  const full = cmac(concatBytes(Uint8Array.of(first), counterBytes(counter), ti, field), macKey);
  return full.filter((_, index) => index % 2 === 1);
}

function crypt(
  direction: 'encrypt' | 'decrypt',
  { encKey, ti, counter }: Ev2Session,
  prefix: Uint8Array,
  blocks: Uint8Array,
): Uint8Array {
  const iv = aesEcbEncrypt(encKey, concatBytes(prefix, ti, counterBytes(counter), new Uint8Array(8)));
  return direction === 'encrypt' ? aesCbcEncrypt(encKey, iv, blocks) : aesCbcDecrypt(encKey, iv, blocks);
}

function opened(session: Ev2Session, prefix: Uint8Array, blocks: Uint8Array): Uint8Array | null {
  if (blocks.length % BLOCK !== 0) return null;
  const plain = crypt('decrypt', session, prefix, blocks);
  const end = plain.findLastIndex((byte) => byte !== 0);
  return plain[end] === 0x80 ? plain.slice(0, end) : null;
}

/** ISO/IEC 9797-1, padding method 2: always at least one byte. */
function padded(data: Uint8Array): Uint8Array {
  const out = new Uint8Array((Math.floor(data.length / BLOCK) + 1) * BLOCK);
  out.set(data);
  out[data.length] = 0x80;
  return out;
}

/** Least significant byte first. */
const counterBytes = (counter: number): Uint8Array => Uint8Array.of(counter & 0xff, (counter >> 8) & 0xff);
