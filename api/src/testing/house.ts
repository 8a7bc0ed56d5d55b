import { type Client, newSite, signIn } from './client.ts';
import type { TestApi } from './test-api.ts';

export const PASSWORD = 'correct horse battery';

const THINGS = [
  'member',
  'guest',
  'admin',
  'owner',
  'latch',
  'camera',
  'schedule',
  'pairing',
  'grant',
  'card',
  'group',
  'invitation',
  'webhook',
] as const;

export interface House {
  readonly id: string;
  readonly at: string;
  /** People of this site alone. */
  readonly owner: Client;
  readonly admin: Client;
  readonly member: Client;
  readonly guest: Client;
  /** One of everything; the grant and the card are the member's. */
  readonly ids: Readonly<Record<(typeof THINGS)[number], string>> & {
    readonly device: string;
    readonly delivery: string;
    readonly attempt: string;
  };
  /** What can be read, below `at`. */
  readonly paths: readonly string[];
}

/** A site with people of its own, who belong to no other, and one of everything. `first` is who makes it. */
export const furnish = async (api: TestApi, first: Client, name: string): Promise<House> => {
  const { id, at } = await newSite(first, { holidays: [{ date: '2026-12-25', name: 'Christmas' }] });
  const make = async (kind: string, body: object) => {
    const made = await first.post(`${at}/${kind}`, body);
    if (made.status !== 201) throw new Error(`${kind}: ${JSON.stringify(made.body)}`);
    return made.body;
  };
  const person = async (role: string): Promise<string> =>
    (await make('users', { name: role, role, email: `${role}@${name}.test`, password: PASSWORD })).id;
  const [owner, admin, member, guest] = await Promise.all(['owner', 'admin', 'member', 'guest'].map(person));
  const latch = await make('latches', { name: 'Front' });
  const camera = await make('cameras', { name: 'Hall' });
  const windows = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' }];
  const schedule = await make('schedules', { name: 'Always', definition: { windows } });
  const pairing = await make('pairings', { latch: latch.id, camera: camera.id });
  const grant = await make('grants', { user: member, latch: latch.id, schedule: schedule.id });
  const group = await make('groups', { name: 'Family' });
  await first.put(`${at}/groups/${group.id}/members/${member}`, {});
  const expiresAt = new Date(Date.now() + 30 * 86_400_000 - 60_000).toISOString();
  const invitation = await make('invitations', { name: 'Mia', role: 'member', expiresAt });
  const card = await make('cards', { user: member, uid: '04a1a2a3a4a5a6' });
  const people = { owner, admin, member, guest } as Record<'owner' | 'admin' | 'member' | 'guest', string>;
  const webhook = await make('webhooks', { url: 'https://hook.test/a' });
  const device = await addDevice(api, id, latch.id, name);
  const attempt = await addAttempt(api, { site: id, latch: latch.id, device, user: people.member });
  const ids = {
    ...people,
    latch: latch.id,
    camera: camera.id,
    schedule: schedule.id,
    pairing: pairing.id,
    grant: grant.id,
    group: group.id,
    invitation: invitation.id,
    card: card.credential.id,
    webhook: webhook.id,
    delivery: await addDelivery(api, id, webhook.id),
    device,
    attempt,
  };
  const as = (role: string): Promise<Client> => signIn(api.app, `${role}@${name}.test`, PASSWORD);
  return {
    id,
    at,
    owner: await as('owner'),
    admin: await as('admin'),
    member: await as('member'),
    guest: await as('guest'),
    ids,
    paths: readable(ids),
  };
};

const readable = (ids: House['ids']): string[] => [
  '',
  '/holidays',
  '/users',
  `/users/${ids.member}`,
  `/users/${ids.member}/faces`,
  '/latches',
  `/latches/${ids.latch}`,
  `/latches/${ids.latch}/access`,
  `/latches/${ids.latch}/access/${ids.member}`,
  '/cameras',
  `/cameras/${ids.camera}`,
  '/pairings',
  `/pairings/${ids.pairing}`,
  '/devices',
  `/devices/${ids.device}`,
  '/credentials',
  `/credentials/${ids.card}`,
  '/grants',
  `/grants/${ids.grant}`,
  '/groups',
  '/guests',
  '/invitations',
  `/invitations/${ids.invitation}`,
  `/groups/${ids.group}`,
  '/schedules',
  `/schedules/${ids.schedule}`,
  '/attempts',
  `/attempts/${ids.attempt}`,
  '/events',
  '/events/stream',
  '/webhooks',
  `/webhooks/${ids.webhook}`,
  `/webhooks/${ids.webhook}/deliveries`,
];

/** As a test of it makes one. */
const addDelivery = async (api: TestApi, site: string, webhook: string): Promise<string> => {
  const of = { site, webhook, message: 'msg_1', type: 'webhook.test', seq: null };
  return (await api.deps.webhooks.send(of, new Date()))._id;
};

/** As enrolment writes one. */
const addDevice = async (api: TestApi, site: string, unit: string, name: string): Promise<string> => {
  const id = name.slice(0, 1).repeat(26);
  const now = new Date();
  await api.store.models.devices.create([
    {
      _id: id,
      site,
      kind: 'latch',
      unit,
      publicKey: 'AAAA',
      certificateExpiresAt: now,
      revokedAt: null,
      uplinkVersion: 0,
      createdAt: now,
    },
  ]);
  await api.store.models.latches.updateOne({ _id: unit }, { $set: { device: id } });
  return id;
};

/** As access writes one that was denied, and its event. */
const addAttempt = async (
  api: TestApi,
  of: { site: string; latch: string; device: string; user: string },
): Promise<string> => {
  const id = `attempt-${of.site}`;
  const times = { receivedAtMs: 1_000, receiveByMs: 2_000, decideByMs: 3_000, endedAtMs: 3_000 };
  await api.store.models.attempts.create([
    { _id: id, ...of, kind: 'nfc', tapId: of.site.slice(0, 16), state: 'denied', rev: 1, ...times, reason: 'no_grant' },
  ]);
  const hashes = { salt: 's', bodyHash: 'b', prev: 'p', hash: 'h' };
  await api.store.models.events.create([
    {
      _id: `${of.site}|1`,
      site: of.site,
      seq: 1,
      kind: 'denied',
      atMs: 3_000,
      attempt: id,
      device: of.device,
      body: '{}',
      ...hashes,
    },
  ]);
  return id;
};
