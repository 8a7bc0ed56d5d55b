/**
 * `make test-pcsc`: writes, reads and blanks a card through the real PC/SC service. The card is software behind vpcd, Debian's
 * virtual reader; pcscd, scriptor and the driver are Debian's own. Not part of `make test`: it wants these packages and root.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { identifyCard, readUrl } from '../../ntag424.ts';
import { PcscReader } from '../../pcsc-reader.ts';
import { makeBlank, personalise } from '../../personalise.ts';
import { newSoftwareCard, SoftwareCard } from '../../software-card.ts';
import { newKeys } from '../trial-cards.ts';

const {
  PCSCD = 'pcscd',
  SCRIPTOR = 'scriptor',
  VPCD_DRIVER = '/usr/lib/pcsc/drivers/serial/libifdvpcd.so',
} = process.env;
const VPCD_PORT = 35_963;
const STARTED_BY_MS = 5_000;
/** T=1, as a reader reports a contactless card (PC/SC part 3, 3.1.3.2.3). */
const ATR = Buffer.from('3b8180018080', 'hex');

/** Plays the card at the other end of vpcd's socket: two bytes of length, then a word of the reader (one byte) or an APDU. */
const playCard = (socket: Socket, card: SoftwareCard): void => {
  let heard = Buffer.alloc(0);
  const say = (bytes: Uint8Array): void => {
    const head = Buffer.alloc(2);
    head.writeUInt16BE(bytes.length);
    if (socket.writable) socket.write(Buffer.concat([head, bytes]));
  };
  const obey = async (message: Buffer): Promise<void> => {
    if (message.length > 1) return say(await card.transmit(new Uint8Array(message)));
    if (message[0] === 4) return say(ATR);
    await card.waitForCard();
  };
  let turn = Promise.resolve();
  socket.on('data', (data) => {
    heard = Buffer.concat([heard, data]);
    while (heard.length >= 2 && heard.length >= 2 + heard.readUInt16BE()) {
      const message = heard.subarray(2, 2 + heard.readUInt16BE());
      heard = heard.subarray(2 + message.length);
      turn = turn.then(() => obey(message));
    }
  });
};

const connected = async (): Promise<Socket> => {
  const giveUpMs = Date.now() + STARTED_BY_MS;
  for (;;) {
    const socket = connect(VPCD_PORT, '127.0.0.1');
    try {
      await once(socket, 'connect');
      return socket;
    } catch (error) {
      if (Date.now() > giveUpMs) throw error;
      await delay(100);
    }
  }
};

const startPcscd = async (dir: string): Promise<ChildProcess> => {
  const reader = [
    'FRIENDLYNAME "Virtual PCD"',
    'DEVICENAME /dev/null:0x8C7B',
    `LIBPATH ${VPCD_DRIVER}`,
    'CHANNELID 0x8C7B',
  ];
  await writeFile(join(dir, 'vpcd'), `${reader.join('\n')}\n`);
  await mkdir('/run/pcscd', { recursive: true });
  const pcscd = spawn(PCSCD, ['--foreground', '--config', dir], { stdio: 'inherit' });
  pcscd.on('error', () => {
    console.error('pcscd cannot be started: as root, apt install pcscd pcsc-tools vsmartcard-vpcd');
    process.exitCode = 1;
  });
  return pcscd;
};

const timed = async (what: string, work: () => Promise<void>): Promise<void> => {
  const startMs = performance.now();
  await work();
  console.log(`ok  ${what}  ${Math.round(performance.now() - startMs)} ms`);
};

const run = async (): Promise<void> => {
  const dir = await mkdtemp(join(tmpdir(), 'pcsc-'));
  const pcscd = await startPcscd(dir);
  const reader = new PcscReader({ name: null, command: SCRIPTOR });
  try {
    const socket = await connected();
    const card = new SoftwareCard(newSoftwareCard());
    playCard(socket, card);
    const { uid } = card.state;
    const keys = newKeys();
    await timed('a card is found', () => reader.waitForCard(STARTED_BY_MS));
    await timed('it says its number', async () => {
      if ((await identifyCard(reader)).uid !== uid) throw new Error('another number came through the reader');
    });
    await timed('it is written, and says what a door accepts', () => personalise(reader, uid, keys));
    await timed('it is read', async () => {
      if (!(await readUrl(reader))?.startsWith('https://latch.test/t?k=1&p=')) throw new Error('the URL was not read');
    });
    await timed('it is made blank', () => makeBlank(reader, uid, keys));
    if (card.state.keys.some((slot) => slot.version !== 0)) throw new Error('a key is left on the card');
    socket.destroy();
    await delay(1_500);
    await timed('and is taken away', async () => {
      const said = await identifyCard(reader).then(
        () => 'nothing',
        (error: Error) => error.message,
      );
      if (!said.includes('taken away')) throw new Error(`a card that is gone says: ${said}`);
    });
  } finally {
    await reader.close();
    pcscd.kill();
    await rm(dir, { recursive: true, force: true });
  }
};

await run();
