import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { choosePort, freePort } from './ports.ts';

it('hands out ports that can be listened on, each once', async () => {
  const ports = await Promise.all(Array.from({ length: 20 }, freePort));
  expect(new Set(ports).size).toBe(20);
  const server = createServer().listen(ports[0], '127.0.0.1');
  await once(server, 'listening');
  server.close();
});

it('takes the wish when it is free', async () => {
  const port = await freePort();
  expect(await choosePort(port, 'the API', 'API_PORT')).toBe(port);
  expect(await choosePort(undefined, 'the API', 'API_PORT')).toBeGreaterThan(1024);
});

it.each(['127.0.0.1', '0.0.0.0'])(
  'says who needs a port that is taken on %s, how to find the taker and how to choose another',
  async (host) => {
    const taker = createServer().listen(0, host);
    await once(taker, 'listening');
    const { port } = taker.address() as { port: number };
    const refusal = choosePort(port, 'the API', 'API_PORT');
    await expect(refusal).rejects.toThrow(`port ${port} (the API) cannot be used: another program listens on it`);
    await expect(refusal).rejects.toThrow(`ss -ltnp 'sport = :${port}'`);
    await expect(refusal).rejects.toThrow('choose another with API_PORT');
    taker.close();
  },
);
