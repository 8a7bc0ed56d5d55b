import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type CountingProxy, lessWire, openCountingProxy } from './counting-proxy.ts';

let broker: Server;
let proxy: CountingProxy;

beforeEach(async () => {
  // Answers each byte with two.
  broker = createServer((socket) => socket.on('data', (bytes) => socket.write(Buffer.concat([bytes, bytes]))));
  broker.listen(0, '127.0.0.1');
  await once(broker, 'listening');
  proxy = await openCountingProxy(0, () => ({ host: '127.0.0.1', port: (broker.address() as AddressInfo).port }));
});
afterEach(async () => {
  await proxy.close();
  broker.close();
});

it('counts each direction, and what was between two looks', async () => {
  const device = connect(proxy.port, '127.0.0.1');
  device.write('12345');
  await once(device, 'data');
  const before = proxy.wire();
  expect(before).toEqual({ up: 5, down: 10 });
  device.write('1');
  await once(device, 'data');
  expect(lessWire(proxy.wire(), before)).toEqual({ up: 1, down: 2 });
});

it('cuts what is connected and takes the next connection', async () => {
  const device = connect(proxy.port, '127.0.0.1');
  await once(device, 'connect');
  device.write('1');
  await once(device, 'data');
  proxy.cut();
  device.on('error', () => undefined);
  await once(device, 'close');
  const again = connect(proxy.port, '127.0.0.1');
  again.write('1');
  await once(again, 'data');
  expect(proxy.wire()).toEqual({ up: 2, down: 4 });
});
