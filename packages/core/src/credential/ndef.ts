import { concatBytes } from '@noble/ciphers/utils.js';
import { NDEF_FILE_BYTES, type SdmOffsets } from './ntag424-commands.ts';

/** URI identifier codes (NFC Forum URI Record Type Definition, 3.2.2). */
const PREFIXES: readonly (readonly [number, string])[] = [
  [0x04, 'https://'],
  [0x03, 'http://'],
  [0x00, ''],
];
/** One short record of type U: message begin and end, short record, well-known type. */
const HEADER = 0xd1;
const TYPE_URI = 0x55;
const PLACEHOLDER = { picc: /([?&]p=)0{32}(?=&|$)/, mac: /([?&]c=)0{16}(?=&|$)/ } as const;

/** The NDEF file of a card of ours, and where in it the card puts what it says. */
export interface NdefFile {
  readonly bytes: Uint8Array;
  readonly offsets: SdmOffsets;
}

/**
 * @param url with `p=` and 32 zeros, `c=` and 16 zeros, ASCII
 * @throws RangeError when there is no place for the message, or the URL does not fit on a card
 */
export function ndefFileOf(url: string): NdefFile {
  const [code, prefix] = PREFIXES.find(([, text]) => url.startsWith(text)) ?? [0, ''];
  const rest = Uint8Array.from(url.slice(prefix.length), (character) => character.charCodeAt(0));
  const payloadBytes = 1 + rest.length;
  const head = Uint8Array.of(0, 4 + payloadBytes, HEADER, 1, payloadBytes, TYPE_URI, code);
  if (!/^[\x21-\x7e]*$/.test(url) || head.length + rest.length > NDEF_FILE_BYTES - 6) {
    throw new RangeError(`URL: want ASCII that fits into ${NDEF_FILE_BYTES - 6} bytes`);
  }
  const offsetOf = (pattern: RegExp): number => {
    const match = pattern.exec(url);
    if (match === null) throw new RangeError('URL: want p= and 32 zeros, and c= and 16 zeros');
    return head.length + match.index + (match[1] ?? '').length - prefix.length;
  };
  return {
    bytes: concatBytes(head, rest),
    offsets: { picc: offsetOf(PLACEHOLDER.picc), mac: offsetOf(PLACEHOLDER.mac) },
  };
}

/** The URL in an NDEF file, as a reader finds it; null when there is none. */
export function urlOfNdef(file: Uint8Array): string | null {
  const [high = 0, low = 0, header, typeBytes, payloadBytes = 0, type, code] = file;
  const messageBytes = (high << 8) | low;
  if (header !== HEADER || typeBytes !== 1 || type !== TYPE_URI || messageBytes !== 4 + payloadBytes) return null;
  const prefix = PREFIXES.find(([known]) => known === code)?.[1];
  if (prefix === undefined || payloadBytes < 1 || file.length < 2 + messageBytes) return null;
  return prefix + String.fromCharCode(...file.subarray(7, 2 + messageBytes));
}
