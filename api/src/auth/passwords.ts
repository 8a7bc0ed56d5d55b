import { type Algorithm, hash, verify } from '@node-rs/argon2';

/** OWASP's second choice for argon2id: 19 MiB, 2 passes, 1 lane. */
const OPTIONS = { algorithm: 2 as Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const PASSWORD_MIN_CHARS = 10;
export const PASSWORD_MAX_CHARS = 128;

/** The same password can be typed as different code points: NFKC makes one of them (NIST SP 800-63B, 3.1.1.2). */
const normal = (password: string): string => password.normalize('NFKC');

export const hashPassword = (password: string): Promise<string> => hash(normal(password), OPTIONS);

let nobody: Promise<string> | undefined;

/** Whether the password is right. Without a hash the same work is done, so that time does not tell who has an account. */
export const checkPassword = async (passwordHash: string | null, password: string): Promise<boolean> => {
  nobody ??= hashPassword('nobody signs in with this');
  const right = await verify(passwordHash ?? (await nobody), normal(password));
  return passwordHash !== null && right;
};
