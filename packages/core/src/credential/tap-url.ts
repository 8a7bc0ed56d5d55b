import { bytesToHex, hexToBytes } from '@noble/ciphers/utils.js';

/** What a card or a door's tag says in its URL. */
export interface TapUrl {
  /** Which of the site's keys, 0..255. */
  readonly keyId: number;
  /** 16 bytes. */
  readonly picc: Uint8Array;
  /** 8 bytes. */
  readonly mac: Uint8Array;
}

/** The cards are written by us, so the order of the parameters is fixed and nothing else may follow. */
const TAP_URL = /^(?:https:\/\/[^/?#]{1,253})?\/t\?k=(0|[1-9][0-9]{0,2})&p=([0-9A-Fa-f]{32})&c=([0-9A-Fa-f]{16})$/;
const MAX_CHARS = 400;

/** Reads `/t?k={key id}&p={32 hex}&c={16 hex}`, with or without an https origin; null when it is anything else. */
export function parseTapUrl(url: string): TapUrl | null {
  const match = url.length <= MAX_CHARS ? TAP_URL.exec(url) : null;
  if (match === null) return null;
  const [, key = '', picc = '', mac = ''] = match;
  const keyId = Number(key);
  return keyId <= 0xff ? { keyId, picc: hexToBytes(picc), mac: hexToBytes(mac) } : null;
}

/** The path and query that a card with these keys says. */
export function formatTapUrl({ keyId, picc, mac }: TapUrl): string {
  return `/t?k=${keyId}&p=${bytesToHex(picc).toUpperCase()}&c=${bytesToHex(mac).toUpperCase()}`;
}
