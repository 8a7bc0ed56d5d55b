/** Where the time of one unlock goes: the moments that are noted, and the spans between them. */

/** Epoch ms at which each thing happened. Those of the face are missing where the card alone opens. */
export interface Moments {
  /** The latch published the tap. */
  published: number;
  /** Step 2: the broker has the job in Redis; the PUBACK follows. */
  tapAdmitted: number;
  /** Step 3: the attempt is committed. */
  checked: number;
  /** Step 4: the capture command is signed and noted, and is about to leave. */
  asked: number;
  /** The camera received it. */
  captureReceived: number;
  /** The camera published the picture. */
  framePublished: number;
  /** Step 5: picture and job are in Redis. */
  frameAdmitted: number;
  /** When the pipeline began: step 6 less its own time. */
  seeing: number;
  /** Step 6: the reading is in Redis and access is told. */
  seen: number;
  /** Step 8: decided, and committed with the signed command. */
  committed: number;
  /** The latch received the signed command. */
  commandReceived: number;
}
export type Moment = keyof Moments;

export interface Step {
  readonly name: string;
  readonly from: Moment;
  readonly to: Moment;
  readonly label: string;
  /** The camera's own time: not the server's. */
  readonly isOutside?: true;
}

const LAST = { from: 'committed', to: 'commandReceived', label: 'broker to latch: the signed command' } as const;
const FIRST = { from: 'published', to: 'tapAdmitted', label: 'latch to broker: policy, job in Redis' } as const;

export const CARD_STEPS: readonly Step[] = [
  { name: 'tap-admitted', ...FIRST },
  { name: 'checked', from: 'tapAdmitted', to: 'checked', label: 'access: job, MAC, card, decision, commit' },
  { name: 'committed', from: 'checked', to: 'committed', label: 'access: ready to publish' },
  { name: 'command-received', ...LAST },
];

export const FACE_STEPS: readonly Step[] = [
  { name: 'tap-admitted', ...FIRST },
  { name: 'checked', from: 'tapAdmitted', to: 'checked', label: 'access: job, MAC, card, attempt committed' },
  { name: 'capture-asked', from: 'checked', to: 'asked', label: 'access: finds the camera, signs capture' },
  { name: 'capture-received', from: 'asked', to: 'captureReceived', label: 'broker to camera: capture' },
  { name: 'frame-published', from: 'captureReceived', to: 'framePublished', label: 'camera: picture', isOutside: true },
  {
    name: 'frame-admitted',
    from: 'framePublished',
    to: 'frameAdmitted',
    label: 'camera to broker: picture, job in Redis',
  },
  { name: 'seeing', from: 'frameAdmitted', to: 'seeing', label: 'access admits the frame, face takes it up' },
  { name: 'seen', from: 'seeing', to: 'seen', label: 'face: decode, detect, mesh, align, embed' },
  { name: 'committed', from: 'seen', to: 'committed', label: 'access: job, compare, decide, commit' },
  { name: 'command-received', ...LAST },
];

/** ms of each step. @throws Error that names the moment which is missing */
export const spansOf = (steps: readonly Step[], moments: Partial<Moments>): number[] =>
  steps.map(({ from, to }) => at(moments, to) - at(moments, from));

/** Tap published to command received, ms. */
export const totalMs = (moments: Partial<Moments>): number => at(moments, 'commandReceived') - at(moments, 'published');

/** The total less what the camera took to make and publish its picture, ms: everything that the server answers for. */
export const serverMs = (moments: Partial<Moments>): number => {
  const { captureReceived, framePublished } = moments;
  const cameraMs =
    captureReceived === undefined ? 0 : (framePublished ?? at(moments, 'framePublished')) - captureReceived;
  return totalMs(moments) - cameraMs;
};

export const isComplete = (steps: readonly Step[], moments: Partial<Moments>): boolean =>
  steps.every(({ from, to }) => moments[from] !== undefined && moments[to] !== undefined);

const at = (moments: Partial<Moments>, moment: Moment): number => {
  const ms = moments[moment];
  if (ms === undefined) throw new Error(`nobody noted when this happened: ${moment}`);
  return ms;
};
