/** Writes list.bin from a list of passwords, the most frequent first, one a line: see README.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { PASSWORD_MIN_CHARS } from '../passwords.ts';
import { entryOf, folded, WORD_CHARS } from './breached.ts';

/** Words are taken from so many of the most frequent passwords; beyond, they are too rare to be tried. */
const WORDS_FROM = 100_000;

const [source] = process.argv.slice(2);
if (source === undefined) throw new Error('say which list: node api/src/auth/breached/write.ts PASSWORDS.txt');
const passwords = readFileSync(source, 'utf8').split('\n').map(folded);
const long = passwords.filter((text) => [...text].length >= PASSWORD_MIN_CHARS);
const words = passwords
  .slice(0, WORDS_FROM)
  .filter((text) => /^[a-z]+$/.test(text) && text.length >= WORD_CHARS.min && text.length <= WORD_CHARS.max);
const entries = [...new Set([...long, ...words])].map(entryOf).sort(Buffer.compare);
writeFileSync(new URL('list.bin', import.meta.url), Buffer.concat(entries));
console.log(`${entries.length} entries: ${long.length} passwords, ${words.length} words`);
