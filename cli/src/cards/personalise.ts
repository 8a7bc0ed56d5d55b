import {
  changeFileSettings,
  changeKey,
  FACTORY_FILE_SETTINGS,
  FACTORY_KEY,
  KEY,
  NDEF_FILE,
  ndefFileOf,
  parseTapUrl,
  sdmFileSettings,
  verifySun,
  writeData,
} from '@smart-latch/core';
import { bytesOf, CardError, type CardReader } from './card-reader.ts';
import { identifyCard, MasterSession, readUrl } from './ntag424.ts';

/** Every key of one card, 16 bytes in hex, and what it shall say. */
export interface CardKeys {
  readonly keyId: number;
  readonly metaReadKey: string;
  readonly fileReadKey: string;
  readonly masterKey: string;
  readonly spareKeys: readonly [string, string];
  readonly url: string;
}

/** By number; the master is not among them: it is changed last. */
const otherKeys = ({ metaReadKey, fileReadKey, spareKeys }: CardKeys): readonly (readonly [number, Uint8Array])[] => [
  [KEY.metaRead, bytesOf(metaReadKey)],
  [KEY.fileRead, bytesOf(fileReadKey)],
  [3, bytesOf(spareKeys[0])],
  [4, bytesOf(spareKeys[1])],
];

/**
 * Writes a card: what it says, SDM, keys 1 to 4, and the master last. Until then the card has its factory master, and after it
 * ours, so that a card that was taken away in the middle is simply written again: the version of each key says whose it is.
 * Then it is read as a door would read it. Throws CardError.
 */
export const personalise = async (reader: CardReader, uid: string, keys: CardKeys): Promise<void> => {
  const { keyVersions, session } = await openCard(reader, uid, keys);
  const { bytes, offsets } = ndefFileOf(keys.url);
  await session.run(writeData(NDEF_FILE, 0, bytes), 'its URL', 'plain');
  await session.run(changeFileSettings(NDEF_FILE, sdmFileSettings(offsets)), 'its settings');
  for (const [number, next] of otherKeys(keys)) {
    // With our own key in place this proves that it is ours.
    const old = keyVersions[number] === 0 ? FACTORY_KEY : next;
    await session.run(changeKey(number, next, old, keys.keyId), `key ${number}`);
  }
  await session.run(changeKey(KEY.master, bytesOf(keys.masterKey), FACTORY_KEY, keys.keyId), 'the master key', 'plain');
  await proveCard(reader, uid, keys);
};

/** Makes a card of ours as it came from the factory. Taken away in the middle it is made blank again the same way. Throws CardError. */
export const makeBlank = async (reader: CardReader, uid: string, keys: CardKeys): Promise<void> => {
  const { keyVersions, session } = await openCard(reader, uid, keys);
  await session.run(changeFileSettings(NDEF_FILE, FACTORY_FILE_SETTINGS), 'its settings');
  await session.run(
    writeData(NDEF_FILE, 0, new Uint8Array(ndefFileOf(keys.url).bytes.length)),
    'to be emptied',
    'plain',
  );
  for (const [number, ours] of otherKeys(keys)) {
    const old = keyVersions[number] === 0 ? FACTORY_KEY : ours;
    await session.run(changeKey(number, FACTORY_KEY, old, 0), `key ${number}`);
  }
  await session.run(changeKey(KEY.master, FACTORY_KEY, bytesOf(keys.masterKey), 0), 'the master key', 'plain');
};

const openCard = async (reader: CardReader, uid: string, keys: CardKeys) => {
  const { keyVersions, uid: there } = await identifyCard(reader);
  const isFresh = keyVersions[KEY.master] === 0;
  const session = await MasterSession.open(reader, isFresh ? FACTORY_KEY : bytesOf(keys.masterKey));
  // Within the session, where nobody between us and the card can say another number.
  if (there !== uid || (await session.uid()) !== uid)
    throw new CardError('another card lies on the reader now; put the first one back');
  return { keyVersions, session };
};

const proveCard = async (reader: CardReader, uid: string, keys: CardKeys): Promise<void> => {
  const url = await readUrl(reader);
  // A tag names its door as well, which a card does not.
  const said = parseTapUrl(url?.replace(/^https?:\/\/[^/]+/, '').replace(/\?d=[\w-]{1,64}&/, '?') ?? '');
  const [metaKey, fileKey] = [bytesOf(keys.metaReadKey), bytesOf(keys.fileReadKey)];
  const sun = said && verifySun({ ...said, metaKey, fileKey: () => fileKey, lastCounter: null });
  if (!sun?.ok || Buffer.from(sun.uid).toString('hex') !== uid) {
    throw new CardError(
      'the card was written and does not say what a door expects; write it again, or use another card',
    );
  }
};
