import { AppError } from '@smart-latch/runtime';
import { type Accepting, type Holds, type NotAccepted, ROLES } from '@smart-latch/store';
import { z } from 'zod';
import { INVITATION_TOKEN_MAX_CHARS, invitationHash } from '../auth/invitation-token.ts';
import { hashPassword } from '../auth/passwords.ts';
import { requireAppOrigin } from '../auth/refresh-cookie.ts';
import { openSession } from '../auth/sessions.ts';
import type { App, Deps } from '../deps.ts';
import { failureLimit } from '../failure-limit.ts';
import { isActive } from '../membership.ts';
import { exampleId } from '../openapi/example-ids.ts';
import { mayManageRole } from '../permissions.ts';
import { delivery, newPassword, refuseOwnEmail, showAccount, signedIn } from './accounts.ts';
import { signedInUser } from './recovery.ts';
import { email, iso, NO_STORE } from './shapes.ts';

const tags = ['invitations'];
const WINDOW_MS = 15 * 60_000;

export const invitationToken = z
  .string()
  .min(1)
  .max(INVITATION_TOKEN_MAX_CHARS)
  .meta({ examples: ['sl_inv_Yk3...'] });

const lookedUp = z
  .object({
    site: z.object({ id: z.string(), name: z.string() }),
    inviter: z.string().describe('The name of who invites'),
    name: z.string().describe('Who is invited'),
    email: z.string().nullable().describe('The e-mail that a new account gets; null: choose'),
    role: z.enum(ROLES),
    expiresAt: z.string(),
  })
  .meta({
    id: 'InvitationInfo',
    examples: [
      {
        site: { id: exampleId('site'), name: 'Home' },
        inviter: 'Olivia',
        name: 'Mia',
        email: null,
        role: 'member',
        expiresAt: '2026-06-08T08:00:00.000Z',
      },
    ],
  });

const accepting = z
  .strictObject({
    token: invitationToken,
    password: newPassword.optional().describe('Of a new account; who is signed in sends none'),
    email: email.optional().describe('Of a new account, unless the invitation names one'),
    delivery,
  })
  .meta({
    examples: [{ token: 'sl_inv_Yk3...', password: 'trombone pillow harbour nine', email: 'mia@example.org' }],
  });
const accepted = z
  .object({ site: z.string(), role: z.enum(ROLES), session: signedIn.nullable() })
  .meta({ examples: [{ site: exampleId('site'), role: 'member', session: null }] });

/** An invitation from the side of who holds its token. */
export const acceptRoutes = (app: App, deps: Deps): void => {
  const byAddress = failureLimit({ failures: 10, windowMs: WINDOW_MS }, deps.clock);
  const rateLimit = { max: 60, timeWindow: 60_000 };

  /** The open invitation of a token. Throws `not_found`, and `too_many_requests` to who tries many. */
  const opened = async (ip: string, token: string) => {
    byAddress.check(ip);
    // Counted before it is looked at, so that many guesses at once are all counted.
    byAddress.failed(ip);
    const row = await deps.invitations.byHash(invitationHash(token), new Date(deps.clock.now()));
    const inviter = row && (await deps.people.membership(row.site, row.by));
    if (!row || !inviter || !stillHolds(deps)(inviter, row)) throw noSuchInvitation();
    byAddress.undo(ip);
    return row;
  };

  app.route({
    method: 'POST',
    url: '/v1/invitations/look-up',
    config: { action: 'public', rateLimit, problems: ['not_found'] },
    schema: {
      tags,
      summary: 'What an invitation offers, by whom and until when, to who has its token',
      body: z.strictObject({ token: invitationToken }),
      response: { 200: lookedUp },
    },
    handler: async (request, reply) => {
      const { site: id, by, name, email, role, expiresAt } = await opened(request.ip, request.body.token);
      const [site, inviter] = await Promise.all([deps.sites.get(id), deps.people.byId(by)]);
      if (!site || !inviter) throw noSuchInvitation();
      return reply
        .headers(NO_STORE)
        .send({ site: { id, name: site.name }, inviter: inviter.name, name, email, role, expiresAt: iso(expiresAt) });
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/invitations/accept',
    config: { action: 'public', rateLimit, problems: ['unauthenticated', 'forbidden', 'not_found'] },
    schema: {
      tags,
      summary: 'Join: with the account that is signed in, or with a new one, which is signed in then',
      body: accepting,
      response: { 200: accepted },
    },
    handler: async (request, reply) => {
      const { token, password, email, delivery } = request.body;
      if (delivery === 'cookie') requireAppOrigin(request, deps);
      const user = await signedInUser(request, deps);
      const invitation = await opened(request.ip, token);
      const who = user === null ? await newPerson(invitation, password, email) : onlyToken(user, password, email);
      const now = new Date(deps.clock.now());
      const done = await deps.invitations.accept(invitation.hash, who, now, stillHolds(deps));
      if (typeof done === 'string') throw notAccepted(done);
      const opening = user === null && { user: done.user, delivery, authenticatedAt: now };
      const session = opening && {
        ...(await openSession(request, reply, deps, opening)),
        user: showAccount(done.user),
      };
      const { site, role } = done.membership;
      return reply.headers(NO_STORE).send({ site, role, session: session || null });
    },
  });
};

/** An invitation is worth as much as who made it is now: nobody outlives their role by the links that they sent. */
export const stillHolds =
  ({ clock }: Deps): Holds =>
  (inviter, { role }) =>
    isActive(inviter, clock.now()) && mayManageRole(inviter.role, role);

const newPerson = async (
  invited: { readonly name: string; readonly email: string | null },
  password: string | undefined,
  given: string | undefined,
): Promise<Accepting> => {
  const email = invited.email ?? given;
  if (password === undefined || email === undefined) {
    throw new AppError('bad_request', 'sign in first, or send email and password for a new account');
  }
  if (given !== undefined && given !== email) {
    throw new AppError('unprocessable', 'this invitation is for another e-mail: leave email out');
  }
  refuseOwnEmail(password, email);
  return { newUser: { name: invited.name, email, passwordHash: await hashPassword(password) } };
};

const onlyToken = (user: string, ...more: (string | undefined)[]): Accepting => {
  if (more.some((one) => one !== undefined)) {
    throw new AppError('bad_request', 'you are signed in: send the token alone');
  }
  return { user };
};

export const notAccepted = (why: NotAccepted): AppError => {
  if (why === 'unknown') return noSuchInvitation();
  const details = {
    member: 'you belong to this site already',
    email_taken: 'an account with this e-mail exists: sign in with it, then accept',
    identity_taken: 'this account elsewhere is linked with somebody here: sign in with it, then accept',
  };
  return new AppError('conflict', details[why]);
};

const noSuchInvitation = () =>
  new AppError('not_found', 'this invitation is used, withdrawn, over, or never was; ask for another');
