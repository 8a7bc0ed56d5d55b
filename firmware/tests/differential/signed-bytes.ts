import { createPrivateKey } from 'node:crypto';
import { commandKeyId, rawPublicKey, type SigningKey, signCommand } from '@smart-latch/protocol';
import type { Dice } from './dice.ts';
import { commandOf, type Device, hex, type WireOpened } from './wire.ts';

/** RFC 8410, 7: an Ed25519 private key in PKCS#8 is this prefix and its 32 bytes. */
const PKCS8_PREFIX = '302e020100300506032b657004220420';

/** A key that every run makes again. */
const keyOf = (seed: string): SigningKey & { readonly publicKey: Uint8Array } => {
  const der = Buffer.from(PKCS8_PREFIX + seed.repeat(32), 'hex');
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const publicKey = rawPublicKey(privateKey);
  return { kid: commandKeyId(publicKey), privateKey, publicKey };
};

/** The latch believes two keys, as during a rotation; nobody gave it the third. */
const KEYS = { old: keyOf('11'), fresh: keyOf('22'), strange: keyOf('33') };
const OTHER_DOOR = 'b'.repeat(26);

export const DEVICE: Device = { self: 'a'.repeat(26), keys: [KEYS.old, KEYS.fresh] };

/** The command as bytes of `cmd/{op}`: genuine as a rule, else another door's, of an unknown key, or damaged. */
export const signedBytes = (dice: Dice, opened: WireOpened, { self }: Device): string => {
  const how = dice.weighted({ good: 80, rotated: 8, otherDoor: 3, strange: 3, flipped: 3, cut: 2, grown: 1 });
  const device = how === 'otherDoor' ? OTHER_DOOR : self;
  const key = how === 'strange' ? KEYS.strange : how === 'rotated' ? KEYS.fresh : KEYS.old;
  const bytes = Buffer.from(signCommand(commandOf(opened, device), key));
  if (how === 'flipped') {
    const bit = dice.int(0, bytes.length * 8 - 1);
    bytes.writeUInt8(bytes.readUInt8(bit >> 3) ^ (0x80 >> (bit & 7)), bit >> 3);
  }
  if (how === 'cut') return hex(bytes.subarray(0, dice.int(0, bytes.length - 1)));
  if (how === 'grown') return hex(bytes) + '00'.repeat(dice.int(1, 4_000));
  return hex(bytes);
};
