import type { Socket } from 'node:net';
import type { ConnectPacket, PublishPacket } from 'aedes';

/** What the wire may carry of one connection before it counts as abuse. */
export interface WireLimits {
  /** The longest MQTT packet, bytes; a longer one ends the connection before it is read. */
  maxPacketBytes(): number;
  /**
   * Takes the next packet out of its token bucket: how long it must wait, ms, 0 for not at all.
   * `topic` is that of a PUBLISH, null for any other packet.
   */
  waitMs(topic: string | null): number;
  /** A connection that was slowed without a pause for this long is dropped, ms. */
  readonly floodAfterMs: number;
}

/** A message on its way in: of a live client, or a will that fires. */
export type Incoming = PublishPacket & {
  /** Set on a stored will alone: whose will it is. */
  readonly clientId?: string;
};

/**
 * Everything that says who may connect and do what: authentication, session rules, topic policy, limits and ingest.
 * The broker itself only moves packets. `Peer` is what the admission wants to remember of a connection.
 */
export interface Admission<Peer> {
  /** Reads who is behind a fresh connection. Refusals are kept for the answer to CONNECT. */
  identify(socket: Socket): Peer;
  limitsOf(peer: Peer): WireLimits;
  /** Resolves to admit; rejects with Refused, whose returnCode goes into the CONNACK. */
  connect(peer: Peer, request: ConnectPacket): Promise<void>;
  /**
   * Resolves when the message may be acknowledged: for a device's message that is when its job is safe. May rewrite the
   * packet. Rejects with Refused, which closes the connection without a PUBACK.
   */
  publish(peer: Peer, packet: Incoming): Promise<void>;
  /** A will that fires, maybe of a broker that died, with no connection left: judged by the client id stored with it. */
  will(clientId: string, packet: Incoming): Promise<void>;
  subscribe(peer: Peer, filter: { readonly topic: string; readonly qos: number }): boolean;
  forward(peer: Peer, topic: string): boolean;
}
