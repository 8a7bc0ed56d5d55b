import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { webhookHeaders, webhookSecret } from '@smart-latch/protocol';
import { expect, test } from 'vitest';

const PAGE = join(import.meta.dirname, '../../../docs/webhooks.md');
type Verify = (secret: string, headers: Record<string, string>, body: string, nowS?: number) => unknown;

test('the code that the page shows verifies what is sent, and nothing else', async () => {
  const [, code = ''] = /```js\n([\s\S]*?)```/.exec(readFileSync(PAGE, 'utf8')) ?? [];
  const { verify } = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as { verify: Verify };
  const [old, secret, other] = [1, 2, 3].map((generation) =>
    webhookSecret(new Uint8Array(32), { site: 's', webhook: 'w', generation }),
  ) as [string, string, string];
  const body = '{"type":"event.granted"}';
  const headers = webhookHeaders([secret, old], { id: 'msg_1', timestampS: 1_000, body });
  expect(verify(secret, headers, body, 1_000)).toEqual({ type: 'event.granted' });
  expect(verify(old, headers, body, 1_300)).toEqual({ type: 'event.granted' });
  expect(() => verify(other, headers, body, 1_000)).toThrow('not signed');
  expect(() => verify(secret, headers, body.replace('granted', 'opened'), 1_000)).toThrow('not signed');
  expect(() => verify(secret, { ...headers, 'webhook-id': 'msg_2' }, body, 1_000)).toThrow('not signed');
  expect(() => verify(secret, headers, body, 1_301)).toThrow('too old');
  expect(() => verify(secret, headers, body)).toThrow('too old');
});
