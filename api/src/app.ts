import cookie from '@fastify/cookie';
import multipart from '@fastify/multipart';
import { registerAccessTokens } from './auth/access-tokens.ts';
import type { App, Deps, TlsFiles } from './deps.ts';
import { enrolmentRoutes } from './device-routes/enrolments.ts';
import { secretRoutes } from './device-routes/secrets.ts';
import { PHOTOGRAPH_MAX_BYTES } from './faces/photograph.ts';
import { MAX_PHOTOGRAPHS } from './faces/upload.ts';
import { registerGuard } from './guard.ts';
import { registerActs } from './http/acts.ts';
import { registerCompression } from './http/compression.ts';
import { registerCors } from './http/cors.ts';
import { registerEtags } from './http/etag.ts';
import { registerFields } from './http/fields.ts';
import { registerIdempotency } from './http/idempotency.ts';
import { registerDocs } from './openapi/register.ts';
import { acceptRoutes } from './routes/accept-invitation.ts';
import { accessRoutes } from './routes/access.ts';
import { attemptRoutes } from './routes/attempts.ts';
import { authRoutes } from './routes/auth.ts';
import { cameraRoutes } from './routes/cameras.ts';
import { cardRoutes } from './routes/cards.ts';
import { claimRoutes } from './routes/claims.ts';
import { credentialRoutes } from './routes/credentials.ts';
import { deviceRoutes } from './routes/devices.ts';
import { erasureRoutes } from './routes/erasure.ts';
import { eventRoutes } from './routes/events.ts';
import { exportRoutes } from './routes/export.ts';
import { faceRoutes } from './routes/faces.ts';
import { grantRoutes } from './routes/grants.ts';
import { groupRoutes } from './routes/groups.ts';
import { guestRoutes } from './routes/guests.ts';
import { holidayRoutes } from './routes/holidays.ts';
import { identityRoutes } from './routes/identities.ts';
import { invitationRoutes } from './routes/invitations.ts';
import { latchRoutes } from './routes/latches.ts';
import { lockdownRoutes } from './routes/lockdown.ts';
import { lostCardRoutes } from './routes/lost-cards.ts';
import { meRoutes } from './routes/me.ts';
import { memberRoutes } from './routes/members.ts';
import { oidcRoutes } from './routes/oidc.ts';
import { pairingRoutes } from './routes/pairings.ts';
import { passkeySignInRoutes } from './routes/passkey-sign-in.ts';
import { passkeyRoutes } from './routes/passkeys.ts';
import { phoneAttemptRoutes } from './routes/phone-attempts.ts';
import { recoveryRoutes } from './routes/recovery.ts';
import { scheduleRoutes } from './routes/schedules.ts';
import { sessionRoutes } from './routes/sessions.ts';
import { setupRoutes } from './routes/setup.ts';
import { siteRoutes } from './routes/sites.ts';
import { tagRoutes } from './routes/tags.ts';
import { tapRoutes } from './routes/taps.ts';
import { tokenRoutes } from './routes/tokens.ts';
import { unlockRoutes } from './routes/unlock.ts';
import { userRoutes } from './routes/users.ts';
import { deliveryRoutes } from './routes/webhook-deliveries.ts';
import { webhookRoutes } from './routes/webhooks.ts';
import { newServer } from './server.ts';

type Routes = (app: App, deps: Deps) => void;

/** Every resource of the app port, in the order in which the documentation shows them. */
export const APP_ROUTES: readonly Routes[] = [
  setupRoutes,
  authRoutes,
  meRoutes,
  oidcRoutes,
  sessionRoutes,
  identityRoutes,
  passkeyRoutes,
  passkeySignInRoutes,
  tokenRoutes,
  exportRoutes,
  erasureRoutes,
  siteRoutes,
  lockdownRoutes,
  holidayRoutes,
  userRoutes,
  memberRoutes,
  recoveryRoutes,
  groupRoutes,
  guestRoutes,
  invitationRoutes,
  acceptRoutes,
  latchRoutes,
  cameraRoutes,
  claimRoutes,
  pairingRoutes,
  deviceRoutes,
  cardRoutes,
  credentialRoutes,
  lostCardRoutes,
  tagRoutes,
  grantRoutes,
  accessRoutes,
  scheduleRoutes,
  faceRoutes,
  unlockRoutes,
  tapRoutes,
  phoneAttemptRoutes,
  attemptRoutes,
  eventRoutes,
  webhookRoutes,
  deliveryRoutes,
];
export const DEVICE_ROUTES: readonly Routes[] = [enrolmentRoutes, secretRoutes];

/** The port for people and programs. Without `tls` it is plain HTTP, for behind a TLS proxy. */
export const buildApp = async (deps: Deps, tls: TlsFiles | null): Promise<App> => {
  const app = await newServer(deps, tls);
  await registerCors(app, deps.settings.appOrigins);
  await registerCompression(app);
  await registerAccessTokens(app, deps.settings.jwtKey);
  // Without its hook no route finds cookies in a request: those that want one read it themselves.
  await app.register(cookie, { hook: false });
  await app.register(multipart, {
    limits: {
      files: MAX_PHOTOGRAPHS,
      fileSize: PHOTOGRAPH_MAX_BYTES,
      fields: 2,
      fieldSize: 2_048,
      fieldNameSize: 64,
      parts: MAX_PHOTOGRAPHS + 2,
      headerPairs: 20,
    },
  });
  await registerDocs(app);
  await addRoutes(app, deps, APP_ROUTES, [registerActs, registerIdempotency, registerEtags, registerFields]);
  return app;
};

/** The port for devices: its certificate is the enrolment CA's, and nobody signs in here. */
export const buildDeviceApp = async (deps: Deps, tls: TlsFiles): Promise<App> => {
  const app = await newServer(deps, tls);
  await addRoutes(app, deps, DEVICE_ROUTES, []);
  return app;
};

/** `manners` go around every route behind the guard, which has said by then who calls. */
const addRoutes = async (
  app: App,
  deps: Deps,
  routes: readonly Routes[],
  manners: readonly Routes[],
): Promise<void> => {
  await app.register(async (guarded) => {
    registerGuard(guarded as App, deps);
    for (const add of [...manners, ...routes]) add(guarded as App, deps);
  });
};
