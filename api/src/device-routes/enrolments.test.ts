import { createHash, generateKeyPairSync, type KeyObject, sign, X509Certificate } from 'node:crypto';
import { identityOfCertificate, REVOKED_CHANNEL } from '@smart-latch/protocol';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Board, newBoard } from '../testing/board.ts';
import { type Client, clientOf, firstOwner, newSite, OWNER, signIn } from '../testing/client.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

const DAY_MS = 86_400_000;

let api: TestApi;
let owner: Client;
let at: string;
let devicePort: Client;
beforeAll(async () => {
  api = await startTestApi(inject);
  owner = await firstOwner(api.app);
  ({ at } = await newSite(owner));
  devicePort = clientOf(api.deviceApp);
});
afterAll(() => api.close());

const newUnit = async (kind: 'latch' | 'camera') =>
  (await owner.post(`${at}/${kind === 'latch' ? 'latches' : 'cameras'}`, { name: kind })).body as { id: string };

const newClaim = async (kind: 'latch' | 'camera', unit: string) =>
  (await owner.post(`${at}/${kind === 'latch' ? 'latches' : 'cameras'}/${unit}/claims`)).body as {
    claimUri: string;
    code: string;
  };

const enrol = async (board: Board, kind: 'latch' | 'camera' = 'latch') => {
  const unit = await newUnit(kind);
  const { code } = await newClaim(kind, unit.id);
  const answer = await devicePort.post('/v1/enrolments', { csr: board.csr, code, kind });
  return { unit: unit.id, code, answer };
};

const authorizationOf = async (board: Board, method: string, path: string, key: KeyObject = board.key) => {
  const { body } = await devicePort.post('/v1/enrolments/nonce', { device: board.id });
  const text = `sl1-device\n${method}\n${path}\n${body.nonce}`;
  const signature = sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
  return `SL-Device ${board.id}:${body.nonce}:${signature}`;
};

const secrets = async (authorization: string) => {
  const response = await api.deviceApp.inject({ url: '/v1/devices/self/secrets', headers: { authorization } });
  return { status: response.statusCode, body: response.json() };
};

const renew = async (board: Board, certificate: string) => {
  const authorization = await authorizationOf(board, 'POST', '/v1/enrolments/renew');
  const options = {
    method: 'POST',
    url: '/v1/enrolments/renew',
    headers: { authorization },
    payload: { certificate },
  } as const;
  const response = await api.deviceApp.inject(options);
  return { status: response.statusCode, body: response.json() };
};

describe('a claim', () => {
  it('names where to enrol, whom to trust there, the code and the kind', async () => {
    const unit = await newUnit('camera');
    const { claimUri, code } = await newClaim('camera', unit.id);
    const claim = new URL(claimUri);
    const spki = new X509Certificate(api.caCertificate).publicKey.export({ type: 'spki', format: 'der' });
    expect(claim.protocol).toBe('smartlatch:');
    expect(Object.fromEntries(claim.searchParams)).toEqual({
      u: 'https://devices.test:8443',
      f: createHash('sha256').update(spki).digest('base64url'),
      c: code,
      k: 'camera',
    });
    expect(Buffer.from(code, 'base64url')).toHaveLength(16);
    expect((await api.deviceApp.inject('/v1/enrolments/ca')).body.trim()).toBe(api.caCertificate.trim());
  });

  it('is stored as a hash only', async () => {
    const unit = await newUnit('latch');
    const { code } = await newClaim('latch', unit.id);
    expect(JSON.stringify(await api.store.models.claims.find({ unit: unit.id }).lean())).not.toContain(code);
  });

  it('ends an earlier open one of the same unit', async () => {
    const unit = await newUnit('latch');
    const first = await newClaim('latch', unit.id);
    await newClaim('latch', unit.id);
    const { csr } = await newBoard();
    expect((await devicePort.post('/v1/enrolments', { csr, code: first.code, kind: 'latch' })).status).toBe(410);
  });

  it('ends after an hour', async () => {
    const unit = await newUnit('latch');
    const { code } = await newClaim('latch', unit.id);
    const { csr } = await newBoard();
    api.advance(3_600_001);
    expect((await devicePort.post('/v1/enrolments', { csr, code, kind: 'latch' })).status).toBe(410);
  });

  it('bears five tries', async () => {
    const unit = await newUnit('latch');
    const { code } = await newClaim('latch', unit.id);
    const { csr } = await newBoard();
    for (let n = 0; n < 5; n += 1) {
      expect((await devicePort.post('/v1/enrolments', { csr, code, kind: 'camera' })).status).toBe(422);
    }
    expect((await devicePort.post('/v1/enrolments', { csr, code, kind: 'latch' })).status).toBe(410);
  });
});

describe('enrolment', () => {
  it('gives a certificate for the proven key, whatever the request calls itself, and the keys of the device', async () => {
    const board = await newBoard();
    const { unit, answer } = await enrol(board);
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.body).toMatchObject({
      device: board.id,
      broker: { host: 'broker.test', port: 8883 },
      brokerCa: api.caCertificate,
      peers: [],
      unit,
      kind: 'latch',
    });
    expect(Object.keys(answer.body).sort()).toEqual(
      ['broker', 'brokerCa', 'certificate', 'commandKeys', 'device', 'kind', 'peers', 'site', 'unit', 'uplink'].sort(),
    );
    const leaf = new X509Certificate(answer.body.certificate);
    expect(leaf.subject).toBe(`CN=${board.id}`);
    expect(identityOfCertificate(leaf)).toEqual({ role: 'latch', name: board.id });
    expect(leaf.verify(new X509Certificate(api.caCertificate).publicKey)).toBe(true);
    expect(leaf.ca).toBe(false);
    expect(leaf.keyUsage).toEqual(['1.3.6.1.5.5.7.3.2']);
    const days = (leaf.validToDate.getTime() - api.deps.clock.now()) / DAY_MS;
    expect(days).toBeCloseTo(90, 1);
    expect((await owner.get(`${at}/latches/${unit}`)).body.device).toBe(board.id);
  });

  it('uses a code for one device; the same device may come again when the answer was lost', async () => {
    const board = await newBoard();
    const { code } = await enrol(board);
    const again = await devicePort.post('/v1/enrolments', { csr: board.csr, code, kind: 'latch' });
    expect(again.status).toBe(200);
    const other = await newBoard();
    expect((await devicePort.post('/v1/enrolments', { csr: other.csr, code, kind: 'latch' })).status).toBe(410);
  });

  it('lets one of two devices win that come with the same code at once', async () => {
    const unit = await newUnit('latch');
    const { code } = await newClaim('latch', unit.id);
    const boards = await Promise.all([newBoard(), newBoard()]);
    const answers = await Promise.all(
      boards.map(({ csr }) => devicePort.post('/v1/enrolments', { csr, code, kind: 'latch' })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('revokes the device that served the unit before and tells the brokers', async () => {
    const [old, next] = await Promise.all([newBoard(), newBoard()]);
    const { unit } = await enrol(old);
    const told: string[] = [];
    const listener = api.redis.duplicate();
    await listener.subscribe(REVOKED_CHANNEL);
    listener.on('message', (_channel, device: string) => told.push(device));
    const { code } = await newClaim('latch', unit);
    expect((await devicePort.post('/v1/enrolments', { csr: next.csr, code, kind: 'latch' })).status).toBe(200);
    expect((await owner.get(`${at}/devices/${old.id}`)).body.revokedAt).not.toBeNull();
    await expect.poll(() => told).toContain(old.id);
    listener.disconnect();
    expect((await secrets(await authorizationOf(old, 'GET', '/v1/devices/self/secrets'))).status).toBe(403);
  });

  it('gives the pairings of a replaced device a new epoch', async () => {
    const { unit: latch } = await enrol(await newBoard());
    const camera = await newUnit('camera');
    const { body } = await owner.post(`${at}/pairings`, { latch, camera: camera.id });
    const { code } = await newClaim('latch', latch);
    const { csr } = await newBoard();
    await devicePort.post('/v1/enrolments', { csr, code, kind: 'latch' });
    const { body: pairings } = await owner.get(`${at}/pairings`);
    const now = pairings.items.find((one: { id: string }) => one.id === body.id);
    expect(now.epoch).toBeGreaterThan(body.epoch);
  });

  it('refuses a key of another curve, a request that does not prove its key, and what is no request', async () => {
    const unit = await newUnit('latch');
    const { code } = await newClaim('latch', unit.id);
    const good = (await newBoard()).csr;
    const bytes = Buffer.from(good.replace(/-----[^-]+-----|\s/g, ''), 'base64');
    bytes[bytes.length - 3] = (bytes[bytes.length - 3] ?? 0) ^ 1;
    const broken = `-----BEGIN CERTIFICATE REQUEST-----\n${bytes.toString('base64')}\n-----END CERTIFICATE REQUEST-----`;
    for (const csr of [(await newBoard('P-384')).csr, broken, 'x'.repeat(200)]) {
      const { status, body } = await devicePort.post('/v1/enrolments', { csr, code, kind: 'latch' });
      expect(status).toBe(400);
      expect(body.detail).toMatch(/^csr: /);
    }
  });

  it('refuses a key that is revoked or serves another unit', async () => {
    const board = await newBoard();
    const { unit } = await enrol(board);
    expect((await enrol(board)).answer.status).toBe(409);
    expect((await owner.post(`${at}/devices/${board.id}/revoke`)).status).toBe(200);
    expect((await owner.get(`${at}/latches/${unit}`)).body.device).toBeNull();
    expect((await enrol(board)).answer.status).toBe(403);
  });

  it('stops somebody who guesses codes', async () => {
    const guessing = await startTestApi(inject);
    const { csr } = await newBoard();
    const guess = () => clientOf(guessing.deviceApp).post('/v1/enrolments', { csr, code: 'guess', kind: 'latch' });
    const first = await Promise.all(Array.from({ length: 20 }, guess));
    expect(new Set(first.map(({ status }) => status))).toEqual(new Set([410]));
    expect((await guess()).status).toBe(429);
    await guessing.close();
  });

  it('can be finished with the same code when access was away', async () => {
    const board = await newBoard();
    api.access.on('device-secrets', () => ({ refuse: 'service_unavailable', detail: 'starting' }));
    const { code, answer } = await enrol(board);
    expect(answer.status).toBe(503);
    const key = Buffer.alloc(32, 7).toString('base64');
    const commandKeys = [{ kid: Buffer.alloc(8).toString('base64'), publicKey: key }];
    api.access.on('device-secrets', () => ({ uplink: [{ version: 0, key }], commandKeys, peers: [] }));
    expect((await devicePort.post('/v1/enrolments', { csr: board.csr, code, kind: 'latch' })).status).toBe(200);
  });
});

describe('a signed request of a device', () => {
  const PATH = '/v1/devices/self/secrets';

  it('fetches its secrets', async () => {
    const board = await newBoard();
    await enrol(board);
    const { status, body } = await secrets(await authorizationOf(board, 'GET', PATH));
    expect(status).toBe(200);
    expect(Object.keys(body).sort()).toEqual(['commandKeys', 'peers', 'uplink']);
  });

  it('is good once', async () => {
    const board = await newBoard();
    await enrol(board);
    const authorization = await authorizationOf(board, 'GET', PATH);
    expect((await secrets(authorization)).status).toBe(200);
    expect((await secrets(authorization)).status).toBe(401);
  });

  it('is refused for another method or path, by another key, with a made-up nonce, and without any', async () => {
    const board = await newBoard();
    await enrol(board);
    const thief = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    const made = `SL-Device ${board.id}:${'A'.repeat(22)}:${'A'.repeat(86)}`;
    const tries = [
      await secrets(await authorizationOf(board, 'POST', PATH)),
      await secrets(await authorizationOf(board, 'GET', '/v1/enrolments/renew')),
      await secrets(await authorizationOf(board, 'GET', PATH, thief)),
      await secrets(made),
      await secrets('Bearer x'),
    ];
    expect(tries.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401]);
  });

  it('cannot use the nonce of another device', async () => {
    const [board, other] = await Promise.all([newBoard(), newBoard()]);
    await enrol(board);
    const { body } = await devicePort.post('/v1/enrolments/nonce', { device: other.id });
    const text = Buffer.from(`sl1-device\nGET\n${PATH}\n${body.nonce}`);
    const signature = sign('sha256', text, { key: board.key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
    expect((await secrets(`SL-Device ${board.id}:${body.nonce}:${signature}`)).status).toBe(401);
  });
});

describe('renewal', () => {
  it('gives the same key a new certificate, up to 90 days after the old one ended', async () => {
    const board = await newBoard();
    const { answer } = await enrol(board);
    api.advance(179 * DAY_MS);
    const renewed = await renew(board, answer.body.certificate);
    expect(renewed.status, JSON.stringify(renewed.body)).toBe(200);
    const leaf = new X509Certificate(renewed.body.certificate);
    expect(identityOfCertificate(leaf)).toEqual({ role: 'latch', name: board.id });
    expect(leaf.validToDate.getTime()).toBeGreaterThan(api.deps.clock.now() + 89 * DAY_MS);
    api.advance(181 * DAY_MS);
    expect((await renew(board, renewed.body.certificate)).status).toBe(410);
  });

  it('is for the holder of the certificate alone, never for a revoked device', async () => {
    owner = await signIn(api.app, OWNER.email, OWNER.password);
    const [board, other] = await Promise.all([newBoard(), newBoard()]);
    const [mine, theirs] = [await enrol(board), await enrol(other)];
    expect((await renew(board, theirs.answer.body.certificate)).status).toBe(422);
    expect((await renew(board, api.caCertificate)).status).toBe(422);
    expect((await renew(board, 'x'.repeat(100))).status).toBe(422);
    await owner.post(`${at}/devices/${board.id}/revoke`);
    expect((await renew(board, mine.answer.body.certificate)).status).toBe(403);
  });
});
