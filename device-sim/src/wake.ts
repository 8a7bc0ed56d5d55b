import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { createCounterWindow, parsePeer, sealPeer, verifyPeer } from './peer.ts';
import type { Secrets } from './secrets.ts';

/** How long a tap waits for the camera's acknowledgement; on ESP-NOW the radio itself gives it in about 2 ms. */
const ACK_DEADLINE_MS = 40;

export interface PeerAddress {
  /** Device id of the camera. */
  readonly camera: string;
  readonly host: string;
  readonly port: number;
}

/** The latch's end. `wake` resolves true when a camera acknowledged in time. */
export const openWaker = async (
  latch: string,
  secrets: Secrets,
  cameras: readonly PeerAddress[],
  epochMs: () => number,
) => {
  const socket = await bind(0);
  // It must rise over reboots; a board keeps it in flash, here the wall clock does.
  let counter = Math.floor(epochMs());
  const waiting = new Map<number, () => void>();
  socket.on('message', (bytes: Buffer) => {
    const message = parsePeer(bytes);
    const isOurs = message?.kind === 'ack' && secrets.peers().some(({ key }) => verifyPeer(key, bytes));
    if (isOurs) waiting.get(message.counter)?.();
  });

  const wakeOne = (address: PeerAddress, nonce: Uint8Array): Promise<boolean> => {
    const peer = secrets.peer(address.camera);
    if (!peer) return Promise.resolve(false);
    counter += 1;
    const mine = counter;
    const bytes = sealPeer(peer.key, { kind: 'wake', epoch: peer.epoch, counter: mine, latch, nonce });
    return new Promise((resolve) => {
      const settle = (acked: boolean) => {
        clearTimeout(timer);
        waiting.delete(mine);
        resolve(acked);
      };
      const timer = setTimeout(() => settle(false), ACK_DEADLINE_MS);
      waiting.set(mine, () => settle(true));
      socket.send(bytes, address.port, address.host, (error) => error && settle(false));
    });
  };

  return {
    wake: async (nonce: Uint8Array): Promise<boolean> => {
      const acks = await Promise.all(cameras.map((address) => wakeOne(address, nonce)));
      return acks.includes(true);
    },
    close: () => closeSocket(socket),
  };
};

/** The camera's end: believes a wake from a latch that it is paired with, in this epoch, once. Resolves with its port. */
export const openWakeable = async (
  port: number,
  secrets: Secrets,
  onWake: (latch: string, nonce: Uint8Array) => void,
) => {
  const socket = await bind(port);
  const windows = new Map<string, (counter: number) => boolean>();
  socket.on('message', (bytes: Buffer, from) => {
    const message = parsePeer(bytes);
    if (message?.kind !== 'wake') return;
    const peer = secrets.peer(message.latch);
    if (!peer || peer.epoch !== message.epoch || !verifyPeer(peer.key, bytes)) return;
    // A new epoch is a new key, so its counters start anew.
    const name = `${message.latch}:${message.epoch}`;
    const accept = windows.get(name) ?? createCounterWindow();
    windows.set(name, accept);
    if (!accept(message.counter)) return;
    socket.send(sealPeer(peer.key, { ...message, kind: 'ack' }), from.port, from.address);
    onWake(message.latch, message.nonce);
  });
  return { port: socket.address().port, close: () => closeSocket(socket) };
};

const bind = async (port: number): Promise<Socket> => {
  const socket = createSocket('udp4');
  socket.bind(port, '127.0.0.1');
  await once(socket, 'listening');
  return socket;
};

const closeSocket = (socket: Socket): Promise<void> => new Promise((resolve) => socket.close(() => resolve()));
