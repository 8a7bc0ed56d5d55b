import type { X509Certificate } from 'node:crypto';
import { decodeMessage, identityOfCertificate, type StateMessage, state } from '@smart-latch/protocol';
import type { ConnectPacket } from 'aedes';
import type { Devices } from './devices.ts';
import { type Identity, judgeWill } from './policy.ts';
import { CONNACK, Refused } from './refused.ts';

/** The two intermediates that clients are issued by; one cannot issue for the other. */
export interface Issuers {
  readonly device: X509Certificate;
  readonly service: X509Certificate;
}

/** The only service that speaks MQTT (docs/protocol.md). Each of its processes connects as `worker` or `worker-{suffix}`. */
const SERVICE_NAMES: readonly string[] = ['worker'];
const SERVICE_SUFFIX = /^-[a-z0-9-]{1,48}$/;

const MIN_KEEPALIVE_S = 10;
const MAX_KEEPALIVE_S = 120;

const badCertificate = (detail: string) => new Refused('bad_certificate', detail, { code: CONNACK.badCredentials });

/**
 * Who a client certificate proves its holder to be. TLS has checked that the holder has the key, nothing else: that the
 * right intermediate issued it, its dates and its purpose are all checked here, also for a resumed session.
 * Throws Refused('bad_certificate').
 */
export const identityOf = (leaf: X509Certificate, issuers: Issuers, nowMs: number): Identity => {
  const identity = identityOfCertificate(leaf);
  if (!identity) throw badCertificate('its SAN URI does not name a role and the device id of its own key');
  const issuer = identity.role === 'service' ? issuers.service : issuers.device;
  if (!leaf.checkIssued(issuer) || !leaf.verify(issuer.publicKey)) {
    throw badCertificate(`it was not issued by the intermediate for a ${identity.role}`);
  }
  if (![leaf, issuer].every((certificate) => isCurrent(certificate, nowMs))) throw badCertificate('outside its dates');
  // RFC 5280, 4.2.1.12: where purposes are given, ours must be among them.
  const purposes = leaf.keyUsage as string[] | undefined;
  if (leaf.ca || (purposes && !purposes.includes(CLIENT_AUTH))) throw badCertificate('it is not for a TLS client');
  if (commonNameOf(leaf) !== identity.name) throw badCertificate('its CN is not the name in its SAN URI');
  if (identity.role === 'service' && !SERVICE_NAMES.includes(identity.name)) {
    throw badCertificate('no service of that name speaks MQTT');
  }
  return identity;
};

const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';

const isCurrent = (certificate: X509Certificate, nowMs: number): boolean =>
  nowMs >= certificate.validFromDate.getTime() && nowMs <= certificate.validToDate.getTime();

/** The only CN of the subject; null for none or several. */
const commonNameOf = (certificate: X509Certificate): string | null => {
  const names = certificate.subject.split('\n').filter((line) => line.startsWith('CN='));
  return names.length === 1 ? (names[0] as string).slice(3) : null;
};

/**
 * The session rules, in order: client id, clean session, keepalive, will. Returns what the will says, so that presence
 * knows the pair of boot and connection before the device's first message. Throws Refused.
 */
export const judgeSession = (who: Identity, request: ConnectPacket): StateMessage | null => {
  if (!isClientIdOf(who, request.clientId)) {
    throw new Refused('wrong_client_id', 'the client id must be the CN of the certificate', {
      code: CONNACK.identifierRejected,
    });
  }
  if (request.clean !== true) throw new Refused('unclean_session', 'only clean sessions are kept');
  const keepaliveS = request.keepalive ?? 0;
  if (keepaliveS < MIN_KEEPALIVE_S || keepaliveS > MAX_KEEPALIVE_S) {
    throw new Refused('keepalive_out_of_range', `keepalive must be ${MIN_KEEPALIVE_S} to ${MAX_KEEPALIVE_S} s`);
  }
  return request.will ? readWill(who, request.will) : null;
};

const isClientIdOf = (who: Identity, clientId: string): boolean => {
  if (who.role !== 'service') return clientId === who.name;
  return (
    clientId.startsWith(who.name) && (clientId === who.name || SERVICE_SUFFIX.test(clientId.slice(who.name.length)))
  );
};

const readWill = (who: Identity, will: NonNullable<ConnectPacket['will']>): StateMessage => {
  const judgement = judgeWill(who, {
    topic: will.topic,
    qos: will.qos ?? 0,
    retain: will.retain ?? false,
    payload: will.payload,
  });
  if (!judgement.ok) throw new Refused('bad_will', `a will goes to the device's own state only (${judgement.reason})`);
  const said = lostState(will.payload);
  if (!said) throw new Refused('bad_will', 'a will must be the state message "lost"');
  return said;
};

/** What a will says, if it is a will: a valid state message `lost`. */
export const lostState = (payload: string | Buffer): StateMessage | null => {
  try {
    const said = decodeMessage(state, Buffer.from(payload));
    return said.state === 'lost' ? said : null;
  } catch {
    return null;
  }
};

/** Asks the store whether it knows the device, as this role, not revoked. Throws Refused; store_down is CONNACK 3. */
export const judgeDevice = async (who: Identity, devices: Devices): Promise<void> => {
  if (who.role === 'service') return;
  const record = await devices.find(who.name).catch((cause: unknown) => {
    throw new Refused('store_down', 'the store does not answer', { code: CONNACK.serverUnavailable, cause });
  });
  if (!record) throw new Refused('unknown_device', 'no such device is enrolled');
  if (record.revoked) throw new Refused('device_revoked', 'the device is revoked');
  if (record.role !== who.role) throw new Refused('wrong_role', `the device is enrolled as a ${record.role}`);
};
