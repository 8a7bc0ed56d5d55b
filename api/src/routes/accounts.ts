import { AppError } from '@smart-latch/runtime';
import { DELIVERIES, type UserDoc } from '@smart-latch/store';
import { z } from 'zod';
import { isBreached } from '../auth/breached/breached.ts';
import { isOwnEmail, PASSWORD_MAX_CHARS, PASSWORD_MIN_CHARS, passwordLength } from '../auth/passwords.ts';

/** No riddles: they make passwords worse. */
export const newPassword = z
  .string()
  .max(4 * PASSWORD_MAX_CHARS)
  .refine((text) => passwordLength(text) >= PASSWORD_MIN_CHARS, `must have at least ${PASSWORD_MIN_CHARS} characters`)
  .refine((text) => passwordLength(text) <= PASSWORD_MAX_CHARS, `must have at most ${PASSWORD_MAX_CHARS} characters`)
  .refine(
    (text) => !isBreached(text),
    'is among the passwords that attackers try first; take another, for example four words that have nothing in common',
  );
/** A password to be checked: any length that was ever accepted. */
export const knownPassword = z
  .string()
  .min(1)
  .max(4 * PASSWORD_MAX_CHARS);

/** Throws `unprocessable` for a password that whoever knows the e-mail would try. */
export const refuseOwnEmail = (password: string, email: string | null | undefined): void => {
  if (email && isOwnEmail(password, email)) {
    throw new AppError('unprocessable', 'the password is your e-mail, or hardly more; take another');
  }
};

export const account = z
  .object({ id: z.string(), name: z.string(), email: z.string().nullable() })
  .meta({ id: 'Account' });

export const showAccount = ({ _id, name, email }: UserDoc): z.output<typeof account> => ({ id: _id, name, email });

/** How the session's refresh token is wanted; without one the session ends with its access token. */
export const delivery = z.enum(DELIVERIES).default('none');

export const accessTokenShape = z.object({ accessToken: z.string(), expiresInS: z.int() });
/** `refreshToken`: with delivery `body` alone; with `cookie` it is in the cookie and nowhere else. */
export const tokens = accessTokenShape.extend({ refreshToken: z.string().optional() }).meta({ id: 'Tokens' });
export const signedIn = tokens.extend({ user: account }).meta({ id: 'SignedIn' });
