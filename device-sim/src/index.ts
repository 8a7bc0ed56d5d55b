export { type Camera, type CameraOptions, startCamera } from './camera/camera.ts';
export { type Lens, loadPictures, picturesLens, silentLens } from './camera/lens.ts';
export { type Card, type CardData, loadCard, recordedCard, saveCard, softwareCard } from './card.ts';
export { type Claim, claimSchema, claimUri, parseClaim } from './claim.ts';
export { enrolDevice, fetchSecrets, renewCertificate } from './enrol.ts';
export { type DeviceKind, type DeviceSecrets, type Identity, loadIdentity, saveIdentity } from './identity.ts';
export { type Latch, type LatchOptions, startLatch, type Tapped } from './latch/latch.ts';
export {
  initialState,
  LATCH_TIMING,
  type LatchEffect,
  type LatchEvent,
  type LatchState,
  type LatchTiming,
} from './latch/state.ts';
export { nextDeadlineMs, step as latchStep } from './latch/step.ts';
export type { DeviceTrace, Trace } from './trace.ts';
export { until } from './until.ts';
export type { PeerAddress } from './wake.ts';
