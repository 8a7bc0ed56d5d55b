import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { ALPHABET, asTyped, inGroups } from './crockford.ts';

/** What the first owner shows to prove that they may read a file of this server: who comes first by the network may not. */
export interface SetupCode {
  accepts(text: string): boolean;
  /** It has made an owner: where it was kept it is no more. */
  spend(): Promise<void>;
}

const GROUPS = 5;
const GROUP_CHARS = 4;

/** Five groups of four: 100 random bits. */
export const newSetupCode = (): string => {
  const letters = [...randomBytes(GROUPS * GROUP_CHARS)].map((byte) => ALPHABET.charAt(byte % ALPHABET.length));
  return inGroups(letters.join(''), GROUP_CHARS);
};

const digest = (text: string): Buffer => createHash('sha256').update(asTyped(text)).digest();

export const setupCodeOf = (code: string, spend: SetupCode['spend'] = async () => {}): SetupCode => ({
  accepts: (text) => timingSafeEqual(digest(text), digest(code)),
  spend,
});

/** A server that has its owner accepts none. */
export const NO_SETUP_CODE: SetupCode = { accepts: () => false, spend: async () => {} };

/** The code in the file, for its owner's eyes alone; made when there is none. */
export const setupCodeInFile = async (file: string): Promise<SetupCode> => {
  await writeFile(file, `${newSetupCode()}\n`, { flag: 'wx', mode: 0o600 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  const code = (await readFile(file, 'utf8')).trim();
  if (code.length < GROUPS * GROUP_CHARS) throw new Error(`${file} holds no setup code: delete it and start again`);
  return setupCodeOf(code, () => rm(file, { force: true }));
};
