import type { Card, Tapped, Trace } from '@smart-latch/device-sim';

/** The two kinds of boards that a door can have here; every story and every end-to-end test plays on both. */
export const BOARD_KINDS = ['simulated', 'firmware'] as const;
export type BoardKind = (typeof BOARD_KINDS)[number];

/** What DEVICES asks for. Throws with what it could be. */
export const boardKind = (wish = ''): BoardKind => {
  const kind = BOARD_KINDS.find((each) => each === (wish || 'simulated'));
  if (!kind) throw new Error(`DEVICES=${wish} is none of ${BOARD_KINDS.join(', ')}`);
  return kind;
};

/** A latch as the stories use it: hands at the reader, and eyes on what it does. */
export interface DoorLatch {
  readonly device: string;
  readonly on: Trace['on'];
  readonly off: Trace['off'];
  isLocked(): boolean;
  /** Throws when the latch takes no tap now. */
  tap(card: Card): Promise<Tapped>;
  /** Publishes the bytes of an earlier tap once more, as a thief of the wire would. */
  resend(tapped: Tapped): Promise<void>;
  close(): Promise<void>;
}

export interface DoorCamera {
  readonly device: string;
  readonly on: Trace['on'];
  /** JPEG files that stand before it in turn, the last one again and again; with none it is connected and sends nothing. */
  show(pictures: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

export interface Boards {
  readonly latch: DoorLatch;
  readonly camera: DoorCamera;
}

/** What a board is given when it is mounted: the text of the QR code that the app shows. */
export interface Claims {
  readonly latch: string;
  readonly camera: string;
}
