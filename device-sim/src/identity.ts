import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

export const DEVICE_KINDS = ['latch', 'camera'] as const;
export type DeviceKind = (typeof DEVICE_KINDS)[number];

const deviceId = z.string().regex(/^[a-z2-7]{26}$/);
const base64Bytes = (count: number) =>
  z
    .codec(z.base64(), z.instanceof(Uint8Array), {
      decode: (text) => new Uint8Array(Buffer.from(text, 'base64')),
      encode: (bytes) => Buffer.from(bytes).toString('base64'),
    })
    .refine((bytes) => bytes.length === count, { error: `must be ${count} bytes in base64` });

/** The keys that a device fetches over HTTPS, and again after a rotation. Base64 on the wire and on disk, bytes in code. */
export const secretsSchema = z.object({
  commandKeys: z
    .array(z.object({ kid: base64Bytes(8), publicKey: base64Bytes(32) }))
    .min(1)
    .max(2),
  uplink: z
    .array(z.object({ version: z.int().min(0).max(255), key: base64Bytes(32) }))
    .min(1)
    .max(2),
  peers: z.array(z.object({ peer: deviceId, epoch: z.int().min(0), key: base64Bytes(32) })).max(8),
});
export type DeviceSecrets = z.output<typeof secretsSchema>;

export const identitySchema = secretsSchema.extend({
  kind: z.enum(DEVICE_KINDS),
  device: deviceId,
  /** PKCS#8 PEM of the P-256 key that was made here and never leaves. */
  privateKey: z.string().startsWith('-----BEGIN PRIVATE KEY-----'),
  /** The device's certificate and its intermediates, PEM. */
  certificate: z.string().includes('-----BEGIN CERTIFICATE-----'),
  broker: z.object({ host: z.string().min(1), port: z.int().min(1).max(65_535) }),
  brokerCa: z.string().includes('-----BEGIN CERTIFICATE-----'),
  /** Where it enrolled and whom it trusts there. */
  enrolment: z.object({ url: z.url({ protocol: /^https$/ }), ca: z.string() }),
  site: z.string().min(1),
  /** The latch or camera that this device is the hardware of. */
  unit: z.string().min(1),
});
/** Everything a device knows about itself after enrolment. */
export type Identity = z.output<typeof identitySchema>;

const FILE = 'identity.json';

/** Writes `identity.json` (mode 0600: it holds the private key) by a rename, so that a crash leaves the old one whole. */
export const saveIdentity = async (folder: string, identity: Identity): Promise<void> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const temporary = join(folder, `${FILE}.new`);
  await writeFile(temporary, `${JSON.stringify(z.encode(identitySchema, identity), null, 2)}\n`, { mode: 0o600 });
  await rename(temporary, join(folder, FILE));
};

/** Reads what `saveIdentity` wrote. Throws with what to do when it is not there or not whole. */
export const loadIdentity = async (folder: string): Promise<Identity> => {
  const path = join(folder, FILE);
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) throw new Error(`no device in ${folder}: enrol one first (pnpm sim enrol --help)`);
  const parsed = identitySchema.safeParse(safeJson(text));
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => issue.path.join('.') || 'the file').join(', ');
  throw new Error(`${path} is not a device's identity (wrong: ${wrong}); delete the folder and enrol the device again`);
};

const safeJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};
