import { REVOKED_CHANNEL } from '@smart-latch/protocol';
import type { Clock, Histogram, Logger } from '@smart-latch/runtime';
import {
  apiTokens,
  credentials,
  enrolments,
  erasures,
  exportPerson,
  grantHolders,
  grants,
  groups,
  guests,
  history,
  holidays,
  idempotencyKeys,
  identities,
  invitations,
  lockdowns,
  members,
  notices,
  passkeys,
  people,
  recoveryCodes,
  type Store,
  sessions,
  siteRepositories,
  sites,
  webhooks,
} from '@smart-latch/store';

import type { Redis } from 'ioredis';
import { openAsker } from './ask.ts';
import { openRelyingParty } from './auth/oidc/relying-party.ts';
import { redisChallenges } from './auth/passkeys/challenges.ts';
import type { SetupCode } from './auth/setup-code.ts';
import type { Deps, Settings } from './deps.ts';
import type { EnrolmentCa } from './enrolment/ca.ts';
import { redisNonces } from './enrolment/nonces.ts';
import { redisPhotographs } from './faces/photograph-store.ts';
import { openLiveEvents } from './live/live-events.ts';
import { redisTaps } from './phone/taps.ts';

export interface Resources {
  readonly log: Logger;
  readonly clock: Clock;
  readonly requestSeconds: Histogram;
  readonly store: Store;
  /** The queue Redis. */
  readonly queue: Redis;
  /** The frame Redis: for commands, and a connection that only listens. */
  readonly frames: Redis;
  readonly subscriber: Redis;
  /** BullMQ's key prefix; its default unless a test has one of its own. */
  readonly queuePrefix?: string;
  readonly ca: EnrolmentCa;
  readonly setupCode: SetupCode;
  readonly settings: Settings;
}

/** Gives every route its narrow tools over the open connections. `close` first, then the connections. */
export const compose = async (resources: Resources): Promise<{ deps: Deps; close: () => Promise<void> }> => {
  const { log, clock, store, queue, frames, subscriber, queuePrefix: prefix, ...rest } = resources;
  const asker = await openAsker({ queue, frames, subscriber, ...(prefix ? { prefix } : {}) }, clock);
  const persons = people(store);
  const past = history(store);
  const signedIn = sessions(store);
  const tokens = apiTokens(store);
  const live = openLiveEvents({ history: past, people: persons, sessions: signedIn, apiTokens: tokens }, clock, log);
  const deps: Deps = {
    log,
    clock,
    people: persons,
    passkeys: passkeys(store),
    challenges: redisChallenges(frames, clock),
    sessions: signedIn,
    apiTokens: tokens,
    identities: identities(store),
    relyingParty: openRelyingParty(clock, log),
    members: members(store),
    groups: groups(store),
    invitations: invitations(store),
    guests: guests(store),
    grants: grants(store),
    recoveryCodes: recoveryCodes(store),
    sites: sites(store),
    lockdowns: lockdowns(store),
    holidays: holidays(store),
    rows: siteRepositories(store),
    webhooks: webhooks(store),
    erasures: erasures(store),
    exportPerson: (user) => exportPerson(store, user),
    credentials: credentials(store),
    enrolments: enrolments(store),
    grantHolders: grantHolders(store),
    history: past,
    idempotency: idempotencyKeys(store),
    notices: notices(store),
    ask: asker.ask,
    photographs: redisPhotographs(frames),
    nonces: redisNonces(frames),
    taps: redisTaps(frames, clock),
    live,
    publishRevoked: async (device) => {
      // The revocation is committed: brokers that are not told find it when they re-check.
      await queue.publish(REVOKED_CHANNEL, device).catch((error: unknown) => {
        log.warn({ err: error, device }, 'brokers were not told of the revocation');
      });
    },
    ...rest,
  };
  const close = async () => {
    await live.close();
    await asker.close();
  };
  return { deps, close };
};
