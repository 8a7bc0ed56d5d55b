import { createPrivateKey, generateKeyPairSync, randomBytes, randomInt } from 'node:crypto';
import {
  type Command,
  commandKeyId,
  MAX_TTL_MS,
  type Op,
  rawPublicKey,
  type SigningKey,
  signCommand,
  signDesired,
} from '@smart-latch/protocol';

/** What the broker publishes instead of, before or after the right command, and what the latch must say to it. */
export interface Mutant {
  readonly how: string;
  readonly op: Op;
  readonly bytes: Uint8Array;
  readonly retain?: boolean;
  /** Reasons that are right. Empty: the latch knows this very command, does not refuse it and moves nothing. */
  readonly reasons: readonly string[];
}

/** A command that the platform signed for a nonce. */
export interface Captured {
  readonly op: Op;
  readonly bytes: Uint8Array;
  readonly nonce: Uint8Array;
}

/** What the hostile broker has seen so far, and a key that can sign what the platform might have signed elsewhere. */
export interface Loot {
  readonly device: string;
  readonly platform: SigningKey;
  /** The command of now, and whether the latch has it already. */
  readonly right: Captured & { readonly isDelivered: boolean };
  /** A command of now for another door. */
  readonly other: Captured;
  /** Commands that were delivered: their nonces are used up. */
  readonly spent: readonly Captured[];
  /** Challenges that were delivered, the newest last. */
  readonly challenges: readonly { readonly bytes: Uint8Array; readonly boot: Uint8Array; readonly counter: number }[];
}

/** The broker's own key: it can sign, only nobody believes it. */
const STRANGER: SigningKey & { readonly publicKey: Uint8Array } = (() => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const raw = rawPublicKey(publicKey);
  return { kid: commandKeyId(raw), privateKey, publicKey: raw };
})();

export const signingKeyOf = (pem: string): SigningKey => {
  const privateKey = createPrivateKey(pem);
  return { kid: commandKeyId(rawPublicKey(privateKey)), privateKey };
};

const UNREADABLE = ['bad_signature'];
/** A flipped bit may lie in the key id. */
const FLIPPED = ['bad_signature', 'unknown_key'];
/** Its slot is kept for a while: an old nonce is known as used, then forgotten. */
const SPENT = ['replayed', 'no_attempt'];
/** The same command again: it is known, and its answer is said again. */
const KNOWN = '';

type Make = (loot: Loot) => Mutant;

const command = (loot: Loot, value: Partial<Command> & Pick<Command, 'op' | 'binding'>, key = loot.platform) =>
  signCommand(
    { device: loot.device, commandId: randomId(), ttlMs: MAX_TTL_MS, args: {}, issuedAtMs: Date.now(), ...value },
    key,
  );

const randomId = (): Uint8Array => new Uint8Array(randomBytes(16));
const pick = <T>(items: readonly T[]): T | undefined => (items.length > 0 ? items[randomInt(items.length)] : undefined);

const flipped = ({ right: { op, bytes } }: Loot): Mutant => {
  const spoilt = Buffer.from(bytes);
  const bit = randomInt(spoilt.length * 8);
  spoilt.writeUInt8(spoilt.readUInt8(bit >> 3) ^ (0x80 >> (bit & 7)), bit >> 3);
  return { how: `bit ${bit} flipped`, op, bytes: spoilt, reasons: FLIPPED };
};

const cut = ({ right: { op, bytes } }: Loot): Mutant => {
  const size = randomInt(bytes.length);
  return { how: `cut after ${size} bytes`, op, bytes: bytes.subarray(0, size), reasons: UNREADABLE };
};

const grown = ({ right: { op, bytes } }: Loot): Mutant => {
  const more = randomBytes(randomInt(1, 64));
  return { how: `${more.length} bytes more`, op, bytes: Buffer.concat([bytes, more]), reasons: UNREADABLE };
};

/** Body of one, signature of the other: the last 64 bytes. */
const crossed = ({ right, other }: Loot): Mutant => ({
  how: "with the signature of another door's command",
  op: right.op,
  bytes: Buffer.concat([right.bytes.subarray(0, -64), other.bytes.subarray(-64)]),
  reasons: UNREADABLE,
});

const otherDoors: Make = ({ other }) => ({
  how: 'of another door',
  op: other.op,
  bytes: other.bytes,
  reasons: ['wrong_device'],
});

const forgedKid: Make = (loot) => ({
  how: "forged under the platform's key id",
  op: 'unlock',
  bytes: command(loot, { op: 'unlock', binding: { nonce: loot.right.nonce } }, { ...STRANGER, kid: loot.platform.kid }),
  reasons: UNREADABLE,
});

const forged: Make = (loot) => ({
  how: "forged with the broker's own key",
  op: 'unlock',
  bytes: command(loot, { op: 'unlock', binding: { nonce: loot.right.nonce } }, STRANGER),
  reasons: ['unknown_key'],
});

const configuration: Make = ({ device, platform }) => ({
  how: 'a signed configuration as a command',
  op: 'unlock',
  bytes: signDesired(
    { device, version: 2 ** 40, autoRelockMs: 3_600_000, heldOpenMs: 0, pairings: [], issuedAtMs: 0 },
    platform,
  ),
  reasons: UNREADABLE,
});

const retained: Make = ({ right }) => ({
  how: 'the right one, retained',
  op: right.op,
  bytes: right.bytes,
  retain: true,
  reasons: ['retained'],
});

/** A command that was delivered comes again: the latch says the same once more, or has forgotten its nonce. */
const replayed: Make = (loot) => {
  const old = pick(loot.spent);
  if (!old) return flipped(loot);
  return { how: `the ${old.op} of an earlier tap again`, op: old.op, bytes: old.bytes, reasons: [KNOWN, 'no_attempt'] };
};

const oldChallenge: Make = (loot) => {
  const old = pick(loot.challenges);
  if (!old) return otherBoot(loot);
  const isNewest = old === loot.challenges.at(-1);
  return { how: 'a challenge again', op: 'challenge', bytes: old.bytes, reasons: [isNewest ? KNOWN : 'replayed'] };
};

const secondCommand: Make = (loot) => {
  const old = pick(loot.spent);
  if (!old) return cut(loot);
  const bytes = command(loot, { op: 'unlock', binding: { nonce: old.nonce } });
  return { how: 'another unlock for a nonce that is used up', op: 'unlock', bytes, reasons: SPENT };
};

const foreignNonce: Make = (loot) => ({
  how: "for the nonce of another door's tap",
  op: 'unlock',
  bytes: command(loot, { op: 'unlock', binding: { nonce: loot.other.nonce } }),
  reasons: ['no_attempt'],
});

const inventedNonce: Make = (loot) => ({
  how: 'for a nonce that nobody gave',
  op: 'unlock',
  bytes: command(loot, { op: 'unlock', binding: { nonce: randomId() } }),
  reasons: ['no_attempt'],
});

const bootBoundUnlock: Make = (loot) => ({
  how: 'an unlock that is bound to a boot',
  op: 'unlock',
  bytes: command(loot, {
    op: 'unlock',
    binding: { boot: loot.challenges.at(-1)?.boot ?? randomId(), counter: 2 ** 40 },
  }),
  reasons: ['no_attempt'],
});

/** Delayed: it lives for 1 ms from the moment of its nonce, which is long over. */
const late: Make = (loot) => ({
  how: 'too late for its ttl',
  op: 'unlock',
  bytes: command(loot, { op: 'unlock', binding: { nonce: loot.right.nonce }, ttlMs: 1 }),
  reasons: loot.right.isDelivered ? ['replayed'] : ['expired'],
});

const otherBoot: Make = (loot) => ({
  how: 'a lock of another boot',
  op: 'lock',
  bytes: command(loot, { op: 'lock', binding: { boot: randomId(), counter: 2 ** 40 } }),
  reasons: ['expired'],
});

const oldCounter: Make = (loot) => {
  const last = loot.challenges.at(-1);
  if (!last) return otherBoot(loot);
  const bytes = command(loot, { op: 'reboot', binding: { boot: last.boot, counter: last.counter } });
  return { how: 'a reboot with a counter that was used', op: 'reboot', bytes, reasons: ['replayed'] };
};

const forCameras: Make = (loot) => ({
  how: 'a command for cameras',
  op: 'capture',
  bytes: command(loot, { op: 'capture', binding: { nonce: loot.right.nonce }, args: { latch: loot.device } }),
  reasons: ['wrong_device'],
});

const noise: Make = ({ right: { op } }) => {
  const bytes = randomBytes(randomInt(0, 4_096));
  return { how: `${bytes.length} bytes of noise`, op, bytes, reasons: UNREADABLE };
};

/** As often as they stand here. */
const MAKES: readonly Make[] = [
  ...[flipped, flipped, flipped, flipped, flipped, flipped, cut, cut, cut, grown, crossed, noise],
  ...[
    otherDoors,
    otherDoors,
    forged,
    forgedKid,
    configuration,
    retained,
    replayed,
    replayed,
    secondCommand,
    oldChallenge,
  ],
  ...[foreignNonce, inventedNonce, bootBoundUnlock, late, otherBoot, oldCounter, forCameras],
];

export const mutants = (loot: Loot, count: number): Mutant[] =>
  Array.from({ length: count }, () => (pick(MAKES) ?? flipped)(loot));
