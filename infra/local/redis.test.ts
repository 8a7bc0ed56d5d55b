import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startRedis } from './redis.ts';
import { createSupervisor, type Supervisor } from './supervisor.ts';

const dir = mkdtempSync(join(tmpdir(), 'sl-redis-'));
const READER = { user: 'reader', password: 'r', rules: ['%R~frame:*'] };
let supervisor: Supervisor;
beforeAll(() => {
  supervisor = createSupervisor({ logDir: dir });
});
afterAll(async () => {
  await supervisor.stopAll();
  rmSync(dir, { recursive: true, force: true });
});

const start = (name: 'queue' | 'frames') =>
  startRedis({ supervisor, name, dataDir: join(dir, name), accounts: [READER] });
const settings = async (redis: Redis, ...names: string[]): Promise<unknown> =>
  Object.fromEntries((await Promise.all(names.map((name) => redis.config('GET', name)))) as [string, string][]);

it('of frames keeps nothing on disk, evicts nothing and takes 128 MB at most', async () => {
  const { adminUrl } = await start('frames');
  await using admin = disposable(new Redis(adminUrl));
  expect(await settings(admin.redis, 'save', 'appendonly', 'maxmemory', 'maxmemory-policy')).toEqual({
    save: '',
    appendonly: 'no',
    maxmemory: String(128 * 1024 * 1024),
    'maxmemory-policy': 'noeviction',
  });
  await expect(admin.redis.set('frame:big', Buffer.alloc(130 * 1024 * 1024))).rejects.toThrow('OOM');
});

it('of jobs keeps them through kill -9, on the same port', async () => {
  const { adminUrl } = await start('queue');
  await using admin = disposable(new Redis(adminUrl));
  expect(await settings(admin.redis, 'appendonly', 'appendfsync', 'maxmemory-policy')).toEqual({
    appendonly: 'yes',
    appendfsync: 'always',
    'maxmemory-policy': 'noeviction',
  });
  await admin.redis.set('bull:x:1', 'job');
  await admin.redis.multi().set('bull:x:2', 'of a transaction').rpush('bull:x:wait', '2').exec();
  await admin.redis.eval("redis.call('SET', KEYS[1], '1'); redis.call('SET', KEYS[2], '2')", 2, 'bull:x:3', 'bull:x:4');
  await supervisor.kill('redis-queue');
  await supervisor.untilReady('redis-queue');
  expect(await admin.redis.mget('bull:x:1', 'bull:x:2', 'bull:x:3', 'bull:x:4')).toEqual([
    'job',
    'of a transaction',
    '1',
    '2',
  ]);
  expect(await admin.redis.llen('bull:x:wait')).toBe(1);
});

it('lets nobody in without an account, and an account only where its rules say', async () => {
  const redis = await startRedis({ supervisor, name: 'bus', dataDir: join(dir, 'bus'), accounts: [READER] });
  expect(statSync(join(dir, 'bus/users.acl')).mode & 0o777).toBe(0o600);
  await using stranger = disposable(new Redis(redis.port, { lazyConnect: true }));
  await expect(stranger.redis.get('frame:1')).rejects.toThrow('NOAUTH');
  await expect(stranger.redis.auth('default', 'x')).rejects.toThrow(/WRONGPASS|NOAUTH/);
  await using reader = disposable(new Redis(redis.url('reader')));
  expect(await reader.redis.get('frame:1')).toBeNull();
  await expect(reader.redis.set('frame:1', 'x')).rejects.toThrow('NOPERM');
  await expect(reader.redis.get('other')).rejects.toThrow('NOPERM');
  await expect(reader.redis.publish('channel', 'x')).rejects.toThrow('NOPERM');
  await expect(reader.redis.config('GET', 'port')).rejects.toThrow('NOPERM');
  await expect(reader.redis.flushall()).rejects.toThrow('NOPERM');
  expect(() => redis.url('nobody')).toThrow('the bus Redis has no account nobody');
});

/** ioredis connections have no dispose of their own. */
function disposable(redis: Redis): { redis: Redis } & AsyncDisposable {
  redis.on('error', () => {}); // the tests look at the commands
  return { redis, [Symbol.asyncDispose]: async () => redis.disconnect() };
}
