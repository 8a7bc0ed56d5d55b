import type { Card, Tapped, Trace } from '@smart-latch/device-sim';

/** The two kinds of boards that a door can have here; every story and every end-to-end test plays on both. */
export const BOARD_KINDS = ['simulated', 'firmware'] as const;
export type BoardKind = (typeof BOARD_KINDS)[number];

/** What DEVICES asks for. Throws with what it could be. */
export const boardKind = (wish = ''): BoardKind => {
  const kind = BOARD_KINDS.find((each) => each === (wish || 'simulated'));
  if (!kind) throw new Error(`${wish} is no kind of board; there are ${BOARD_KINDS.join(', ')}`);
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
  readonly off: Trace['off'];
  /** JPEG files that stand before it in turn, the last one again and again; with none it is connected and sends nothing. */
  show(pictures: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

export interface Boards {
  readonly latch: DoorLatch;
  readonly camera: DoorCamera;
}

/** How a board is mounted. */
export interface Mounting {
  /** Its name among the processes, when it is one. */
  readonly name: string;
  /** What its claim's QR code says. */
  readonly claim: string;
  /** Where it keeps its flash, when it has one. */
  readonly folder: string;
}

/** How long a bolt takes from one end to the other, ms. It is quick, so that nobody waits for it. */
export const TRAVEL_MS = 250;

/** The claims of both boards of a door: the texts of the QR codes that the app shows. */
export interface Claims {
  readonly latch: string;
  readonly camera: string;
}
