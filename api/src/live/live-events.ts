import { setTimeout as wait } from 'node:timers/promises';
import { AppError, type Clock, type Logger } from '@smart-latch/runtime';
import type { ApiTokens, EventDoc, History, MembershipDoc, People, Sessions } from '@smart-latch/store';
import type { Caller } from '../auth/caller.ts';
import { isActive } from '../membership.ts';
import { scopeOf } from '../permissions.ts';

export const LIVE_LIMITS = { streamsOfUser: 5, streams: 1_000 } as const;
const HEARTBEAT_MS = 15_000;
/** Twice within the second that a revocation may take. */
const RECHECK_MS = 400;
const PAGE = 100;

/** Why a stream ended, as far as its reader should do something about it. */
export type LiveEnd = 'token_expired' | 'revoked' | 'closing';
/** One step of a stream: events in order, a sign of life, or its end. */
export type LiveStep = { readonly events: readonly EventDoc[] } | { readonly end: LiveEnd } | 'heartbeat';

export interface Following {
  /** Of the reader: gone when it aborts. */
  readonly signal: AbortSignal;
  /** Called when the stream is to end; who does not read is not told by the last step. */
  onEnd(): void;
}

export interface LiveEvents {
  /**
   * The events of a site after `seq`, as they are committed. Ends when the token, the session or the right to read
   * events does. Throws `too_many_requests` past the limits.
   */
  follow(site: string, caller: Caller, seq: number, following: Following): AsyncGenerator<LiveStep, void>;
  /** The site of each open stream. */
  followed(): readonly string[];
  close(): Promise<void>;
}

interface Sources {
  readonly history: History;
  readonly people: People;
  readonly sessions: Sessions;
  readonly apiTokens: ApiTokens;
}

interface Follower {
  readonly site: string;
  readonly caller: Caller;
  wake(): void;
  ended: boolean;
}

/**
 * One change stream a process only says at which site something happened; each follower then reads from the last
 * sequence that it sent. So a follower never misses or repeats one, and a slow one holds no queue.
 */
export const openLiveEvents = (sources: Sources, clock: Clock, log: Logger): LiveEvents => {
  const { history } = sources;
  const followers = new Set<Follower>();
  let closing = false;
  const wakeAll = () => {
    for (const follower of followers) follower.wake();
  };
  const watch = history.watch({
    onSite: (site) => {
      for (const follower of followers) if (follower.site === site) follower.wake();
    },
    onGap: wakeAll,
  });
  const timer = setInterval(() => {
    recheck(followers, sources, clock).catch((error: unknown) => log.warn({ err: error }, 'live events not rechecked'));
  }, RECHECK_MS).unref();
  return {
    follow: (site, caller, seq, following) => {
      admit(followers, caller.user);
      return follow({ site, caller, seq, ...following }, { followers, history, clock, isClosing: () => closing });
    },
    followed: () => [...followers].map(({ site }) => site),
    close: async () => {
      closing = true;
      clearInterval(timer);
      for (const follower of followers) end(follower);
      await watch.close();
    },
  };
};

const mayFollow = (membership: MembershipDoc, nowMs: number): boolean =>
  isActive(membership, nowMs) && scopeOf(membership.role, 'events.read') === 'all';

const end = (follower: Follower): void => {
  follower.ended = true;
  follower.wake();
};

const admit = (followers: ReadonlySet<Follower>, user: string): void => {
  const own = [...followers].filter(({ caller }) => caller.user === user).length;
  if (own >= LIVE_LIMITS.streamsOfUser || followers.size >= LIVE_LIMITS.streams) {
    throw new AppError(
      'too_many_requests',
      `at most ${LIVE_LIMITS.streamsOfUser} live streams a user; close another first`,
    );
  }
};

/** Revocation reaches a stream within a second, whichever api process wrote it. */
const recheck = async (
  followers: ReadonlySet<Follower>,
  { people, sessions, apiTokens }: Sources,
  clock: Clock,
): Promise<void> => {
  if (followers.size === 0) return;
  const now = clock.now();
  const all = [...followers];
  const [inSessions, withTokens, memberships] = await Promise.all([
    sessions.live(
      all.flatMap(({ caller }) => caller.session ?? []),
      new Date(now),
    ),
    apiTokens.live(
      all.flatMap(({ caller }) => caller.token?.id ?? []),
      new Date(now),
    ),
    people.membershipsAt(
      all.map(({ site }) => site),
      all.map(({ caller }) => caller.user),
    ),
  ]);
  const may = new Set(memberships.filter((row) => mayFollow(row, now)).map(({ site, user }) => `${site}|${user}`));
  const isLive = ({ session, token }: Caller): boolean =>
    session === null ? token !== null && withTokens.has(token.id) : inSessions.has(session);
  for (const follower of all) {
    const { site, caller } = follower;
    const holds = caller.expiresAtMs > now && isLive(caller) && may.has(`${site}|${caller.user}`);
    if (!holds) end(follower);
  }
};

async function* follow(
  from: { site: string; caller: Caller; seq: number } & Following,
  around: { followers: Set<Follower>; history: History; clock: Clock; isClosing: () => boolean },
): AsyncGenerator<LiveStep, void> {
  const { site, caller, signal, onEnd } = from;
  const { followers, history, clock, isClosing } = around;
  let { seq } = from;
  let news = Promise.withResolvers<void>();
  const wake = () => {
    news.resolve();
    if (follower.ended) onEnd();
  };
  const follower: Follower = { site, caller, ended: false, wake };
  followers.add(follower);
  const stop = () => end(follower);
  signal.addEventListener('abort', stop, { once: true });
  try {
    while (!follower.ended && clock.now() < caller.expiresAtMs) {
      const events = await history.events(site, {}, { seq, direction: 'after', limit: PAGE });
      const last = events.at(-1);
      if (last) {
        seq = last.seq;
        yield { events };
        continue;
      }
      const quiet = new AbortController();
      const woken = await Promise.race([
        news.promise.then(() => true),
        wait(HEARTBEAT_MS, false, { signal: quiet.signal, ref: false }).catch(() => false),
      ]);
      quiet.abort();
      if (woken) news = Promise.withResolvers<void>();
      else yield 'heartbeat';
    }
    const expired = clock.now() >= caller.expiresAtMs;
    if (!signal.aborted) yield { end: isClosing() ? 'closing' : expired ? 'token_expired' : 'revoked' };
  } finally {
    signal.removeEventListener('abort', stop);
    followers.delete(follower);
  }
}
