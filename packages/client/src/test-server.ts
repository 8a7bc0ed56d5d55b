import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface TestServer {
  readonly baseUrl: string;
  readonly received: Received[];
  /** What the next requests are answered with, in order; after the last one 500. */
  readonly answers: ((response: ServerResponse, request: Received) => void)[];
  close(): Promise<void>;
}

/** A server that answers as a test says, also badly. */
export const startTestServer = async (): Promise<TestServer> => {
  const received: Received[] = [];
  const answers: TestServer['answers'] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const one = { method, url, headers, body: Buffer.concat(chunks).toString() };
      received.push(one);
      const answer = answers.shift() ?? ((to: ServerResponse) => to.writeHead(500).end());
      answer(response, one);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    answers,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

export const json =
  (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  (response: ServerResponse): void => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };

export const problem = (code: string, status: number, headers: Record<string, string> = {}) =>
  json(
    { type: `urn:sl:problem:${code}`, title: code, status, detail: `about ${code}`, instance: 'x' },
    status,
    headers,
  );

/** Takes the request and hangs up. */
export const hangUp = (response: ServerResponse): void => void response.socket?.destroy();
