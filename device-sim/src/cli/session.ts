import { type Camera, type CameraOptions, startCamera } from '../camera/camera.ts';
import { type Latch, type LatchOptions, startLatch } from '../latch/latch.ts';
import { type Home, namesOf, openNamed } from './home.ts';
import { follow, type Say } from './timeline.ts';

export interface SessionOptions {
  readonly latch: string;
  /** Name of the camera; absent: the only one of the home, if there is one. */
  readonly camera?: string | undefined;
  /** Whether a camera is wanted at all. */
  readonly withCamera: boolean;
  readonly wake: boolean;
  readonly travelMs?: number | undefined;
  readonly lens?: CameraOptions['lens'];
}

export interface Session {
  readonly latch: Latch;
  readonly camera: Camera | null;
  readonly close: () => Promise<void>;
}

/** Starts a latch, and its camera, of the home, and says what they do. */
export const openSession = async (home: Home, options: SessionOptions, say: Say): Promise<Session> => {
  const named = await openNamed(home, options.latch, 'latch');
  const cameraName = options.withCamera ? (options.camera ?? (await onlyCamera(home))) : null;
  const cameraDevice = cameraName === null ? null : await openNamed(home, cameraName, 'camera');
  const camera =
    cameraDevice &&
    (await startCamera({
      identity: cameraDevice.identity,
      folder: cameraDevice.folder,
      ...(options.lens ? { lens: options.lens } : {}),
    }));
  if (camera && cameraName) follow(cameraName, camera.trace, say);
  const latchOptions: LatchOptions = {
    identity: named.identity,
    folder: named.folder,
    ...(options.travelMs === undefined ? {} : { travelMs: options.travelMs }),
    ...(camera?.address && options.wake ? { cameras: [camera.address] } : {}),
  };
  try {
    const latch = await startLatch(latchOptions);
    follow(options.latch, latch.trace, say);
    const close = async (): Promise<void> => {
      await latch.close();
      await camera?.close();
    };
    return { latch, camera, close };
  } catch (error) {
    await camera?.close();
    throw error;
  }
};

const onlyCamera = async (home: Home): Promise<string> => {
  const names = await namesOf(home, 'camera');
  const [only] = names;
  if (only !== undefined && names.length === 1) return only;
  throw new Error(
    names.length === 0
      ? 'this home has no camera, so nobody can see the face: enrol one, or leave --face away'
      : `this home has several cameras (${names.join(', ')}): say which with --camera NAME`,
  );
};
