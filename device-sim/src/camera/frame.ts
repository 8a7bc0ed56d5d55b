import { createHash } from 'node:crypto';
import { encodeMessage, frameHeader, rowOf, sealUplink, topicOf } from '@smart-latch/protocol';
import { checkJpeg } from './lens.ts';

export interface FrameInput {
  readonly device: string;
  readonly key: { readonly version: number; readonly secret: Uint8Array };
  readonly nonce: Uint8Array;
  /** Device id. */
  readonly latch: string;
  readonly sequence: number;
  readonly capturedAtMs: number;
  readonly jpeg: Uint8Array;
}

/** The bytes of `face/frame`: a COSE_Mac0 header that names the picture by its hash, and the JPEG behind it. */
export const sealFrame = ({ device, key, jpeg, ...header }: FrameInput): Uint8Array => {
  checkJpeg(jpeg, 'the picture');
  const sha256 = new Uint8Array(createHash('sha256').update(jpeg).digest());
  const payload = encodeMessage(frameHeader, { ...header, sha256 });
  const bytes = sealUplink(key, device, topicOf(device, 'face/frame'), payload, jpeg);
  const { maxBytes } = rowOf('face/frame');
  if (bytes.length <= maxBytes) return bytes;
  throw new Error(
    `the picture has ${jpeg.length} bytes and a frame may have ${maxBytes} with its header: save it smaller (640x480 at quality 85 has about 60,000)`,
  );
};
