import type { WebhookPolicy } from '@smart-latch/protocol';
import type { Clock, Histogram, Logger } from '@smart-latch/runtime';
import type {
  ApiTokens,
  Credentials,
  Enrolments,
  Erasures,
  ExportPart,
  GrantHolders,
  Grants,
  Groups,
  Guests,
  History,
  Holidays,
  IdempotencyKeys,
  Identities,
  Invitations,
  Lockdowns,
  Members,
  Notices,
  Passkeys,
  People,
  RecoveryCodes,
  Sessions,
  SiteRepositories,
  Sites,
  Webhooks,
} from '@smart-latch/store';

import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Ask } from './ask.ts';
import type { Issuer } from './auth/oidc/issuers.ts';
import type { RelyingParty } from './auth/oidc/relying-party.ts';
import type { Challenges } from './auth/passkeys/challenges.ts';
import type { SetupCode } from './auth/setup-code.ts';
import type { EnrolmentCa } from './enrolment/ca.ts';
import type { Nonces } from './enrolment/nonces.ts';
import type { PhotographStore } from './faces/photograph-store.ts';
import type { LiveEvents } from './live/live-events.ts';
import type { Taps } from './phone/taps.ts';

/** The app that routes are added to. */
export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** Everything that a route may touch. */
export interface Deps {
  readonly log: Logger;
  readonly clock: Clock;
  /** Labels method, route, status. */
  readonly requestSeconds: Histogram;
  readonly people: People;
  readonly passkeys: Passkeys;
  readonly challenges: Challenges;
  readonly sessions: Sessions;
  readonly apiTokens: ApiTokens;
  readonly identities: Identities;
  readonly relyingParty: RelyingParty;
  readonly members: Members;
  readonly groups: Groups;
  readonly invitations: Invitations;
  readonly guests: Guests;
  readonly grants: Grants;
  readonly recoveryCodes: RecoveryCodes;
  readonly sites: Sites;
  readonly lockdowns: Lockdowns;
  readonly holidays: Holidays;
  readonly rows: SiteRepositories;
  readonly credentials: Credentials;
  readonly enrolments: Enrolments;
  readonly grantHolders: GrantHolders;
  readonly history: History;
  readonly idempotency: IdempotencyKeys;
  readonly notices: Notices;
  readonly webhooks: Webhooks;
  readonly erasures: Erasures;
  readonly exportPerson: (user: string) => Iterable<ExportPart>;
  readonly ask: Ask;
  readonly photographs: PhotographStore;
  readonly nonces: Nonces;
  readonly taps: Taps;
  readonly live: LiveEvents;
  readonly ca: EnrolmentCa;
  /** Tells the brokers: the device's connection falls within a second. */
  readonly publishRevoked: (device: string) => Promise<void>;
  readonly setupCode: SetupCode;
  readonly settings: Settings;
}

export interface Settings {
  /** Ed25519, PKCS#8 PEM. */
  readonly jwtKey: string;
  readonly publicUrl: string;
  /** Of the apps that are given a cookie: scheme, host and port. */
  readonly appOrigins: readonly string[];
  readonly session: {
    readonly absoluteMs: number;
    readonly idleMs: number;
    /** 32 bytes: makes a refresh token's successor. */
    readonly refreshKey: Uint8Array;
  };
  readonly oidc: {
    readonly issuers: readonly Issuer[];
    /** 32 bytes: seals the cookie of a sign-in that is under way. */
    readonly cookieKey: Uint8Array;
  };
  readonly webhooks: {
    /** 32 bytes: makes the secret of each webhook. */
    readonly secretKey: Uint8Array;
    readonly policy: WebhookPolicy;
  };
  /** Requests of one address. */
  readonly ratePerMinute: number;
  /** A process whose event loop is later than this turns requests away. */
  readonly maxLoopDelayMs: number;
  readonly trustedProxies: string | null;
  /** Base of the device port as devices reach it. */
  readonly devicePublicUrl: string;
  readonly broker: { readonly host: string; readonly port: number; readonly ca: string };
}

/** PEM. */
export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
}
