import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** What a test makes the authenticator, or the browser before it, do wrong. */
export interface Mischief {
  readonly origin?: string;
  readonly rpId?: string;
  readonly userVerified?: boolean;
  /** The signature counter to say, instead of the next one. */
  readonly counter?: number;
  readonly userHandle?: string;
}

interface CreationOptions {
  readonly challenge: string;
  readonly rp: { readonly id: string };
  readonly user: { readonly id: string };
}
interface RequestOptions {
  readonly challenge: string;
  readonly rpId: string;
}

const ORIGIN = 'https://latch.test';
const FLAG = { userPresent: 0x01, userVerified: 0x04, attested: 0x40 } as const;
const sha256 = (data: Uint8Array | string): Buffer => createHash('sha256').update(data).digest();
const base64url = (data: Uint8Array | string): string => Buffer.from(data).toString('base64url');

/** An authenticator with a browser before it, in software: ES256, no attestation (WebAuthn Level 3, 6). */
export class Authenticator {
  readonly #key = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  readonly id: string = base64url(randomBytes(16));
  #counter = 0;
  #handle = '';

  create({ challenge, rp, user }: CreationOptions, mischief: Mischief = {}) {
    this.#handle = user.id;
    const authData = Buffer.concat([this.#data(rp.id, FLAG.attested, mischief), this.#attested()]);
    // {"fmt": "none", "attStmt": {}, "authData": bytes}
    const attestationObject = Buffer.concat([
      Buffer.from('a363666d74646e6f6e656761747453746d74a0686175746844617461', 'hex'),
      Buffer.from([0x59, authData.length >> 8, authData.length & 0xff]),
      authData,
    ]);
    const clientDataJSON = clientData('webauthn.create', challenge, mischief);
    return this.#answer({ clientDataJSON, attestationObject: base64url(attestationObject), transports: ['internal'] });
  }

  get({ challenge, rpId }: RequestOptions, mischief: Mischief = {}) {
    const authData = this.#data(rpId, 0, mischief);
    const clientDataJSON = clientData('webauthn.get', challenge, mischief);
    const signed = Buffer.concat([authData, sha256(Buffer.from(clientDataJSON, 'base64url'))]);
    return this.#answer({
      clientDataJSON,
      authenticatorData: base64url(authData),
      signature: base64url(sign('sha256', signed, this.#key.privateKey)),
      userHandle: mischief.userHandle ?? this.#handle,
    });
  }

  #answer<T extends object>(response: T) {
    return { id: this.id, rawId: this.id, type: 'public-key', clientExtensionResults: {}, response };
  }

  #data(rpId: string, flags: number, mischief: Mischief): Buffer {
    this.#counter += 1;
    const data = Buffer.alloc(37);
    sha256(mischief.rpId ?? rpId).copy(data);
    data[32] = FLAG.userPresent | (mischief.userVerified === false ? 0 : FLAG.userVerified) | flags;
    data.writeUInt32BE(mischief.counter ?? this.#counter, 33);
    return data;
  }

  /** AAGUID, id and COSE key {1: 2, 3: -7, -1: 1, -2: x, -3: y}. */
  #attested(): Buffer {
    const { x = '', y = '' } = this.#key.publicKey.export({ format: 'jwk' });
    const id = Buffer.from(this.id, 'base64url');
    return Buffer.concat([
      Buffer.alloc(16),
      Buffer.from([id.length >> 8, id.length & 0xff]),
      id,
      Buffer.from('a5010203262001215820', 'hex'),
      Buffer.from(x, 'base64url'),
      Buffer.from('225820', 'hex'),
      Buffer.from(y, 'base64url'),
    ]);
  }
}

const clientData = (type: string, challenge: string, { origin = ORIGIN }: Mischief): string =>
  base64url(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
