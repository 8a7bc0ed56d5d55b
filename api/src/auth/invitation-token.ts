import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits; the prefix lets a secret scanner find one that was published by mistake. */
export const newInvitationToken = (): string => `sl_inv_${randomBytes(32).toString('base64url')}`;
export const INVITATION_TOKEN_MAX_CHARS = 100;

/** So many bits need no slow hash. */
export const invitationHash = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Behind the #, which no browser sends: so no log of any server ever has the token. */
export const invitationLink = (publicUrl: string, token: string): string => `${publicUrl}/invitations#${token}`;
