import { hexToBytes } from '@noble/ciphers/utils.js';
import { describe, expect, test } from 'vitest';
import { formatTapUrl, parseTapUrl } from './tap-url.ts';

const picc = 'EF963FF7828658A599F3041510671E88';
const mac = '94EED9EE65337086';
const path = `/t?k=7&p=${picc}&c=${mac}`;
const said = { keyId: 7, picc: hexToBytes(picc), mac: hexToBytes(mac) };

describe('the URL that a card says', () => {
  test('is read with and without an origin, in either case, and written back', () => {
    expect(parseTapUrl(path)).toEqual(said);
    expect(parseTapUrl(`https://door.example${path}`)).toEqual(said);
    expect(parseTapUrl(`/t?k=7&p=${picc.toLowerCase()}&c=${mac.toLowerCase()}`)).toEqual(said);
    expect(formatTapUrl(said)).toBe(path);
  });

  test.each([0, 255])('may name key id %i', (keyId) => {
    expect(parseTapUrl(`/t?k=${keyId}&p=${picc}&c=${mac}`)?.keyId).toBe(keyId);
  });

  test.each([
    ['empty', ''],
    ['of another path', path.replace('/t?', '/u?')],
    ['over plain http', `http://door.example${path}`],
    ['with key id 256', path.replace('k=7', 'k=256')],
    ['with a key id of leading zeros', path.replace('k=7', 'k=07')],
    ['with a negative key id', path.replace('k=7', 'k=-7')],
    ['without a key id', path.replace('k=7&', '')],
    ['with a short p', path.replace('p=EF', 'p=')],
    ['with a long c', `${path}00`],
    ['with no hex', path.replace('p=EF', 'p=XY')],
    ['with a parameter twice', `${path}&k=8`],
    ['with a fragment', `${path}#x`],
    ['with a line after it', `${path}\n`],
    ['with an endless host', `https://${'a'.repeat(254)}${path}`],
  ])('is refused when it is %s', (_, url) => {
    expect(parseTapUrl(url)).toBeNull();
  });
});
