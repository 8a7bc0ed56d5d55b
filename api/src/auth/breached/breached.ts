import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** Where a password stands in no list, but is a listed word with something around it: `Sunshine2024!!`. */
const AROUND_A_WORD = /^[^a-z]+|[^a-z]+$/g;
/** A list holds the first bytes of SHA-256, sorted: about one good password in 50,000 is refused by chance. */
export const ENTRY_BYTES = 4;
export const WORD_CHARS = { min: 4, max: 11 } as const;

export const folded = (password: string): string => password.normalize('NFKC').toLowerCase();

export const entryOf = (text: string): Buffer => createHash('sha256').update(text).digest().subarray(0, ENTRY_BYTES);

let list: Buffer | undefined;

const isListed = (text: string): boolean => {
  list ??= readFileSync(new URL('list.bin', import.meta.url));
  const entry = entryOf(text);
  let [low, high] = [0, list.length / ENTRY_BYTES];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const order = entry.compare(list, middle * ENTRY_BYTES, (middle + 1) * ENTRY_BYTES);
    if (order === 0) return true;
    if (order < 0) high = middle;
    else low = middle + 1;
  }
  return false;
};

/** Whether a password is known from breaches (README.md), or is one of their words with digits and signs around it. */
export const isBreached = (password: string): boolean => {
  const text = folded(password);
  const word = text.replace(AROUND_A_WORD, '');
  const isWord = word.length >= WORD_CHARS.min && word.length <= WORD_CHARS.max;
  return isListed(text) || (isWord && isListed(word));
};
