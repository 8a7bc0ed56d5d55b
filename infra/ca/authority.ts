/**
 * The certificates of one installation. A root that only signs the two intermediates (take root.key off the machine
 * afterwards); `enrolment` for devices, whose certificates the API issues, and for the API's port for devices; `services` for
 * the broker and for the services that connect to it. A key of one intermediate cannot speak for the other.
 */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CertificateRequest, type KeyPairPem, makeCertificate, namesMatch } from './certificate.ts';

const ROOT_DAYS = 7_300;
const INTERMEDIATE_DAYS = 3_650;
const LEAF_DAYS = 365;
/** A leaf with less than this left is issued anew. */
const RENEW_DAYS = 30;
const DAY_MS = 86_400_000;

/** Paths of PEM files. `certFile` of a leaf holds the leaf and its intermediate, in the order of TLS. Keys are PKCS#8, mode 0600. */
export interface Issued {
  readonly certFile: string;
  readonly keyFile: string;
}

export type IntermediateName = 'enrolment' | 'services';

export interface Intermediate extends Issued {
  /**
   * The intermediate, then the root. For a TLS server of Node that asks for client certificates: `tls.Server` (24.21) drops
   * `allowPartialTrustChain`, so it needs the root in `ca`; which intermediate issued a client is then the server's own check.
   * Clients trust `certFile` with that option instead, and so nothing else under the root.
   */
  readonly chainFile: string;
}

export interface ServerNames {
  readonly issuer: IntermediateName;
  readonly names: readonly string[];
  /** IP addresses. */
  readonly addresses: readonly string[];
}

export interface Authority {
  /** What clients trust that do not accept an intermediate as an anchor, such as mosquitto's. */
  readonly root: Issued;
  readonly enrolment: Intermediate;
  readonly services: Intermediate;
  /** The certificate of a TLS server, in NAME.crt and NAME.key. Keeps the one that is there while it fits and has 30 days left. */
  issueServer(name: string, server: ServerNames): Promise<Issued>;
  /** The client certificate of `service:NAME`: NAME is its CN, its SAN the URI urn:sl:service:NAME. */
  issueService(name: string): Promise<Issued>;
}

/** Opens the authority in `dir`, or makes it. Throws when a file is missing or its key is another's, and never replaces one. */
export async function createAuthority(dir: string, now: () => Date = () => new Date()): Promise<Authority> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const root = await authorityFiles(
    dir,
    'root',
    { commonName: 'Smart Latch root', days: ROOT_DAYS, pathLength: 1 },
    undefined,
    now(),
  );
  const below = { days: INTERMEDIATE_DAYS, pathLength: 0 };
  const enrolment = await authorityFiles(
    dir,
    'enrolment',
    { ...below, commonName: 'Smart Latch enrolment' },
    root,
    now(),
  );
  const services = await authorityFiles(dir, 'services', { ...below, commonName: 'Smart Latch services' }, root, now());
  const issuers = { enrolment, services };

  const issue = async (file: string, issuer: IntermediateName, request: CertificateRequest): Promise<Issued> => {
    if (!/^[a-z0-9-]+$/.test(file) || file === 'root' || file in issuers)
      throw new Error(`${file} cannot be the name of a certificate`);
    const files = filesOf(dir, file);
    const kept = await read(files);
    if (kept && fits(kept, issuers[issuer], request, now())) return files;
    const made = await makeCertificate(request, issuers[issuer], now());
    await write(files, { key: made.key, certificate: made.certificate + issuers[issuer].certificate });
    return files;
  };
  return {
    root: filesOf(dir, 'root'),
    enrolment: await withChain(dir, 'enrolment', enrolment, root),
    services: await withChain(dir, 'services', services, root),
    issueServer: (name, { issuer, names, addresses }) =>
      issue(name, issuer, { commonName: name, days: LEAF_DAYS, purpose: { kind: 'server', names, addresses } }),
    issueService: (name) =>
      issue(`service-${name}`, 'services', {
        commonName: name,
        days: LEAF_DAYS,
        purpose: { kind: 'client', uri: `urn:sl:service:${name}` },
      }),
  };
}

const filesOf = (dir: string, name: string): Issued => ({
  certFile: join(dir, `${name}.crt`),
  keyFile: join(dir, `${name}.key`),
});

async function authorityFiles(
  dir: string,
  name: string,
  { commonName, days, pathLength }: { commonName: string; days: number; pathLength: number },
  issuer: KeyPairPem | undefined,
  now: Date,
): Promise<KeyPairPem> {
  const files = filesOf(dir, name);
  const kept = await read(files);
  if (kept) return kept;
  const made = await makeCertificate({ commonName, days, purpose: { kind: 'authority', pathLength } }, issuer, now);
  await write(files, made);
  return made;
}

async function withChain(
  dir: string,
  name: IntermediateName,
  intermediate: KeyPairPem,
  root: KeyPairPem,
): Promise<Intermediate> {
  const chainFile = join(dir, `${name}-chain.crt`);
  await writeFile(chainFile, intermediate.certificate + root.certificate);
  return { ...filesOf(dir, name), chainFile };
}

/** The pair in the files; undefined when there is no certificate yet. */
async function read({ certFile, keyFile }: Issued): Promise<KeyPairPem | undefined> {
  const certificate = await readFile(certFile, 'utf8').catch(onlyIfAbsent);
  if (certificate === undefined) return undefined;
  const key = await readFile(keyFile, 'utf8').catch(onlyIfAbsent);
  if (key === undefined)
    throw new Error(`${keyFile} is missing: put it back, or move ${certFile} away to have a new one made`);
  if (!new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key))) {
    throw new Error(
      `${keyFile} is not the key of ${certFile}: put the right one back, or move both away to have new ones made`,
    );
  }
  return { certificate, key };
}

function onlyIfAbsent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

/** The key first: whoever sees a certificate finds its key. */
async function write({ certFile, keyFile }: Issued, pair: KeyPairPem): Promise<void> {
  for (const [file, text, mode] of [
    [keyFile, pair.key, 0o600],
    [certFile, pair.certificate, 0o644],
  ] as const) {
    await writeFile(`${file}.new`, text, { mode });
    await rename(`${file}.new`, file);
  }
}

function fits(kept: KeyPairPem, issuer: KeyPairPem, { purpose }: CertificateRequest, now: Date): boolean {
  const leaf = new X509Certificate(kept.certificate);
  const parent = new X509Certificate(issuer.certificate);
  const leftMs = leaf.validToDate.getTime() - now.getTime();
  return (
    leaf.checkIssued(parent) &&
    leaf.verify(parent.publicKey) &&
    leftMs > RENEW_DAYS * DAY_MS &&
    namesMatch(kept.certificate, purpose)
  );
}
