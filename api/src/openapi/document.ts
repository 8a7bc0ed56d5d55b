import { generateKeyPairSync } from 'node:crypto';
import { createLogger, systemClock } from '@smart-latch/runtime';
import { buildApp } from '../app.ts';
import type { Deps, Settings } from '../deps.ts';

/** The OpenAPI 3.1 document of the app port, from the routes themselves, without a database or any other service. */
export const openApiDocument = async (): Promise<object> => {
  const app = await buildApp(depsThatAreNotCalled(), null);
  try {
    await app.ready();
    return app.swagger();
  } finally {
    await app.close();
  }
};

/** Routes take their tools when they are added and call them when a request comes: none comes. */
const depsThatAreNotCalled = (): Deps => {
  const settings: Settings = {
    jwtKey: generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicUrl: 'https://latch.example.org',
    appOrigins: [],
    session: { absoluteMs: 1, idleMs: 1, refreshKey: new Uint8Array(32) },
    oidc: { issuers: [], cookieKey: new Uint8Array(32) },
    webhooks: { secretKey: new Uint8Array(32), policy: { allowPrivate: false, allowHttp: false, ports: [443, 8443] } },
    ratePerMinute: 1,
    maxLoopDelayMs: 60_000,
    trustedProxies: null,
    devicePublicUrl: 'https://devices.example.org',
    broker: { host: 'broker.example.org', port: 8883, ca: '' },
  };
  const known: Pick<Deps, 'log' | 'clock' | 'settings'> = {
    log: createLogger('api', 'silent'),
    clock: systemClock,
    settings,
  };
  return known as Deps;
};
