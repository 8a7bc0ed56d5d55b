/** The simulated mechanics: a bolt that takes time, or sticks. */
export interface RigOptions {
  readonly travelMs: number;
  readonly onArrived: (at: 'locked' | 'unlocked') => void;
}

export const createRig = ({ travelMs, onArrived }: RigOptions) => {
  let position: 'locked' | 'unlocked' = 'locked';
  let isStuck = false;
  let timer: NodeJS.Timeout | undefined;
  return {
    position: () => position,
    drive(to: 'locked' | 'unlocked'): void {
      clearTimeout(timer);
      if (isStuck) return;
      timer = setTimeout(() => {
        position = to;
        onArrived(to);
      }, travelMs);
    },
    /** A stuck bolt never arrives: the latch retries and then reports `jammed`. */
    stick: (stuck: boolean) => {
      isStuck = stuck;
    },
    close: () => clearTimeout(timer),
  };
};
