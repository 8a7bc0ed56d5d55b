import { AppError } from '@smart-latch/runtime';
import { DELIVERIES, type UserDoc } from '@smart-latch/store';
import { z } from 'zod';
import { ACCESS_TOKEN_S } from '../auth/access-tokens.ts';
import { isBreached } from '../auth/breached/breached.ts';
import { isOwnEmail, PASSWORD_MAX_CHARS, PASSWORD_MIN_CHARS, passwordLength } from '../auth/passwords.ts';
import { EXAMPLE_REFRESH_TOKEN, exampleId } from '../openapi/example-ids.ts';

/** No riddles: they make passwords worse. */
export const newPassword = z
  .string()
  .max(4 * PASSWORD_MAX_CHARS)
  .refine((text) => passwordLength(text) >= PASSWORD_MIN_CHARS, `must have at least ${PASSWORD_MIN_CHARS} characters`)
  .refine((text) => passwordLength(text) <= PASSWORD_MAX_CHARS, `must have at most ${PASSWORD_MAX_CHARS} characters`)
  .refine(
    (text) => !isBreached(text),
    'is among the passwords that attackers try first; take another, for example four words that have nothing in common',
  )
  .meta({ examples: ['trombone pillow harbour nine'] });
/** A password to be checked: any length that was ever accepted. */
export const knownPassword = z
  .string()
  .min(1)
  .max(4 * PASSWORD_MAX_CHARS)
  .meta({ examples: ['trombone pillow harbour nine'] });

/** Throws `unprocessable` for a password that whoever knows the e-mail would try. */
export const refuseOwnEmail = (password: string, email: string | null | undefined): void => {
  if (email && isOwnEmail(password, email)) {
    throw new AppError('unprocessable', 'the password is your e-mail, or hardly more; take another');
  }
};

export const account = z
  .object({ id: z.string(), name: z.string(), email: z.string().nullable() })
  .meta({ id: 'Account', examples: [{ id: exampleId('olivia'), name: 'Olivia', email: 'olivia@example.org' }] });

export const showAccount = ({ _id, name, email }: UserDoc): z.output<typeof account> => ({ id: _id, name, email });

export const delivery = z
  .enum(DELIVERIES)
  .default('none')
  .meta({
    description: "How the session's refresh token is wanted; without one the session ends with its access token",
    examples: ['body'],
  });

export const accessTokenShape = z.object({
  accessToken: z.string().meta({ examples: ['eyJhbGciOiJFZERTQSJ9...'] }),
  expiresInS: z.int().meta({ examples: [ACCESS_TOKEN_S] }),
});
export const tokens = accessTokenShape
  .extend({
    refreshToken: z
      .string()
      .optional()
      .meta({
        description: 'With delivery `body` alone; with `cookie` it is in the cookie and nowhere else',
        examples: [EXAMPLE_REFRESH_TOKEN],
      }),
  })
  .meta({ id: 'Tokens' });
export const signedIn = tokens.extend({ user: account }).meta({ id: 'SignedIn' });
