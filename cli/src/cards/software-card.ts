import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import {
  acceptEv2Answer,
  afterEv2Command,
  type CommMode,
  changedKey,
  type Ev2Session,
  ev2Challenge,
  FACTORY_FILE_SETTINGS,
  FACTORY_KEY,
  INS,
  KEY,
  KEY_NUMBERS,
  makeSun,
  NDEF_APPLICATION,
  NDEF_FILE,
  NDEF_FILE_BYTES,
  NDEF_FILE_ID,
  openEv2Command,
  protectEv2Answer,
  readSdmSettings,
  STATUS,
} from '@smart-latch/core';
import { z } from 'zod';
import { bytesOf, CardError, type CardReader, hexOf } from './card-reader.ts';

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`));

/** What the chip remembers. */
export const softwareCardState = z.object({
  uid: hex(7),
  keys: z.array(z.object({ key: hex(16), version: z.int().min(0).max(255) })).length(KEY_NUMBERS.length),
  settings: z.string(),
  ndef: hex(NDEF_FILE_BYTES),
  /** SDMReadCtr. */
  counter: z.int().min(0).max(0xff_ffff),
});
export type SoftwareCardState = z.output<typeof softwareCardState>;

/** As NXP delivers one: every key is zeros. NXP's numbers begin with 04. */
export const newSoftwareCard = (uid = `04${randomBytes(6).toString('hex')}`): SoftwareCardState => ({
  uid,
  keys: KEY_NUMBERS.map(() => ({ key: hexOf(FACTORY_KEY), version: 0 })),
  settings: hexOf(FACTORY_FILE_SETTINGS),
  ndef: '00'.repeat(NDEF_FILE_BYTES),
  counter: 0,
});

const NONE = new Uint8Array(0);
/** An answer: status, and data in front of it. */
const reply = (status: number, data: Uint8Array = NONE): Uint8Array =>
  Uint8Array.of(...data, status >> 8, status & 0xff);

/** What a frame that follows with 0xAF continues. */
type Pending =
  | { readonly kind: 'authenticate'; readonly key: number; readonly rndB: Uint8Array }
  | { readonly kind: 'version'; readonly part: 2 | 3 };

/**
 * The commands of NTAG 424 DNA that personalise and read a card (NXP NT4H2421Gx), done by software: a reader cannot tell, but
 * for the card's signature of its origin, which nothing here asks for. What it does not know it refuses.
 */
export class SoftwareCard implements CardReader {
  #state: SoftwareCardState;
  readonly #save: (state: SoftwareCardState) => Promise<void>;
  #session: Ev2Session | null = null;
  #pending: Pending | null = null;
  #isFileSelected = false;
  /** The bytes that a reader without a session sees, from its first read on. */
  #mirrored: Uint8Array | null = null;

  constructor(state: SoftwareCardState, save: (state: SoftwareCardState) => Promise<void> = async () => {}) {
    this.#state = softwareCardState.parse(state);
    this.#save = save;
  }

  get state(): SoftwareCardState {
    return this.#state;
  }

  async waitForCard(): Promise<void> {
    this.#session = null;
    this.#pending = null;
    this.#isFileSelected = false;
  }

  async close(): Promise<void> {}

  async transmit(apdu: Uint8Array): Promise<Uint8Array> {
    const [cla, ins = 0, p1 = 0, p2 = 0, lc = 0] = apdu;
    const before = this.#state;
    const answer =
      cla === 0x00 ? this.#iso(ins, p1, p2, apdu) : this.#native(ins, apdu.length > 5 ? apdu.slice(5, 5 + lc) : NONE);
    if (this.#state !== before) await this.#save(this.#state);
    return answer;
  }

  #iso(ins: number, p1: number, p2: number, apdu: Uint8Array): Uint8Array {
    if (ins === INS.isoSelect) {
      this.#session = null;
      this.#mirrored = null;
      const name = hexOf(apdu.slice(5, 5 + (apdu[4] ?? 0)));
      this.#isFileSelected = p1 === 0x00 && name === hexOf(NDEF_FILE_ID);
      return reply(this.#isFileSelected || name === hexOf(NDEF_APPLICATION) ? STATUS.isoOk : STATUS.isoNoFile);
    }
    if (ins !== INS.isoReadBinary || !this.#isFileSelected) return reply(STATUS.isoNoFile);
    this.#mirrored ??= this.#mirror();
    const offset = (p1 << 8) | p2;
    return reply(STATUS.isoOk, this.#mirrored.slice(offset, offset + (apdu[4] || NDEF_FILE_BYTES)));
  }

  /** The NDEF file with the message of one more reading in it. */
  #mirror(): Uint8Array {
    const file = bytesOf(this.#state.ndef);
    const offsets = readSdmSettings(bytesOf(this.#state.settings));
    if (!offsets) return file;
    const counter = this.#state.counter + 1;
    this.#state = { ...this.#state, counter };
    const [metaKey, fileKey] = [this.#key(KEY.metaRead), this.#key(KEY.fileRead)];
    const padding = new Uint8Array(randomBytes(5));
    const { picc, mac } = makeSun({ metaKey, fileKey, uid: bytesOf(this.#state.uid), counter, padding });
    file.set(Buffer.from(hexOf(picc).toUpperCase(), 'ascii'), offsets.picc);
    file.set(Buffer.from(hexOf(mac).toUpperCase(), 'ascii'), offsets.mac);
    return file;
  }

  #native(ins: number, field: Uint8Array): Uint8Array {
    switch (ins) {
      case INS.getVersion:
        this.#pending = { kind: 'version', part: 2 };
        return reply(STATUS.more, Uint8Array.of(0x04, 0x04, 0x02, 0x30, 0x00, 0x11, 0x05));
      case INS.getKeyVersion:
        return this.#keyVersion(field);
      case INS.authenticate:
        return this.#authenticate(field[0] ?? 0xff);
      case INS.more:
        return this.#more(field);
      case INS.getCardUid:
        return this.#inSession(ins, 'mac', 0, field, () => ({ mode: 'full', data: bytesOf(this.#state.uid) }));
      case INS.writeData:
        return this.#inSession(ins, 'plain', 7, field, (header, data) => this.#write(header, data));
      case INS.changeFileSettings:
        return this.#inSession(ins, 'full', 1, field, (header, data) => this.#change(header, data));
      case INS.changeKey:
        return this.#inSession(ins, 'full', 1, field, (header, data) => this.#rekey(header, data));
      default:
        return reply(STATUS.illegal);
    }
  }

  #key(number: number): Uint8Array {
    return bytesOf(this.#state.keys[number]?.key ?? '');
  }

  #keyVersion(field: Uint8Array): Uint8Array {
    const slot = this.#state.keys[field[0] ?? 0xff];
    return slot ? reply(STATUS.ok, Uint8Array.of(slot.version)) : reply(STATUS.noSuchKey);
  }

  #authenticate(key: number): Uint8Array {
    this.#session = null;
    if (!this.#state.keys[key]) return reply(STATUS.noSuchKey);
    const rndB = new Uint8Array(randomBytes(16));
    this.#pending = { kind: 'authenticate', key, rndB };
    return reply(STATUS.more, ev2Challenge(this.#key(key), rndB));
  }

  #more(field: Uint8Array): Uint8Array {
    const pending = this.#pending;
    this.#pending = null;
    if (pending?.kind === 'version') {
      if (pending.part === 3) return reply(STATUS.ok, Uint8Array.of(...bytesOf(this.#state.uid), ...new Uint8Array(7)));
      this.#pending = { kind: 'version', part: 3 };
      return reply(STATUS.more, Uint8Array.of(0x04, 0x04, 0x02, 0x01, 0x02, 0x11, 0x05));
    }
    if (pending?.kind !== 'authenticate') return reply(STATUS.illegal);
    const accepted = acceptEv2Answer(this.#key(pending.key), pending.rndB, new Uint8Array(randomBytes(4)), field);
    if (!accepted) return reply(STATUS.wrongKey);
    // Only the master may change anything on a card of ours.
    this.#session = pending.key === KEY.master ? accepted.session : null;
    return reply(STATUS.ok, accepted.answer);
  }

  #inSession(
    ins: number,
    mode: CommMode,
    headerBytes: number,
    field: Uint8Array,
    run: (header: Uint8Array, data: Uint8Array) => number | { mode: CommMode; data: Uint8Array },
  ): Uint8Array {
    if (!this.#session) return reply(STATUS.permission);
    const opened = openEv2Command(this.#session, { ins, headerBytes, mode }, field);
    const done = opened ? run(opened.header, opened.data) : STATUS.integrity;
    if (typeof done === 'number') {
      // A command that fails ends the session (NT4H2421Gx, 9.1.9).
      this.#session = null;
      return reply(done);
    }
    this.#session = this.#session && afterEv2Command(this.#session);
    return reply(STATUS.ok, this.#session ? protectEv2Answer(this.#session, done.mode, done.data) : NONE);
  }

  #write(header: Uint8Array, data: Uint8Array): number | { mode: CommMode; data: Uint8Array } {
    const [file, offset = 0, , , bytes = 0] = header;
    if (file !== NDEF_FILE || bytes !== data.length || offset + bytes > NDEF_FILE_BYTES) return STATUS.length;
    const ndef = bytesOf(this.#state.ndef);
    ndef.set(data, offset);
    this.#state = { ...this.#state, ndef: hexOf(ndef) };
    return { mode: 'plain', data: NONE };
  }

  #change(header: Uint8Array, settings: Uint8Array): number | { mode: CommMode; data: Uint8Array } {
    const text = hexOf(settings);
    const isKnown = text === hexOf(FACTORY_FILE_SETTINGS) || readSdmSettings(settings) !== null;
    if (header[0] !== NDEF_FILE || !isKnown) return STATUS.parameter;
    // Turning SDM on begins to count anew (NT4H2421Gx, 9.3.2).
    this.#state = { ...this.#state, settings: text, counter: 0 };
    return { mode: 'mac', data: NONE };
  }

  #rekey(header: Uint8Array, data: Uint8Array): number | { mode: CommMode; data: Uint8Array } {
    const number = header[0] ?? 0xff;
    if (!this.#state.keys[number]) return STATUS.noSuchKey;
    const changed = changedKey(number, data, this.#key(number));
    if (!changed) return STATUS.integrity;
    const slot = { key: hexOf(changed.key), version: changed.version };
    this.#state = { ...this.#state, keys: this.#state.keys.map((old, index) => (index === number ? slot : old)) };
    // The session was made with the key that is gone.
    if (number === KEY.master) this.#session = null;
    return { mode: 'mac', data: NONE };
  }
}

/** A card in a JSON file (mode 0600: it holds the card's keys); a blank one when there is none. */
export const softwareCardAt = async (path: string): Promise<SoftwareCard> => {
  const save = async (state: SoftwareCardState): Promise<void> => {
    await writeFile(`${path}.new`, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
    await rename(`${path}.new`, path);
  };
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) {
    const state = newSoftwareCard();
    await save(state);
    return new SoftwareCard(state, save);
  }
  const parsed = softwareCardState.safeParse(JSON.parse(text));
  if (!parsed.success)
    throw new CardError(`${path} is no card in software: give another file, or delete it for a blank card`);
  return new SoftwareCard(parsed.data, save);
};
