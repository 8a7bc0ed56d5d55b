import type { LookupAddress } from 'node:dns';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Receiver, startReceiver } from '../test/receiver.ts';
import { openPost, POST_LIMITS, type PostOptions } from './post.ts';

let receiver: Receiver;
let other: Receiver;
beforeAll(async () => {
  [receiver, other] = await Promise.all([startReceiver(), startReceiver({ tls: false })]);
});
beforeEach(() => {
  receiver.received.length = 0;
  receiver.answer = () => 204;
});
afterAll(() => Promise.all([receiver.close(), other.close()]));

const open = (change: Partial<PostOptions['policy']> = {}, more: Partial<PostOptions> = {}) =>
  openPost({
    policy: { allowPrivate: true, allowHttp: false, ports: [443, receiver.port, other.port], ...change },
    ca: [receiver.ca],
    timeoutMs: 2_000,
    ...more,
  });
const send = (url = receiver.url, post = open()) => post(url, { 'content-type': 'application/json' }, '{}');
const leadsTo =
  (...addresses: string[]) =>
  async (): Promise<LookupAddress[]> =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

describe('an answer', () => {
  test('is its status, whatever it is', async () => {
    for (const status of [200, 204, 404, 500]) {
      receiver.answer = () => status;
      expect(await send()).toEqual({ status, error: null });
    }
  });

  test('that redirects is not followed', async () => {
    receiver.answer = () => (response) => response.writeHead(307, { location: other.url }).end();
    expect(await send(receiver.url, open({ allowHttp: true }))).toEqual({ status: 307, error: null });
    expect(other.received).toEqual([]);
  });

  test('that never ends is cut off, and what was read is little', async () => {
    let sent = 0;
    receiver.answer = () => (response) => {
      response.writeHead(200);
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(16_384))) sent += 16_384;
      };
      response.on('drain', more);
      more();
    };
    expect(await send()).toEqual({ status: 200, error: null });
    expect(sent).toBeLessThan(100 * POST_LIMITS.answerBytes);
  });

  test('that does not come, or comes drop by drop, is a timeout', async () => {
    const quick = open({}, { timeoutMs: 150 });
    receiver.answer = () => () => undefined;
    expect(await send(receiver.url, quick)).toEqual({ status: null, error: 'timeout' });
    receiver.answer = () => (response) => {
      response.writeHead(200);
      const drop = setInterval(() => response.write('.'), 20);
      response.on('close', () => clearInterval(drop));
    };
    expect(await send(receiver.url, quick)).toEqual({ status: null, error: 'timeout' });
  });

  test('that is none says why', async () => {
    expect(await send(receiver.url, open({}, { ca: null }))).toEqual({ status: null, error: 'tls_failed' });
    const gone = await startReceiver();
    await gone.close();
    expect((await send(gone.url, open({ ports: [gone.port] }))).error).toBe('connection_failed');
    const nobody = async () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' }));
    expect((await send('https://hook.test/', open({}, { resolve: nobody }))).error).toBe('name_not_found');
    receiver.answer = () => (response) => response.destroy();
    expect((await send()).error).toBe('connection_failed');
  });
});

describe('an address', () => {
  const strict = (resolve?: PostOptions['resolve']) => open({ allowPrivate: false }, resolve ? { resolve } : {});

  test('that is private is refused before anything is sent, in the URL and behind a name', async () => {
    expect((await send(receiver.url, strict())).error).toBe('url_refused');
    for (const address of [
      '127.0.0.1',
      '::1',
      '10.1.2.3',
      '::ffff:127.0.0.1',
      '64:ff9b::7f00:1',
      'fe80::1',
      '169.254.169.254',
    ]) {
      const posted = await send(`https://hook.test:${receiver.port}/`, strict(leadsTo(address)));
      expect(posted, address).toEqual({ status: null, error: 'address_refused' });
    }
    expect(receiver.received).toEqual([]);
  });

  test('of which one is private is refused, in whatever order they come', async () => {
    for (const resolve of [leadsTo('93.184.216.34', '127.0.0.1'), leadsTo('127.0.0.1', '93.184.216.34')]) {
      expect((await send(`https://hook.test:${receiver.port}/`, strict(resolve))).error).toBe('address_refused');
    }
  });

  test('is looked up once, and the connection goes to what was checked: a name that changes gains nothing', async () => {
    let lookups = 0;
    const changing = async () => {
      lookups += 1;
      return leadsTo(lookups === 1 ? '127.0.0.1' : '127.0.0.2')();
    };
    const posted = await send(`https://hook.test:${receiver.port}/`, open({}, { resolve: changing }));
    expect(posted).toEqual({ status: 204, error: null });
    expect(lookups).toBe(1);
    expect(receiver.received[0]?.headers.host).toBe(`hook.test:${receiver.port}`);
    // The name that was good when it was taken, and now leads home.
    expect((await send(`https://hook.test:${receiver.port}/`, strict(leadsTo('127.0.0.1')))).error).toBe(
      'address_refused',
    );
  });

  test('is refused with another scheme, another port or a password', async () => {
    expect((await send(other.url)).error).toBe('url_refused');
    expect((await send('https://127.0.0.1:6379/')).error).toBe('url_refused');
    expect((await send(receiver.url.replace('https://', 'https://me:pass@'))).error).toBe('url_refused');
    expect((await send('file:///etc/passwd')).error).toBe('url_refused');
    expect(await send(other.url, open({ allowHttp: true }))).toEqual({ status: 204, error: null });
  });
});
