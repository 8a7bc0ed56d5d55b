import { DELIVERIES, type UserDoc } from '@smart-latch/store';
import { z } from 'zod';
import { PASSWORD_MAX_CHARS, PASSWORD_MIN_CHARS } from '../auth/passwords.ts';

/** Length is the only rule: riddles make passwords worse (NIST SP 800-63B, 3.1.1.2). */
export const newPassword = z
  .string()
  .min(PASSWORD_MIN_CHARS, `must have at least ${PASSWORD_MIN_CHARS} characters`)
  .max(PASSWORD_MAX_CHARS);
/** A password to be checked: any length that was ever accepted. */
export const knownPassword = z.string().min(1).max(PASSWORD_MAX_CHARS);

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
