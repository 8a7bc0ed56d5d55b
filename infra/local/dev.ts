import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { SETUP_CODE_FILE } from './keys.ts';
import { startStack } from './stack.ts';

/** `make dev`: everything runs and stays; a process whose source changed is restarted by killing it: it is back in half a second. */
const REPOSITORY = resolve(fileURLToPath(import.meta.url), '../../..');
const over = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => over.abort());
const mongodbUri = process.env.MONGODB_URI;
const SIGN_IN = ['OIDC_ISSUERS_FILE', 'GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET', 'APP_ORIGINS'];
const stack = await startStack({
  dir: join(REPOSITORY, '.demo/dev'),
  signal: over.signal,
  ports: {
    api: Number(process.env.API_PORT ?? 8080),
    broker: Number(process.env.BROKER_PORT ?? 8883),
    devices: Number(process.env.DEVICE_PORT ?? 8443),
  },
  ...(mongodbUri ? { mongodbUri } : {}),
  env: { api: Object.fromEntries(SIGN_IN.map((name) => [name, process.env[name] ?? ''])) },
  say: (what) => console.log(`starting ${what}`),
});
stack.supervisor.onLine(({ process: name, text }) => console.log(`${name.padEnd(12)} ${text}`));
console.log(
  `API ${stack.apiUrl}/docs   devices ${stack.deviceUrl}   broker ${stack.broker.host}:${stack.broker.port}   logs .demo/dev/logs`,
);
console.log(`the first owner's setup code, while there is none: .demo/dev/keys/${SETUP_CODE_FILE}`);
while (!over.signal.aborted) await delay(200);
await stack.stop();
