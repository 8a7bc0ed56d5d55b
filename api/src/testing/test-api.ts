import 'reflect-metadata';
import { generateKeyPairSync, randomBytes, webcrypto } from 'node:crypto';
import {
  BasicConstraintsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { createLogger } from '@smart-latch/runtime';
import { migrate, openStore, type Store } from '@smart-latch/store';
import { Redis } from 'ioredis';
import { buildApp, buildDeviceApp } from '../app.ts';
import { setupCodeOf } from '../auth/setup-code.ts';
import { compose } from '../compose.ts';
import type { App, Deps, Settings } from '../deps.ts';
import { openEnrolmentCa } from '../enrolment/ca.ts';
import { SETUP_CODE } from './client.ts';
import { recordAnswers, undocumented } from './documented.ts';
import { type FakeAccess, startFakeAccess } from './fake-access.ts';

/** Vitest's `inject`, given what infra/local/test-services.ts provides. */
export type Inject = (key: 'mongoUri' | 'redisUrl') => string;

export interface TestApi {
  readonly app: App;
  readonly deviceApp: App;
  readonly deps: Deps;
  readonly store: Store;
  readonly redis: Redis;
  readonly access: FakeAccess;
  /** PEM of the enrolment CA. */
  readonly caCertificate: string;
  /** Moves the clock that the api reads, ms. */
  advance(ms: number): void;
  /** Fails if an operation answered a problem that the OpenAPI document does not say of it. */
  close(): Promise<void>;
}

const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** The real app on a real MongoDB and Redis, with a database and queue keys of its own. Only access is played. */
export const startTestApi = async (inject: Inject, settings: Partial<Settings> = {}): Promise<TestApi> => {
  const name = `api-${randomBytes(6).toString('hex')}`;
  const uri = withDatabase(inject('mongoUri'), name);
  await migrate(uri);
  const store = await openStore(uri);
  const redisUrl = inject('redisUrl');
  const [queue, frames, subscriber] = [openRedis(redisUrl), openRedis(redisUrl), openRedis(redisUrl)];
  let shiftMs = 0;
  const clock = { now: () => Date.now() + shiftMs };
  const authority = await makeAuthority();
  const { histogram, answered } = recordAnswers();
  const { deps, close } = await compose({
    log: createLogger('api', 'silent'),
    clock,
    requestSeconds: histogram,
    store,
    queue,
    frames,
    subscriber,
    queuePrefix: name,
    ca: await openEnrolmentCa(authority.ca, authority.caKey),
    setupCode: setupCodeOf(SETUP_CODE),
    settings: {
      jwtKey: generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      publicUrl: 'https://latch.test',
      appOrigins: ['https://latch.test'],
      session: { absoluteMs: 30 * 86_400_000, idleMs: 7 * 86_400_000, refreshKey: randomBytes(32) },
      oidc: { issuers: [], cookieKey: randomBytes(32) },
      webhooks: { secretKey: randomBytes(32), policy: { allowPrivate: false, allowHttp: false, ports: [443] } },
      ratePerMinute: 100_000,
      // Others may keep the machine busy meanwhile.
      maxLoopDelayMs: 60_000,
      trustedProxies: null,
      devicePublicUrl: 'https://devices.test:8443',
      broker: { host: 'broker.test', port: 8883, ca: authority.ca },
      ...settings,
    },
  });
  const access = startFakeAccess(store, redisUrl, name);
  const app = await buildApp(deps, null);
  const deviceApp = await buildDeviceApp(deps, { cert: authority.server, key: authority.serverKey });
  await Promise.all([app.ready(), deviceApp.ready(), access.ready()]);
  return {
    app,
    deviceApp,
    deps,
    store,
    redis: frames,
    access,
    caCertificate: authority.ca,
    advance: (ms) => {
      shiftMs += ms;
    },
    close: async () => {
      const untold = undocumented(app, answered);
      await Promise.all([app.close(), deviceApp.close()]);
      await access.close();
      await close();
      for (const redis of [queue, frames, subscriber]) redis.disconnect();
      await store.close();
      if (untold.length > 0) throw new Error(`add these to config.problems of their routes: ${untold.join(', ')}`);
    },
  };
};

const withDatabase = (uri: string, name: string): string => {
  const url = new URL(uri);
  url.pathname = `/${name}`;
  return url.href;
};

const openRedis = (url: string): Redis => new Redis(url, { maxRetriesPerRequest: null });

/** An enrolment CA and the certificate of a device port at 127.0.0.1. */
const makeAuthority = async () => {
  const [caKeys, serverKeys] = await Promise.all([newKeys(), newKeys()]);
  const now = Date.now();
  const times = { notBefore: new Date(now - 60_000), notAfter: new Date(now + 400 * 86_400_000) };
  const ca = await X509CertificateGenerator.createSelfSigned({
    ...times,
    serialNumber: '01',
    name: 'CN=test enrolment CA',
    keys: caKeys,
    signingAlgorithm: P256,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    ],
  });
  const server = await X509CertificateGenerator.create({
    ...times,
    serialNumber: '02',
    subject: 'CN=test device port',
    issuer: ca.subject,
    publicKey: serverKeys.publicKey,
    signingKey: caKeys.privateKey,
    signingAlgorithm: P256,
    extensions: [new SubjectAlternativeNameExtension([{ type: 'ip', value: '127.0.0.1' }])],
  });
  return {
    ca: ca.toString('pem'),
    caKey: await pkcs8(caKeys),
    server: server.toString('pem'),
    serverKey: await pkcs8(serverKeys),
  };
};

const newKeys = () => webcrypto.subtle.generateKey(P256, true, ['sign', 'verify']);

const pkcs8 = async (keys: Awaited<ReturnType<typeof newKeys>>): Promise<string> => {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  return `-----BEGIN PRIVATE KEY-----\n${der.toString('base64')}\n-----END PRIVATE KEY-----\n`;
};
