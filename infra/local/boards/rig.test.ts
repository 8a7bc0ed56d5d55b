import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openRig, type Rig } from './rig.ts';

let dir: string;
let server: Server;
let rig: Rig;
let clients: Socket[];
let asked: unknown[];

/** A board that answers each question with what `reply` makes of it. */
const board = async (reply: (question: Record<string, unknown>) => string): Promise<void> => {
  server = createServer((client) => {
    clients.push(client);
    client.on('data', (data) => {
      for (const line of data.toString().trim().split('\n')) {
        asked.push(JSON.parse(line));
        client.write(reply(JSON.parse(line)));
      }
    });
  });
  await new Promise<void>((done) => server.listen(join(dir, 'rig.sock'), done));
  rig = await openRig(join(dir, 'rig.sock'));
};

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sl-rig-'));
  clients = [];
  asked = [];
});
afterEach(async () => {
  rig.close();
  for (const client of clients) client.destroy();
  await new Promise((done) => server.close(done));
  await rm(dir, { recursive: true, force: true });
});

test('asks a line and says what the board refused', async () => {
  await board(({ do: what }) => (what === 'exit' ? '{"ok":true}\n' : '{"ok":false,"problem":"there is no lens"}\n'));
  await rig.ask({ do: 'exit' });
  await expect(rig.ask({ do: 'lens' })).rejects.toThrow('the board refused lens: there is no lens');
  expect(asked).toEqual([{ do: 'exit' }, { do: 'lens' }]);
});

test('hears events between the answers, bytes as bytes', async () => {
  await board(() => '{"event":"published","atMs":5,"topic":"nfc/tap","bytes":"0aff"}\n{"ok":true}\n');
  const published = rig.next('published', 1_000);
  await rig.ask({ do: 'exit' });
  expect(await published).toMatchObject({ topic: 'nfc/tap', bytes: new Uint8Array([10, 255]) });
});

test('waits for an event that fits, and not for ever', async () => {
  await board(() => '{"event":"moved","atMs":5,"at":"locked"}\n{"ok":true}\n');
  const opened = rig.next('moved', 50, ({ at }) => at === 'unlocked');
  await rig.ask({ do: 'exit' });
  expect(await opened).toBeNull();
});

test('tells whoever waits that the power is gone, and is there again when the board is', async () => {
  await board(({ do: what }) => (what === 'exit' ? '{"ok":true}\n' : ''));
  const cut = rig.ask({ do: 'power cut' });
  while (asked.length === 0) await new Promise((soon) => setImmediate(soon));
  clients[0]?.destroy();
  await expect(cut).rejects.toThrow('the board lost its power');
  while (clients.length < 2) await new Promise((soon) => setImmediate(soon));
  await rig.ask({ do: 'exit' });
});
