import { createHash, randomBytes } from 'node:crypto';
import { ALPHABET, asTyped, checkSymbol, inGroups } from './crockford.ts';

/** 135 random bits. */
const RANDOM_CHARS = 27;
const GROUP_CHARS = 4;
export const RECOVERY_CODE_MAX_CHARS = 100;

/** Seven groups of four, the last symbol is a check: to be printed, and typed years later. */
export const newRecoveryCode = (): string => {
  const random = [...randomBytes(RANDOM_CHARS)].map((byte) => ALPHABET.charAt(byte % ALPHABET.length)).join('');
  return inGroups(random + checkSymbol(random), GROUP_CHARS);
};

/** SHA-256 of a code however it was typed, hex; null when it is mistyped. So many bits need no slow hash. */
export const recoveryCodeHash = (text: string): string | null => {
  const typed = asTyped(text);
  const [random, check] = [typed.slice(0, RANDOM_CHARS), typed.slice(RANDOM_CHARS)];
  const isWhole = random.length === RANDOM_CHARS && [...random].every((symbol) => ALPHABET.includes(symbol));
  return isWhole && check === checkSymbol(random) ? createHash('sha256').update(typed).digest('hex') : null;
};
