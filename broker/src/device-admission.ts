import type { Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { TLSSocket } from 'node:tls';
import type { Clock } from '@smart-latch/runtime';
import type { Admission } from './admission.ts';
import type { Devices } from './devices.ts';
import { type Ingest, parseMessage } from './ingest.ts';
import type { Limits } from './limits.ts';
import type { BrokerMetrics } from './metrics.ts';
import { type Identity, type Judgement, judgePublish, judgeWill, mayReceive, maySubscribe } from './policy.ts';
import type { Presence } from './presence.ts';
import { CONNACK, Refused } from './refused.ts';
import { type Issuers, identityOf, judgeDevice, judgeSession, lostState } from './session.ts';

const WILL_TRIES = 20;
const WILL_RETRY_MS = 500;

/** What the product's admission remembers of a connection. */
export interface DevicePeer {
  /** Whom the certificate proves, or why it proves nobody. */
  readonly proven: Identity | Refused;
  /** Set once CONNECT was accepted: before that nothing may be published, subscribed to or received. */
  admitted: Identity | null;
}

export interface DeviceAdmissionDeps {
  readonly issuers: Issuers;
  readonly devices: Devices;
  readonly ingest: Ingest;
  readonly presence: Presence;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly metrics: BrokerMetrics;
  /** False while commands could not be handed on: they are refused, so that their sender keeps them. */
  readonly busIsUp: () => boolean;
}

/** The product's admission: certificates, known devices, the topic policy, ingest before acknowledgement. */
export const deviceAdmission = (deps: DeviceAdmissionDeps): Admission<DevicePeer> => ({
  identify: (socket) => ({ proven: prove(socket, deps), admitted: null }),

  limitsOf: (peer) => deps.limits.of(identityOfPeer(peer), () => peer.admitted !== null),

  connect: async (peer, request) => {
    if (peer.proven instanceof Refused) throw peer.proven;
    const will = judgeSession(peer.proven, request);
    await judgeDevice(peer.proven, deps.devices);
    if (!deps.busIsUp()) throw busDown('sessions cannot be kept now');
    if (will) await deps.presence.connected(peer.proven.name, will);
    peer.admitted = peer.proven;
  },

  publish: async (peer, packet) => {
    const who = peer.admitted;
    if (!who) throw new Refused('not_connected', 'CONNECT was not accepted');
    const admitted = orRefuse(judgePublish(who, packet));
    if (who.role !== 'service') return takeUplink(deps, admitted, packet, false);
    // aedes acknowledges a command before it hands it on; refused here, it stays in its sender's outbox.
    if (!deps.busIsUp()) throw busDown('commands cannot be handed on now');
    deps.metrics.messages.inc({ topic: admitted.name });
  },

  will: async (clientId, packet) => {
    // Row `state` is every device's, so which kind of device it was makes no difference.
    const admitted = orRefuse(judgeWill({ role: 'latch', name: clientId }, packet));
    if (!lostState(packet.payload)) throw new Refused('bad_will', 'a stored will is not the state message "lost"');
    return untilTaken(() => takeUplink(deps, admitted, packet, true));
  },

  subscribe: (peer, filter) => peer.admitted !== null && maySubscribe(peer.admitted, filter),
  forward: (peer, topic) => peer.admitted !== null && mayReceive(peer.admitted, topic),
});

/** Whom a peer's certificate proves; null: nobody. */
export const identityOfPeer = (peer: DevicePeer): Identity | null =>
  peer.proven instanceof Refused ? null : peer.proven;

const busDown = (detail: string) => new Refused('bus_down', detail, { code: CONNACK.serverUnavailable });

const prove = (socket: Socket, { issuers, clock }: DeviceAdmissionDeps): Identity | Refused => {
  const leaf = socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined;
  if (!leaf) return new Refused('bad_certificate', 'no client certificate', { code: CONNACK.badCredentials });
  try {
    return identityOf(leaf, issuers, clock.now());
  } catch (error) {
    if (error instanceof Refused) return error;
    throw error;
  }
};

const orRefuse = (judgement: Judgement) => {
  if (judgement.ok) return judgement;
  throw new Refused(judgement.reason, 'the topic table has no such row for this sender');
};

/** aedes forgets a will that is refused, and its device is not there to send it again: it is worth a few tries. */
const untilTaken = async (take: () => Promise<void>, triesLeft = WILL_TRIES): Promise<void> => {
  try {
    await take();
  } catch (error) {
    if (!(error instanceof Refused) || !error.isTransient || triesLeft <= 1) throw error;
    await setTimeout(WILL_RETRY_MS);
    await untilTaken(take, triesLeft - 1);
  }
};

const takeUplink = async (
  deps: DeviceAdmissionDeps,
  admitted: Extract<Judgement, { ok: true }>,
  packet: { payload: string | Buffer; retain: boolean },
  isWill: boolean,
): Promise<void> => {
  if (admitted.name === 'state') await deps.presence.keepNewest(admitted.device, packet, isWill);
  await deps.ingest(admitted, parseMessage(admitted, Buffer.from(packet.payload)));
  // Nobody subscribes to what devices send: emptied, a frame does not travel to every broker over the bus. A retained
  // message keeps its payload, since an empty one would delete what is retained.
  if (!packet.retain) packet.payload = Buffer.alloc(0);
};
