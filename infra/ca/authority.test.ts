import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer, type SecureContextOptions, type TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Authority, createAuthority, type Intermediate, type Issued } from './authority.ts';

const dir = mkdtempSync(join(tmpdir(), 'sl-ca-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const text = (path: string): string => readFileSync(path, 'utf8');
const LOCAL = { names: ['localhost'], addresses: ['127.0.0.1'] };

let authority: Authority;
let broker: Issued;
let worker: Issued;
beforeAll(async () => {
  authority = await createAuthority(dir);
  broker = await authority.issueServer('broker', { issuer: 'services', ...LOCAL });
  worker = await authority.issueService('worker');
});

const identity = ({ certFile, keyFile }: Issued): SecureContextOptions => ({
  cert: text(certFile),
  key: text(keyFile),
});
/** As the broker does, and as a service or a device does. */
const serverTrust = (...anchors: Intermediate[]) => ({ ca: anchors.map(({ chainFile }) => text(chainFile)) });
const clientTrust = ({ certFile }: Issued) => ({ ca: text(certFile), allowPartialTrustChain: true });

/** One mutual handshake; what the server saw of the client, or the code of whichever side refused the other. */
async function handshake(server: SecureContextOptions, client: SecureContextOptions): Promise<string> {
  const listener = createServer({ ...server, requestCert: true, rejectUnauthorized: true });
  const refusals: Record<string, string | undefined> = {};
  const outcome = new Promise<string>((resolve) => {
    listener.on('secureConnection', (socket: TLSSocket) => resolve(`${socket.getPeerCertificate().subjectaltname}`));
    listener.on('tlsClientError', (error: NodeJS.ErrnoException) => (refusals.server = error.code));
    listener.listen(0, '127.0.0.1', () => {
      const { port } = listener.address() as AddressInfo;
      const socket = connect({ ...client, host: '127.0.0.1', port });
      socket.on('error', (error: NodeJS.ErrnoException) => (refusals.client = error.code));
      socket.on('close', () =>
        listener.close(() =>
          resolve(
            Object.entries(refusals)
              .map(([side, code]) => `${side}: ${code}`)
              .join(),
          ),
        ),
      );
      listener.once('secureConnection', () => socket.destroy());
    });
  });
  return outcome;
}

describe('mutual TLS', () => {
  it('works between the broker and a service that trusts the intermediate alone', async () => {
    const server = { ...identity(broker), ...serverTrust(authority.enrolment, authority.services) };
    expect(await handshake(server, { ...identity(worker), ...clientTrust(authority.services) })).toBe(
      'URI:urn:sl:service:worker',
    );
  });

  it('works for a client that trusts the root and knows no partial chains', async () => {
    const client = { ...identity(worker), ca: text(authority.root.certFile) };
    expect(await handshake({ ...identity(broker), ...serverTrust(authority.services) }, client)).toContain(
      'service:worker',
    );
  });

  it('shows a client of one intermediate that a server is of the other', async () => {
    const devicePort = await authority.issueServer('api-devices', { issuer: 'enrolment', ...LOCAL });
    const client = { ...identity(worker), ...clientTrust(authority.services) };
    expect(await handshake({ ...identity(devicePort), ...serverTrust(authority.services) }, client)).toBe(
      'client: UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    );
  });

  it('shows a server that a client is of another installation', async () => {
    const other = mkdtempSync(join(tmpdir(), 'sl-ca-'));
    const stranger = await (await createAuthority(other)).issueService('worker');
    const server = { ...identity(broker), ...serverTrust(authority.enrolment, authority.services) };
    expect(await handshake(server, { ...identity(stranger), ...clientTrust(authority.services) })).toBe(
      'server: ECONNRESET',
    );
    rmSync(other, { recursive: true });
  });

  it('does not let a service pose as a server, nor a server as a client', async () => {
    const trusting = clientTrust(authority.services);
    const server = serverTrust(authority.services);
    expect(await handshake({ ...identity(worker), ...server }, { ...identity(worker), ...trusting })).toBe(
      'client: INVALID_PURPOSE',
    );
    expect(await handshake({ ...identity(broker), ...server }, { ...identity(broker), ...trusting })).toBe(
      'server: ECONNRESET',
    );
  });
});

describe('the certificates', () => {
  it('verify with OpenSSL along the whole chain, strictly', () => {
    const verify = (purpose: string, leaf: Issued): string =>
      execFileSync(
        'openssl',
        [
          'verify',
          '-x509_strict',
          '-purpose',
          purpose,
          '-CAfile',
          authority.root.certFile,
          '-untrusted',
          authority.services.certFile,
          leaf.certFile,
        ],
        { encoding: 'utf8' },
      );
    expect(verify('sslserver', broker)).toContain(': OK');
    expect(verify('sslclient', worker)).toContain(': OK');
  });

  it('carry what RFC 5280 asks of an authority and of a leaf', () => {
    const shown = (path: string): string =>
      execFileSync('openssl', ['x509', '-noout', '-text', '-in', path], { encoding: 'utf8' });
    expect(shown(authority.root.certFile)).toMatch(/Basic Constraints: critical\s+CA:TRUE, pathlen:1/);
    for (const intermediate of [authority.enrolment, authority.services]) {
      expect(shown(intermediate.certFile)).toMatch(/Basic Constraints: critical\s+CA:TRUE, pathlen:0/);
      expect(shown(intermediate.certFile)).toMatch(/Key Usage: critical\s+Certificate Sign, CRL Sign/);
    }
    const leaf = shown(worker.certFile);
    expect(leaf).toMatch(/Basic Constraints: critical\s+CA:FALSE/);
    expect(leaf).toMatch(/X509v3 Key Usage: critical\s+Digital Signature\n/);
    expect(leaf).toMatch(/Extended Key Usage: \s+TLS Web Client Authentication\n/);
    expect(leaf).toContain('Subject: CN = worker\n');
    expect(leaf).toContain('NIST CURVE: P-256');
    expect(leaf).toContain('X509v3 Authority Key Identifier');
    expect(shown(broker.certFile)).toMatch(/DNS:localhost, IP Address:127\.0\.0\.1\n/);
  });

  it('leave their keys readable to their owner alone', () => {
    for (const { keyFile } of [authority.root, authority.enrolment, authority.services, broker, worker]) {
      expect(statSync(keyFile).mode & 0o777).toBe(0o600);
    }
  });
});

describe('a second run', () => {
  it('keeps every certificate', async () => {
    const again = await createAuthority(dir);
    const before = [again.root, again.services, broker, worker].map(({ certFile }) => text(certFile));
    await again.issueServer('broker', { issuer: 'services', ...LOCAL });
    await again.issueService('worker');
    expect([again.root, again.services, broker, worker].map(({ certFile }) => text(certFile))).toEqual(before);
  });

  it('issues a leaf anew when its names changed or when 30 days are left, not before', async () => {
    const serial = (issued: Issued): string => new X509Certificate(text(issued.certFile)).serialNumber;
    const issueAt = async (days: number, name: string): Promise<string> => {
      const later = await createAuthority(dir, () => new Date(Date.now() + days * 86_400_000));
      return serial(await later.issueServer('door', { issuer: 'services', names: [name], addresses: [] }));
    };
    const first = await issueAt(0, 'a.example');
    expect(await issueAt(334, 'a.example')).toBe(first);
    const renewed = await issueAt(336, 'a.example');
    expect(renewed).not.toBe(first);
    expect(await issueAt(336, 'b.example')).not.toBe(renewed);
  });

  it('refuses a key that is missing or another one, and never replaces an authority', async () => {
    const other = mkdtempSync(join(tmpdir(), 'sl-ca-'));
    const { root, services } = await createAuthority(other);
    writeFileSync(root.keyFile, text(services.keyFile));
    await expect(createAuthority(other)).rejects.toThrow(/root\.key is not the key of .*root\.crt/);
    rmSync(root.keyFile);
    await expect(createAuthority(other)).rejects.toThrow(/root\.key is missing/);
    rmSync(other, { recursive: true });
  });

  it('refuses a name that would overwrite an authority or leave the folder', async () => {
    for (const name of ['root', 'services', '../broker', 'A']) {
      await expect(authority.issueServer(name, { issuer: 'services', ...LOCAL })).rejects.toThrow('cannot be the name');
    }
  });
});
