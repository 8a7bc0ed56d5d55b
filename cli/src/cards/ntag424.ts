import { randomBytes } from 'node:crypto';
import {
  afterEv2Command,
  answerEv2Challenge,
  authenticateEv2First,
  type CommMode,
  type Ev2Command,
  type Ev2Session,
  getCardUid,
  getKeyVersion,
  getVersion,
  inSession,
  KEY_NUMBERS,
  moreFrames,
  NDEF_FILE_BYTES,
  openEv2Answer,
  openEv2Session,
  readBinary,
  STATUS,
  selectApplication,
  selectNdefFile,
  urlOfNdef,
} from '@smart-latch/core';
import { CardError, type CardReader, hexOf } from './card-reader.ts';

interface Answered {
  readonly status: number;
  readonly data: Uint8Array;
}

const send = async (reader: CardReader, apdu: Uint8Array): Promise<Answered> => {
  const bytes = await reader.transmit(apdu);
  const [high = 0, low = 0] = bytes.slice(-2);
  return { status: (high << 8) | low, data: bytes.slice(0, -2) };
};

const expectStatus = (answer: Answered, status: number, what: string): Uint8Array => {
  if (answer.status === status) return answer.data;
  throw new CardError(`the card refused ${what} (${answer.status.toString(16)}): ${hintOf(answer.status)}`);
};

const hintOf = (status: number): string =>
  HINTS[status] ?? 'take it off the reader, put it back and try again; is it an NTAG 424 DNA?';
const HINTS: Readonly<Record<number, string>> = {
  [STATUS.integrity]: 'it holds a key of somebody else in this place; use a fresh card',
  [STATUS.wrongKey]: 'its master key is not ours; use a fresh card',
  [STATUS.authenticationDelay]:
    'it was tried with wrong keys and waits; leave it on the reader for a minute and try again',
  [STATUS.permission]: 'it does not allow this; use a fresh card',
};

/** Selects the NDEF application and reads who the card is. Throws CardError for a card of another kind. */
export const identifyCard = async (reader: CardReader): Promise<{ uid: string; keyVersions: number[] }> => {
  const selected = await send(reader, selectApplication());
  if (selected.status !== STATUS.isoOk) throw new CardError('this is no NTAG 424 DNA: it has no NDEF application');
  const hardware = expectStatus(await send(reader, getVersion()), STATUS.more, 'its version');
  expectStatus(await send(reader, moreFrames()), STATUS.more, 'its version');
  const production = expectStatus(await send(reader, moreFrames()), STATUS.ok, 'its version');
  // Vendor NXP, type NTAG (NT4H2421Gx, 10.5.2).
  if (hardware[0] !== 0x04 || hardware[1] !== 0x04)
    throw new CardError('this is a card of another kind: use an NTAG 424 DNA');
  const keyVersions: number[] = [];
  for (const key of KEY_NUMBERS) {
    const [version = 0] = expectStatus(await send(reader, getKeyVersion(key)), STATUS.ok, 'the version of its keys');
    keyVersions.push(version);
  }
  return { uid: hexOf(production.slice(0, 7)), keyVersions };
};

/** The URL that a phone or a latch reads now: each reading counts. null when there is none. */
export const readUrl = async (reader: CardReader): Promise<string | null> => {
  expectStatus(await send(reader, selectApplication()), STATUS.isoOk, 'its application');
  expectStatus(await send(reader, selectNdefFile()), STATUS.isoOk, 'its NDEF file');
  const head = expectStatus(await send(reader, readBinary(0, 2)), STATUS.isoOk, 'to be read');
  const bytes = Math.min(((head[0] ?? 0) << 8) | (head[1] ?? 0), NDEF_FILE_BYTES - 2);
  if (bytes === 0) return null;
  const message = expectStatus(await send(reader, readBinary(2, bytes)), STATUS.isoOk, 'to be read');
  return urlOfNdef(Uint8Array.of(...head, ...message));
};

/** A session with the master key. */
export class MasterSession {
  readonly #reader: CardReader;
  #session: Ev2Session;

  private constructor(reader: CardReader, session: Ev2Session) {
    this.#reader = reader;
    this.#session = session;
  }

  /** Throws CardError when the card's master key is another. */
  static async open(reader: CardReader, key: Uint8Array): Promise<MasterSession> {
    const challenge = expectStatus(await send(reader, authenticateEv2First(0)), STATUS.more, 'to authenticate');
    const rndA = new Uint8Array(randomBytes(16));
    const part2 = await send(reader, moreFrames(answerEv2Challenge(key, challenge, rndA)));
    const session = openEv2Session(key, challenge, rndA, expectStatus(part2, STATUS.ok, 'our key'));
    if (!session) throw new CardError('the card does not prove that it has our key: is it a real one?');
    return new MasterSession(reader, session);
  }

  /** `answer`: how the card protects what it says. */
  async run(command: Ev2Command, what: string, answer: CommMode = 'mac'): Promise<Uint8Array> {
    const answered = await send(this.#reader, inSession(this.#session, command));
    const field = expectStatus(answered, STATUS.ok, what);
    this.#session = afterEv2Command(this.#session);
    const data = openEv2Answer(this.#session, answer, field);
    if (data === null) throw new CardError(`what the card answered to ${what} was changed on its way; try again`);
    return data;
  }

  async uid(): Promise<string> {
    return hexOf(await this.run(getCardUid(), 'its number', 'full'));
  }
}
