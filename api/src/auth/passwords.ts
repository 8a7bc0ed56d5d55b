import { type Algorithm, hash, verify } from '@node-rs/argon2';

/** OWASP's second choice for argon2id: 19 MiB, 2 passes, 1 lane. */
const OPTIONS = { algorithm: 2 as Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Code points after normalisation. Length and a list of known ones are the only rules (NIST SP 800-63B-4, 3.1.1.2). */
export const PASSWORD_MIN_CHARS = 12;
export const PASSWORD_MAX_CHARS = 128;

/** The same password can be typed as different code points: NFKC makes one of them. */
const normal = (password: string): string => password.normalize('NFKC');

export const hashPassword = (password: string): Promise<string> => hash(normal(password), OPTIONS);

export const passwordLength = (password: string): number => [...normal(password)].length;

/** Whether the password is little more than the e-mail, or what stands before its @. */
export const isOwnEmail = (password: string, email: string): boolean => {
  const text = normal(password).toLowerCase();
  const [name = ''] = email.split('@');
  const around = /^[^\p{L}]+|[^\p{L}]+$/gu;
  const core = text.replace(around, '');
  return text.includes(email) || (core !== '' && core === name.replace(around, ''));
};

let nobody: Promise<string> | undefined;

/** Whether the password is right. Without a hash the same work is done, so that time does not tell who has an account. */
export const checkPassword = async (passwordHash: string | null, password: string): Promise<boolean> => {
  nobody ??= hashPassword('nobody signs in with this');
  const right = await verify(passwordHash ?? (await nobody), normal(password));
  return passwordHash !== null && right;
};
