import { sign } from 'node:crypto';
import { REVOKED_CHANNEL } from '@smart-latch/protocol';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { type Board, newBoard } from '../testing/board.ts';
import { type Client, clientOf, firstOwner, newSite } from '../testing/client.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
let owner: Client;
let devicePort: Client;
let here: { id: string; at: string };
let there: { id: string; at: string };
beforeAll(async () => {
  api = await startTestApi(inject);
  owner = await firstOwner(api.app);
  devicePort = clientOf(api.deviceApp);
  [here, there] = [await newSite(owner), await newSite(owner, { name: 'Elsewhere' })];
});
afterAll(() => api.close());
beforeEach(() => api.store.models.notices.deleteMany());

const newLatch = async ({ at }: { at: string }): Promise<string> =>
  (await owner.post(`${at}/latches`, { name: 'door' })).body.id;
const enrol = async (board: Board, { at }: { at: string }, latch: string) => {
  const { body } = await owner.post(`${at}/latches/${latch}/claims`);
  return devicePort.post('/v1/enrolments', { csr: board.csr, code: body.code, kind: 'latch' });
};
/** A request that the board signs. */
const asks = async (board: Board, method: 'GET' | 'POST', url: string, payload?: object): Promise<number> => {
  const { body } = await devicePort.post('/v1/enrolments/nonce', { device: board.id });
  const text = Buffer.from(`sl1-device\n${method}\n${url}\n${body.nonce}`);
  const signature = sign('sha256', text, { key: board.key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
  const headers = { authorization: `SL-Device ${board.id}:${body.nonce}:${signature}` };
  return (await api.deviceApp.inject({ method, url, headers, ...(payload ? { payload } : {}) })).statusCode;
};
const notices = async () =>
  (await api.store.models.notices.find().sort({ atMs: 1 }).lean())
    .filter(({ kind }) => kind.startsWith('device_'))
    .map(({ kind, body }) => [kind, body]);

describe('a device that is in use', () => {
  it('is claimed nowhere else before its owner releases it', async () => {
    const board = await newBoard();
    await enrol(board, here, await newLatch(here));
    for (const place of [here, there]) {
      const { status, body } = await enrol(board, place, await newLatch(place));
      expect(status).toBe(409);
      expect(body.detail).toContain('release');
    }
  });
});

describe('a released device', () => {
  it('is refused at once: connection, secrets and renewal; its latch keeps its grants and has no device', async () => {
    const board = await newBoard();
    const latch = await newLatch(here);
    const { body: enrolled } = await enrol(board, here, latch);
    const { body: me } = await owner.get('/v1/me');
    const { body: grant } = await owner.post(`${here.at}/grants`, { user: me.user.id, latch });
    const told: string[] = [];
    const listener = api.redis.duplicate();
    await listener.subscribe(REVOKED_CHANNEL);
    listener.on('message', (_channel, device: string) => told.push(device));
    const { status, body } = await owner.post(`${here.at}/devices/${board.id}/release`);
    expect(status).toBe(200);
    expect(body.releasedAt).not.toBeNull();
    // What the broker asks of a device that connects with its certificate.
    expect(await api.store.models.devices.findById(board.id).lean()).toMatchObject({ revokedAt: expect.any(Date) });
    await expect.poll(() => told).toContain(board.id);
    listener.disconnect();
    expect(await asks(board, 'GET', '/v1/devices/self/secrets')).toBe(403);
    expect(await asks(board, 'POST', '/v1/enrolments/renew', { certificate: enrolled.certificate })).toBe(403);
    expect((await owner.get(`${here.at}/latches/${latch}`)).body.device).toBeNull();
    expect((await owner.get(`${here.at}/grants/${grant.id}`)).status).toBe(200);
    expect(await notices()).toEqual([
      ['device_enrolled', { device: board.id, latch }],
      ['device_released', { device: board.id, latch }],
    ]);
  });

  it('is taken by another site with a claim of its own, and is not seen at the old one any more', async () => {
    const board = await newBoard();
    const old = await newLatch(here);
    await enrol(board, here, old);
    await api.store.models.devices.updateOne({ _id: board.id }, { $set: { desiredVersion: 7 } });
    await owner.post(`${here.at}/devices/${board.id}/release`);
    const next = await newLatch(there);
    expect((await enrol(board, there, next)).body).toMatchObject({ site: there.id, unit: next });
    expect((await owner.get(`${here.at}/devices/${board.id}`)).status).toBe(404);
    expect((await owner.get(`${there.at}/devices/${board.id}`)).body).toMatchObject({
      releasedAt: null,
      revokedAt: null,
    });
    expect((await owner.get(`${there.at}/latches/${next}`)).body.device).toBe(board.id);
    expect(await asks(board, 'GET', '/v1/devices/self/secrets')).toBe(200);
    // A device refuses a configuration below the newest that it saw, so its numbers go on.
    expect(await api.store.models.devices.findById(board.id).lean()).toMatchObject({ desiredVersion: 7 });
    expect((await owner.post(`${here.at}/devices/${board.id}/release`)).status).toBe(404);
  });

  it('is taken by one of two sites that claim it at once', async () => {
    const board = await newBoard();
    await enrol(board, here, await newLatch(here));
    await owner.post(`${here.at}/devices/${board.id}/release`);
    const places = [here, there].map(async (place) => enrol(board, place, await newLatch(place)));
    const statuses = (await Promise.all(places)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
  });

  it('that was revoked before is not released: its key is of no use any more', async () => {
    const board = await newBoard();
    const latch = await newLatch(here);
    await enrol(board, here, latch);
    await owner.post(`${here.at}/devices/${board.id}/revoke`);
    expect((await owner.post(`${here.at}/devices/${board.id}/release`)).status).toBe(409);
    expect((await enrol(board, there, await newLatch(there))).status).toBe(403);
    expect(await notices()).toEqual([
      ['device_enrolled', { device: board.id, latch }],
      ['device_revoked', { device: board.id, latch }],
    ]);
  });
});

describe('a new claim on a latch with a broken device', () => {
  it('replaces it: the old one is revoked at once, pairings have a new epoch, grants stay', async () => {
    const [old, next] = [await newBoard(), await newBoard()];
    const latch = await newLatch(here);
    await enrol(old, here, latch);
    const { body: camera } = await owner.post(`${here.at}/cameras`, { name: 'hall' });
    const { body: pairing } = await owner.post(`${here.at}/pairings`, { latch, camera: camera.id });
    const { body: me } = await owner.get('/v1/me');
    const { body: grant } = await owner.post(`${here.at}/grants`, { user: me.user.id, latch });
    expect((await enrol(next, here, latch)).status).toBe(200);
    expect((await owner.get(`${here.at}/latches/${latch}`)).body.device).toBe(next.id);
    expect((await owner.get(`${here.at}/devices/${old.id}`)).body.revokedAt).not.toBeNull();
    expect((await owner.get(`${here.at}/pairings/${pairing.id}`)).body.epoch).toBe(pairing.epoch + 1);
    expect((await owner.get(`${here.at}/grants/${grant.id}`)).status).toBe(200);
    expect(await asks(old, 'GET', '/v1/devices/self/secrets')).toBe(403);
    expect(await notices()).toContainEqual(['device_replaced', { device: next.id, latch, replaced: old.id }]);
  });
});
