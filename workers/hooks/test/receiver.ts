import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { SubjectAlternativeNameExtension, X509CertificateGenerator } from '@peculiar/x509';

export interface Received {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What it answers to the request of this number, from 0 on: a status, or whatever the function does. */
export type Answer = number | ((response: ServerResponse, request: IncomingMessage) => void);

export interface Receiver {
  readonly url: string;
  readonly port: number;
  /** PEM of what its certificate is signed with; empty without TLS. */
  readonly ca: string;
  readonly received: Received[];
  answer: (n: number) => Answer;
  close(): Promise<void>;
}

const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** A certificate for `hook.test` and 127.0.0.1, signed by itself. */
const selfSigned = async (): Promise<{ cert: string; key: string }> => {
  const keys = await webcrypto.subtle.generateKey(P256, true, ['sign', 'verify']);
  const now = Date.now();
  const cert = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=hook.test',
    notBefore: new Date(now - 60_000),
    notAfter: new Date(now + 86_400_000),
    keys,
    signingAlgorithm: P256,
    extensions: [
      new SubjectAlternativeNameExtension([
        { type: 'dns', value: 'hook.test' },
        { type: 'ip', value: '127.0.0.1' },
      ]),
    ],
  });
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  return { cert: cert.toString('pem'), key: `-----BEGIN PRIVATE KEY-----\n${der}\n-----END PRIVATE KEY-----\n` };
};

/** A real server of somebody else's on loopback. */
export const startReceiver = async ({ tls = true }: { tls?: boolean } = {}): Promise<Receiver> => {
  const received: Received[] = [];
  const pair = tls ? await selfSigned() : null;
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const headers = request.headers as Record<string, string>;
      const n = received.push({ path: request.url ?? '', headers, body: Buffer.concat(chunks).toString() }) - 1;
      const answer = receiver.answer(n);
      if (typeof answer === 'number') response.writeHead(answer).end();
      else answer(response, request);
    });
  };
  const server = pair ? createTlsServer(pair, handle) : createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const receiver: Receiver = {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}/hook`,
    port,
    ca: pair?.cert ?? '',
    received,
    answer: () => 204,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return receiver;
};
