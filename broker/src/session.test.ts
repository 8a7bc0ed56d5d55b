import { randomBytes, X509Certificate } from 'node:crypto';
import { topicOf } from '@smart-latch/protocol';
import type { ConnectPacket } from 'aedes';
import { beforeAll, describe, expect, it } from 'vitest';
import { type LeafOptions, makeAuthority, makeClient, type TestAuthority } from '../test/certificates.ts';
import { statePayload } from '../test/messages.ts';
import type { DeviceRecord, Devices } from './devices.ts';
import type { Identity } from './policy.ts';
import { Refused } from './refused.ts';
import { type Issuers, identityOf, judgeDevice, judgeSession } from './session.ts';

let authority: TestAuthority;
let issuers: Issuers;
const nowMs = Date.now();

beforeAll(async () => {
  authority = await makeAuthority();
  issuers = {
    device: new X509Certificate(authority.devices.cert),
    service: new X509Certificate(authority.services.cert),
  };
});

const reasonOf = async (work: () => unknown): Promise<string> => {
  try {
    await work();
    return 'admitted';
  } catch (error) {
    if (error instanceof Refused) return `${error.reason} ${error.returnCode}`;
    throw error;
  }
};

describe('who a certificate proves', () => {
  const judge = async (from: 'devices' | 'services' | 'root', role: 'latch' | 'service', options?: LeafOptions) => {
    const client = await makeClient(authority[from], role, options);
    return reasonOf(() => identityOf(new X509Certificate(client.cert), issuers, nowMs));
  };

  it('a device by the enrolment intermediate and the worker by that of the services', async () => {
    const client = await makeClient(authority.devices, 'latch');
    const identity = identityOf(new X509Certificate(client.cert), issuers, nowMs);
    expect(identity).toEqual({ role: 'latch', name: client.id });
    expect(await judge('services', 'service')).toBe('admitted');
  });

  it('no service by the enrolment intermediate, no device by that of the services, nobody by the root', async () => {
    expect(await judge('devices', 'service')).toBe('bad_certificate 4');
    expect(await judge('services', 'latch')).toBe('bad_certificate 4');
    expect(await judge('root', 'latch')).toBe('bad_certificate 4');
  });

  it('nobody by an intermediate of the same name with another key', async () => {
    const forged = await makeAuthority();
    const client = await makeClient(forged.devices, 'latch');
    expect(await reasonOf(() => identityOf(new X509Certificate(client.cert), issuers, nowMs))).toBe(
      'bad_certificate 4',
    );
  });

  it.each<[string, LeafOptions]>([
    ['another CN', { cn: 'a'.repeat(26) }],
    ['the id of another key', { uris: [`urn:sl:latch:${'a'.repeat(26)}`] }],
    ['no SAN URI of ours', { uris: ['urn:other:thing'] }],
    ['no SAN URI at all', { uris: [] }],
    ['dates in the past', { notBeforeMs: nowMs - 200_000, notAfterMs: nowMs - 100_000 }],
    ['dates in the future', { notBeforeMs: nowMs + 100_000, notAfterMs: nowMs + 200_000 }],
    ['the right to issue', { isCa: true }],
    ['only the purpose of a server', { purposes: ['1.3.6.1.5.5.7.3.1'] }],
  ])('nobody with %s', async (_what, options) => {
    expect(await judge('devices', 'latch', options)).toBe('bad_certificate 4');
  });

  it('a service of an unknown name is nobody', async () => {
    const spoiled = { cn: 'backup', uris: ['urn:sl:service:backup'] };
    expect(await judge('services', 'service', spoiled)).toBe('bad_certificate 4');
  });
});

describe('the session rules', () => {
  const latch: Identity = { role: 'latch', name: 'a'.repeat(26) };
  const worker: Identity = { role: 'service', name: 'worker' };
  const boot = new Uint8Array(randomBytes(16));
  const request = (change: object = {}): ConnectPacket => ({
    cmd: 'connect',
    clientId: latch.name,
    clean: true,
    keepalive: 60,
    protocolVersion: 4,
    ...change,
  });
  const will = (change: object = {}) => ({
    topic: topicOf(latch.name, 'state'),
    payload: statePayload('lost', boot, 7),
    qos: 1 as const,
    retain: true,
    ...change,
  });
  const judge = (change: object, who = latch) => reasonOf(() => judgeSession(who, request(change)));

  it('the client id is the name in the certificate, else CONNACK 2', async () => {
    expect(await judge({})).toBe('admitted');
    expect(await judge({ clientId: 'b'.repeat(26) })).toBe('wrong_client_id 2');
    expect(await judge({ clientId: `${latch.name}-2` })).toBe('wrong_client_id 2');
    expect(await judge({ clientId: '' })).toBe('wrong_client_id 2');
  });

  it('each process of the worker has a suffix of its own', async () => {
    expect(await judge({ clientId: 'worker' }, worker)).toBe('admitted');
    expect(await judge({ clientId: 'worker-1f' }, worker)).toBe('admitted');
    expect(await judge({ clientId: 'workers' }, worker)).toBe('wrong_client_id 2');
    expect(await judge({ clientId: 'worker-' }, worker)).toBe('wrong_client_id 2');
    expect(await judge({ clientId: latch.name }, worker)).toBe('wrong_client_id 2');
  });

  it('only clean sessions', async () => {
    expect(await judge({ clean: false })).toBe('unclean_session 5');
  });

  it('keepalive is 10 to 120 s', async () => {
    for (const keepalive of [10, 120]) expect(await judge({ keepalive })).toBe('admitted');
    for (const keepalive of [0, 9, 121]) expect(await judge({ keepalive })).toBe('keepalive_out_of_range 5');
  });

  it('a will is the own state "lost", retained, QoS 1, at most 1 KiB', async () => {
    expect(judgeSession(latch, request({ will: will() }))).toEqual({ state: 'lost', boot, connection: 7 });
    const bad = [
      { topic: topicOf('b'.repeat(26), 'state') },
      { topic: topicOf(latch.name, 'nfc/tap') },
      { retain: false },
      { qos: 0 },
      { qos: 2 },
      { payload: statePayload('ready', boot) },
      { payload: Buffer.from('lost') },
      { payload: Buffer.alloc(1025) },
    ];
    for (const change of bad) expect(await judge({ will: will(change) })).toBe('bad_will 5');
    expect(await judge({ clientId: 'worker', will: will() }, worker)).toBe('bad_will 5');
  });
});

describe('what the store knows of the device', () => {
  const latch: Identity = { role: 'latch', name: 'a'.repeat(26) };
  const judge = (record: DeviceRecord | null, who = latch) =>
    reasonOf(() => judgeDevice(who, { find: async () => record }));

  it('a device must be enrolled, in this role, and not revoked', async () => {
    expect(await judge({ role: 'latch', site: 's', revoked: false })).toBe('admitted');
    expect(await judge(null)).toBe('unknown_device 5');
    expect(await judge({ role: 'latch', site: 's', revoked: true })).toBe('device_revoked 5');
    expect(await judge({ role: 'camera', site: 's', revoked: false })).toBe('wrong_role 5');
  });

  it('a store that does not answer is CONNACK 3', async () => {
    const down: Devices = { find: () => Promise.reject(new Error('no server')) };
    expect(await reasonOf(() => judgeDevice(latch, down))).toBe('store_down 3');
  });

  it('a service has no device record', async () => {
    expect(await judge(null, { role: 'service', name: 'worker' })).toBe('admitted');
  });
});
