import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Secret } from '@smart-latch/runtime';
import type { Issuer } from '../auth/oidc/issuers.ts';
import type { IssuerOptions } from './issuer.ts';

const CLIENT = { clientId: 'smart-latch', clientSecret: 'a secret: for tests & signs' } as const;
const READY_DEADLINE_MS = 20_000;

export interface RunningIssuer {
  readonly issuer: Issuer;
  stop(): Promise<void>;
}

/** Starts an issuer at a free port of loopback; it ends with this process. */
export const startIssuer = async (
  id: string,
  options: Pick<IssuerOptions, 'claimsIn' | 'knowsWhen'>,
): Promise<RunningIssuer> => {
  const redirectUri = `https://latch.test/v1/auth/oidc/${id}/callback`;
  const script = new URL('issuer.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [script, JSON.stringify({ ...options, ...CLIENT, redirectUri })], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const timer = setTimeout(kill, READY_DEADLINE_MS);
  const lines = createInterface(child.stdout);
  const url = await Promise.race([
    once(lines, 'line').then(([line]) => String(line)),
    once(child, 'exit').then(() => {
      throw new Error('the issuer did not start');
    }),
  ]);
  clearTimeout(timer);
  return {
    issuer: {
      id,
      label: id.toUpperCase(),
      url,
      clientId: CLIENT.clientId,
      clientSecret: new Secret(CLIENT.clientSecret),
    },
    stop: async () => {
      process.off('exit', kill);
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      kill();
      await gone;
    },
  };
};
