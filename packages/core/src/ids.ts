declare const brand: unique symbol;
/** A string that the compiler keeps apart from every other kind of id. At run time it is a plain string. */
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type SiteId = Branded<'site'>;
export type UserId = Branded<'user'>;
export type LatchId = Branded<'latch'>;
export type DeviceId = Branded<'device'>;
export type CredentialId = Branded<'credential'>;
export type GrantId = Branded<'grant'>;
export type ScheduleId = Branded<'schedule'>;
export type AttemptId = Branded<'attempt'>;
export type TapId = Branded<'tap'>;
export type CommandId = Branded<'command'>;
export type EventId = Branded<'event'>;
export type SessionId = Branded<'session'>;
export type PairingId = Branded<'pairing'>;

export type AnyId =
  | SiteId
  | UserId
  | LatchId
  | DeviceId
  | CredentialId
  | GrantId
  | ScheduleId
  | AttemptId
  | TapId
  | CommandId
  | EventId
  | SessionId
  | PairingId;

export const ID_MAX_CHARS = 64;
const ID_TEXT = /^[A-Za-z0-9_.:-]+$/;

/**
 * Names the kind of an id that comes from storage or from a validated message: `asId<LatchId>(row._id)`.
 * @throws TypeError on anything but 1 to 64 characters of A-Z a-z 0-9 _ . : -
 */
export function asId<Id extends AnyId>(text: string): Id {
  if (text.length > ID_MAX_CHARS || !ID_TEXT.test(text)) {
    throw new TypeError(
      `not an id: want 1 to ${ID_MAX_CHARS} of A-Z a-z 0-9 _ . : - and got ${text.length} characters`,
    );
  }
  return text as Id;
}
