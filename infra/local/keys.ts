import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Authority, createAuthority, type Issued } from '../ca/authority.ts';

/** Every key and certificate of one installation, by what it is for. Paths, but for the four that travel in the environment. */
export interface InstallationKeys {
  readonly authority: Authority;
  readonly broker: Issued;
  readonly devicePort: Issued;
  readonly worker: Issued;
  readonly commandFile: string;
  readonly auditFile: string;
  readonly auditSinkFile: string;
  readonly jwtFile: string;
  /** Base64 of 32 bytes. */
  readonly sealKey: string;
  readonly siteSecret: string;
  readonly sessionSecret: string;
  readonly webhookSecret: string;
  /** Written by the api while it has no owner. */
  readonly setupCodeFile: string;
}

export const SETUP_CODE_FILE = 'setup-code';

/** Made once; kept, so that what an earlier run sealed and signed stays readable. */
export const prepareKeys = async (dir: string): Promise<InstallationKeys> => {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const authority = await createAuthority(join(dir, 'ca'));
  const server = { names: ['localhost'], addresses: ['127.0.0.1'] };
  const [broker, devicePort, worker, commandFile, auditFile, jwtFile, sealFile, siteFile, sessionFile, webhookFile] =
    await Promise.all([
      authority.issueServer('broker', { ...server, issuer: 'services' }),
      authority.issueServer('api-devices', { ...server, issuer: 'enrolment' }),
      authority.issueService('worker'),
      once(join(dir, 'command.pem'), ed25519),
      once(join(dir, 'audit.pem'), ed25519),
      once(join(dir, 'jwt.pem'), ed25519),
      once(join(dir, 'seal.key'), random32),
      once(join(dir, 'site.secret'), random32),
      once(join(dir, 'session.secret'), random32),
      once(join(dir, 'webhook.secret'), random32),
    ]);
  return {
    authority,
    broker,
    devicePort,
    worker,
    commandFile,
    auditFile,
    auditSinkFile: join(dir, '../audit-checkpoints.jsonl'),
    jwtFile,
    sealKey: await readFile(sealFile, 'utf8'),
    siteSecret: await readFile(siteFile, 'utf8'),
    sessionSecret: await readFile(sessionFile, 'utf8'),
    webhookSecret: await readFile(webhookFile, 'utf8'),
    setupCodeFile: join(dir, SETUP_CODE_FILE),
  };
};

const random32 = (): string => randomBytes(32).toString('base64');

const ed25519 = (): string =>
  generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

/** Writes the file unless it is there; returns its path. */
const once = async (path: string, make: () => string): Promise<string> => {
  const exists = await access(path).then(
    () => true,
    () => false,
  );
  if (!exists) await writeFile(path, make(), { mode: 0o600 });
  return path;
};
