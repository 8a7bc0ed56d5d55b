import type { PipelineStage } from 'mongoose';
import type { AttemptDoc } from '../schema/attempt.ts';
import type { CredentialDoc, GrantDoc, ScheduleDoc } from '../schema/credential.ts';
import type { DeviceDoc } from '../schema/device.ts';
import type { LatchDoc } from '../schema/door.ts';
import type { ChainHeadDoc } from '../schema/event.ts';
import type { SiteDoc } from '../schema/site.ts';
import type { MembershipDoc, SessionDoc } from '../schema/user.ts';
import type { Store, Tx } from '../store.ts';
import { genesis } from './chain.ts';

/** The rows behind the facts of one decision, read at one moment. What is not there is null, never a default. */
export interface FactRows {
  latch: LatchDoc;
  site: SiteDoc | null;
  device: DeviceDoc | null;
  /** The devices of the cameras that are paired with the latch. */
  cameras: Pick<DeviceDoc, '_id' | 'unit' | 'revokedAt' | 'presence'>[];
  credential: CredentialDoc | null;
  membership: MembershipDoc | null;
  /** The user's own, and those of their groups. */
  grants: (GrantDoc & { scheduleDoc: ScheduleDoc | null })[];
  /** How many views of the pack in use the user has. */
  views: number;
  /** How many passkeys the user has. */
  passkeys: number;
  /** When the credential last entered here, epoch ms; null when never, or cleared. */
  lastEntryMs: number | null;
  session: SessionDoc | null;
  /** Where the next link of the site's chain goes. */
  head: ChainHeadDoc;
}

/** As they come: a list for each lookup. */
interface FoundRows {
  site: SiteDoc[];
  device: DeviceDoc[];
  cameras: FactRows['cameras'];
  credential: CredentialDoc[];
  membership: MembershipDoc[];
  grants: GrantDoc[];
  /** Of all grants. */
  schedules: ScheduleDoc[];
  views: { count: number }[];
  passkeys: { count: number }[];
  entries: { endedAtMs: number | null }[];
  session?: SessionDoc[];
  head: ChainHeadDoc[];
}

/** An uncorrelated lookup: a query of its own inside the one round trip. */
const rows = (from: string, match: object, as: string, ...rest: object[]): PipelineStage => ({
  $lookup: {
    from,
    pipeline: [{ $match: match }, ...rest] as PipelineStage.Lookup['$lookup']['pipeline'] & object,
    as: `rows.${as}`,
  },
});

/** From the pairing to the camera's device in use. */
const DEVICE_OF_CAMERA = [
  {
    $lookup: {
      from: 'devices',
      localField: 'camera',
      foreignField: 'unit',
      pipeline: [{ $match: { revokedAt: null } }, { $project: { unit: 1, revokedAt: 1, presence: 1 } }],
      as: 'device',
    },
  },
  { $unwind: '$device' },
  { $replaceRoot: { newRoot: '$device' } },
];

/** So many of a user's grants at one latch are looked at, and so many of their groups'. */
const MOST_GRANTS = { $limit: 50 };

/**
 * From the membership on to the grants of its groups, by the index an equality for each, and to the schedules of all grants.
 * Lookups behind one another cost less than one inside another (docs/adr/0017). Who is in no group has none: a grant of
 * nobody's group must not match what is not there.
 */
const grantsOfGroups = (latch: string, site: string): PipelineStage[] => [
  {
    $lookup: {
      from: 'grants',
      localField: 'rows.membership.groups',
      foreignField: 'group',
      pipeline: [{ $match: { latch, site, group: { $type: 'string' } } }, MOST_GRANTS],
      as: 'rows.groupGrants',
    },
  },
  { $set: { 'rows.grants': { $concatArrays: ['$rows.grants', '$rows.groupGrants'] } } },
  { $lookup: { from: 'schedules', localField: 'rows.grants.schedule', foreignField: '_id', as: 'rows.schedules' } },
];

/** Everything that `decide` looks at, each by an index. */
export const factPipeline = (attempt: AttemptDoc, pack: string): PipelineStage[] => {
  const { site, latch, device, user, credential, session } = attempt;
  const entry = {
    credential,
    latch,
    state: { $in: ['granted', 'opened', 'unconfirmed'] },
    entryCleared: { $ne: true },
  };
  return [
    { $match: { _id: latch, site } },
    rows('sites', { _id: site }, 'site'),
    rows('devices', { _id: device, site }, 'device'),
    rows('pairings', { latch, site }, 'cameras', ...DEVICE_OF_CAMERA),
    rows('credentials', { _id: credential, site }, 'credential'),
    rows('memberships', { user, site }, 'membership'),
    // A grant of a group has no user.
    rows('grants', user === null ? { _id: null } : { user, latch, site }, 'grants', MOST_GRANTS),
    ...grantsOfGroups(latch, site),
    rows('views', { user, site, pack }, 'views', { $count: 'count' }),
    rows('passkeys', user === null ? { _id: null } : { user }, 'passkeys', { $count: 'count' }),
    rows(
      'attempts',
      credential === null ? { _id: null } : entry,
      'entries',
      { $sort: { endedAtMs: -1 } },
      { $limit: 1 },
      { $project: { endedAtMs: 1 } },
    ),
    ...(session === null ? [] : [rows('sessions', { _id: session }, 'session')]),
    rows('chainHeads', { _id: site }, 'head'),
  ];
};

/** It all in one round trip. Null when the latch is gone. */
export const factRows = async (store: Store, attempt: AttemptDoc, pack: string, tx?: Tx): Promise<FactRows | null> => {
  // The driver itself: the pipeline is our own, and this is the longest wait of an unlock.
  const latches = store.models.latches.collection;
  const [found] = await latches.aggregate(factPipeline(attempt, pack), tx ? { session: tx } : {}).toArray();
  if (!found) return null;
  const { rows: by, ...latchRow } = found as LatchDoc & { rows: FoundRows };
  const schedules = new Map<string | null, ScheduleDoc>(by.schedules.map((row) => [row._id, row]));
  return {
    latch: latchRow,
    site: by.site[0] ?? null,
    device: by.device[0] ?? null,
    cameras: by.cameras,
    credential: by.credential[0] ?? null,
    membership: by.membership[0] ?? null,
    grants: by.grants.map((grant) => ({ ...grant, scheduleDoc: schedules.get(grant.schedule) ?? null })),
    views: by.views[0]?.count ?? 0,
    passkeys: by.passkeys[0]?.count ?? 0,
    lastEntryMs: by.entries[0]?.endedAtMs ?? null,
    session: by.session?.[0] ?? null,
    head: by.head[0] ?? genesis(attempt.site),
  };
};
