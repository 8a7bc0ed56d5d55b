import { AppError } from '@smart-latch/runtime';
import type { UserDoc } from '@smart-latch/store';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Remembered } from '../auth/oidc/flow-cookie.ts';
import type { Issuer } from '../auth/oidc/issuers.ts';
import type { Proven } from '../auth/oidc/relying-party.ts';
import { openSession } from '../auth/sessions.ts';
import type { Deps } from '../deps.ts';
import { notAccepted, stillHolds } from './accept-invitation.ts';

interface Back {
  readonly issuer: Issuer;
  readonly proven: Proven;
  /** The hash of its token, if the browser set out with one. */
  readonly invitation: string | null;
}

/**
 * Signs in the account that is linked with who was proved; an invitation makes one where there is none, and lets either join.
 * An e-mail alone links nothing: its owner says so, signed in.
 */
export const signInBy = async (request: FastifyRequest, reply: FastifyReply, deps: Deps, back: Back): Promise<void> => {
  const { issuer, proven, invitation } = back;
  const identity = await deps.identities.find(issuer.url, proven.subject);
  const known = identity && (await deps.people.byId(identity.user));
  if (known && invitation !== null) await joinKnown(deps, known, invitation);
  const user = known ?? (await newcomer(deps, back));
  // An issuer that does not say when proves nothing that is fresh: step-up asks again.
  const authenticatedAt = new Date(Math.min(proven.authenticatedAt?.getTime() ?? 0, deps.clock.now()));
  await openSession(request, reply, deps, { user, delivery: 'cookie', authenticatedAt });
};

/** Who can sign in does so whatever became of the invitation; the app sees which sites are theirs. */
const joinKnown = async (deps: Deps, { _id: user }: UserDoc, invitation: string): Promise<void> => {
  await deps.invitations.accept(invitation, { user }, new Date(deps.clock.now()), stillHolds(deps));
};

const newcomer = async (deps: Deps, { issuer, proven, invitation: hash }: Back): Promise<UserDoc> => {
  const { url, label } = issuer;
  const verified = proven.isEmailVerified ? proven.email : null;
  const now = new Date(deps.clock.now());
  const invitation = hash === null ? null : await deps.invitations.byHash(hash, now);
  const email = invitation?.email ?? verified;
  for (const one of [verified, email]) {
    if (one !== null && (await deps.people.byEmail(one))) {
      throw new AppError(
        'conflict',
        `an account with this e-mail exists: sign in with its password, then link ${label} (POST /v1/me/identities)`,
      );
    }
  }
  if (hash === null) {
    throw new AppError(
      'forbidden',
      `nobody here is linked with this account at ${label}; ask an owner for an invitation`,
    );
  }
  if (!invitation) throw notAccepted('unknown');
  const newUser = { name: invitation.name, email, passwordHash: null };
  const identity = { issuer: url, subject: proven.subject, email: proven.email };
  const done = await deps.invitations.accept(invitation.hash, { newUser, identity }, now, stillHolds(deps));
  if (typeof done === 'string') throw notAccepted(done);
  return done.user;
};

export const linkWith = async (
  deps: Deps,
  { url, label }: Issuer,
  { subject, email }: Proven,
  { user, session }: NonNullable<Remembered['link']>,
): Promise<void> => {
  const now = new Date(deps.clock.now());
  if (!(await deps.sessions.live([session], now)).has(session)) {
    throw new AppError('unauthenticated', 'you signed out meanwhile; sign in and link again');
  }
  const made = await deps.identities.link({ user, issuer: url, subject, email, createdAt: now });
  const linked = made ?? (await deps.identities.find(url, subject));
  if (linked?.user !== user) {
    throw new AppError('conflict', `this account at ${label} is linked with somebody else here`);
  }
};
