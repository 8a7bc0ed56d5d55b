import type { PolicyReason } from './policy.ts';

/** Return codes of CONNACK (MQTT 3.1.1, 3.2.2.3) that say no. */
export const CONNACK = {
  unacceptableVersion: 1,
  identifierRejected: 2,
  serverUnavailable: 3,
  badCredentials: 4,
  notAuthorized: 5,
} as const;

export type ConnackCode = (typeof CONNACK)[keyof typeof CONNACK];

/** Why a client was turned away. A closed list: it is the label of the metric `broker_denials_total`. */
export type DenialReason =
  | PolicyReason
  | 'bad_certificate'
  | 'wrong_client_id'
  | 'unknown_device'
  | 'device_revoked'
  | 'wrong_role'
  | 'unclean_session'
  | 'keepalive_out_of_range'
  | 'bad_will'
  | 'wrong_version'
  | 'bad_shape'
  | 'subscription'
  | 'forward'
  | 'oversized'
  | 'malformed'
  | 'flooding'
  | 'not_connected'
  | 'store_down'
  | 'queue_down'
  | 'bus_down';

/** Not the client's fault: the same again may be taken later. */
const TRANSIENT: readonly DenialReason[] = ['store_down', 'queue_down', 'bus_down'];

/** The client did something that it may not, or we cannot serve it now. `detail` is for the log and holds no payload. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly reason: DenialReason;
  /** aedes reads this field: the CONNACK code when the refusal answers a CONNECT. */
  readonly returnCode: ConnackCode;

  constructor(reason: DenialReason, detail: string, options: { code?: ConnackCode; cause?: unknown } = {}) {
    super(`${reason}: ${detail}`, { cause: options.cause });
    this.reason = reason;
    this.returnCode = options.code ?? CONNACK.notAuthorized;
  }

  get isTransient(): boolean {
    return TRANSIENT.includes(this.reason);
  }
}
