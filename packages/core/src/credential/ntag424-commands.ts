import { concatBytes, equalBytes, hexToBytes } from '@noble/ciphers/utils.js';
import { type Ev2Command, type Ev2Session, protectEv2Command } from './ev2.ts';

/** The commands of NTAG 424 DNA that personalise a card (NXP NT4H2421Gx, chapter 10), as APDUs of ISO/IEC 7816-4. */

export const INS = {
  authenticate: 0x71,
  more: 0xaf,
  changeKey: 0xc4,
  changeFileSettings: 0x5f,
  writeData: 0x8d,
  getVersion: 0x60,
  getKeyVersion: 0x64,
  getCardUid: 0x51,
  isoSelect: 0xa4,
  isoReadBinary: 0xb0,
} as const;

/** Status words: SW1 and SW2 as one number. */
export const STATUS = {
  isoOk: 0x9000,
  ok: 0x9100,
  more: 0x91af,
  /** A wrong CRC, MAC or padding: also a ChangeKey whose old key is another. */
  integrity: 0x911e,
  wrongKey: 0x91ae,
  noSuchKey: 0x9140,
  parameter: 0x919e,
  permission: 0x919d,
  length: 0x917e,
  illegal: 0x911c,
  authenticationDelay: 0x91ad,
  isoNoFile: 0x6a82,
} as const;

export const FACTORY_KEY = new Uint8Array(16);
/** A card has keys 0 to 4; key 0 is the application's master. */
export const KEY_NUMBERS = [0, 1, 2, 3, 4] as const;
/** What each key is for on a card of ours; 3 and 4 are only changed, so that nobody else can use them. */
export const KEY = { master: 0, metaRead: 1, fileRead: 2 } as const;
export const NDEF_FILE = 0x02;
export const NDEF_FILE_BYTES = 256;
export const NDEF_FILE_ID = Uint8Array.of(0xe1, 0x04);
/** The name of the NDEF application (NFC Forum Type 4 Tag). */
export const NDEF_APPLICATION = hexToBytes('d2760000850101');

const apdu = (ins: number, field: Uint8Array): Uint8Array =>
  concatBytes(Uint8Array.of(0x90, ins, 0, 0, ...(field.length > 0 ? [field.length] : [])), field, Uint8Array.of(0));

export const selectApplication = (): Uint8Array =>
  concatBytes(
    Uint8Array.of(0x00, INS.isoSelect, 0x04, 0x0c, NDEF_APPLICATION.length),
    NDEF_APPLICATION,
    new Uint8Array(1),
  );

/** As a phone or a latch reads a tag: the file, then its bytes. */
export const selectNdefFile = (): Uint8Array =>
  concatBytes(Uint8Array.of(0x00, INS.isoSelect, 0x00, 0x0c, NDEF_FILE_ID.length), NDEF_FILE_ID);
export const readBinary = (offset: number, bytes: number): Uint8Array =>
  Uint8Array.of(0x00, INS.isoReadBinary, offset >> 8, offset & 0xff, bytes);

export const getVersion = (): Uint8Array => apdu(INS.getVersion, new Uint8Array(0));
export const moreFrames = (field: Uint8Array = new Uint8Array(0)): Uint8Array => apdu(INS.more, field);
export const authenticateEv2First = (key: number): Uint8Array => apdu(INS.authenticate, Uint8Array.of(key, 0));
/** Outside a session: the answer is one byte, in plain. */
export const getKeyVersion = (key: number): Uint8Array => apdu(INS.getKeyVersion, Uint8Array.of(key));

/** The APDU of a command within a session. */
export const inSession = (session: Ev2Session, command: Ev2Command): Uint8Array =>
  apdu(command.ins, protectEv2Command(session, command));

/** The card's own UID, also of a card that gives readers a random one. */
export const getCardUid = (): Ev2Command => ({
  ins: INS.getCardUid,
  header: new Uint8Array(0),
  data: new Uint8Array(0),
  mode: 'mac',
});

/** Plain, as the NDEF file is: free to read, and to write with the master key alone once a card is ours. */
export const writeData = (file: number, offset: number, data: Uint8Array): Ev2Command => ({
  ins: INS.writeData,
  header: concatBytes(Uint8Array.of(file), threeBytes(offset), threeBytes(data.length)),
  data,
  mode: 'plain',
});

export const changeFileSettings = (file: number, settings: Uint8Array): Ev2Command => ({
  ins: INS.changeFileSettings,
  header: Uint8Array.of(file),
  data: settings,
  mode: 'full',
});

/**
 * Changes a key, in a session with the master key. The master itself is sent as it is; of another key the card checks, by a
 * CRC of the new one, that the reader knows the old one (NT4H2421Gx, 10.6.1).
 * @param version 0..255; GetKeyVersion tells it
 */
export function changeKey(number: number, next: Uint8Array, old: Uint8Array, version: number): Ev2Command {
  const tail = Uint8Array.of(version);
  const data =
    number === KEY.master
      ? concatBytes(next, tail)
      : concatBytes(
          next.map((byte, index) => byte ^ (old[index] ?? 0)),
          tail,
          crc32(next),
        );
  return { ins: INS.changeKey, header: Uint8Array.of(number), data, mode: 'full' };
}

/** The new key and its version from the data of a ChangeKey, at the card; null when the reader did not know the old key. */
export function changedKey(
  number: number,
  data: Uint8Array,
  old: Uint8Array,
): { readonly key: Uint8Array; readonly version: number } | null {
  const isMaster = number === KEY.master;
  if (data.length !== (isMaster ? 17 : 21)) return null;
  const sent = data.slice(0, 16);
  const key = isMaster ? sent : sent.map((byte, index) => byte ^ (old[index] ?? 0));
  if (!isMaster && !equalBytes(crc32(key), data.subarray(17))) return null;
  return { key, version: data[16] ?? 0 };
}

/** CRC-32 of IEEE 802.3 without the final inversion, least significant byte first. */
export function crc32(data: Uint8Array): Uint8Array {
  let crc = 0xffffffff;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return Uint8Array.of(crc & 0xff, (crc >>> 8) & 0xff, (crc >>> 16) & 0xff, (crc >>> 24) & 0xff);
}

/** Access rights: read free, write, change and both with the master key alone. */
const OURS = Uint8Array.of(0x00, 0xe0);
/** As it comes: read and write free, settings with the master key (NT4H2421Gx, 8.2.3.4). */
export const FACTORY_FILE_SETTINGS = Uint8Array.of(0x00, 0xe0, 0xee);
/** UID and counter mirrored, as ASCII. */
const SDM_OPTIONS = 0xc1;
/** SDMMetaRead with key 1, SDMFileRead with key 2, nobody reads the counter. */
const SDM_RIGHTS = Uint8Array.of(0xff, (KEY.metaRead << 4) | KEY.fileRead);

/** Where the card fills in its message, from the beginning of the NDEF file. */
export interface SdmOffsets {
  readonly picc: number;
  readonly mac: number;
}

/** File settings that turn Secure Dynamic Messaging on, with nothing in the MAC input (AN12196, ChangeFileSettings). */
export const sdmFileSettings = ({ picc, mac }: SdmOffsets): Uint8Array =>
  concatBytes(
    Uint8Array.of(0x40),
    OURS,
    Uint8Array.of(SDM_OPTIONS),
    SDM_RIGHTS,
    threeBytes(picc),
    threeBytes(mac),
    threeBytes(mac),
  );

/** Reads what `sdmFileSettings` wrote; null for settings without SDM, or with another kind of it. */
export function readSdmSettings(settings: Uint8Array): SdmOffsets | null {
  const offset = (at: number) => (settings[at] ?? 0) | ((settings[at + 1] ?? 0) << 8) | ((settings[at + 2] ?? 0) << 16);
  const offsets = { picc: offset(6), mac: offset(12) };
  return settings.length === 15 && equalBytes(settings, sdmFileSettings(offsets)) ? offsets : null;
}

/** Least significant byte first. */
const threeBytes = (value: number): Uint8Array =>
  Uint8Array.of(value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff);
