/** The two clocks of a device: time since it started, which decides everything, and the wall, which is only for logs. */
export interface DeviceClock {
  /** Monotonic ms. */
  readonly nowMs: () => number;
  /** Epoch ms with fractions: what a timeline compares with the servers' logs. */
  readonly epochMs: () => number;
}

export const systemDeviceClock: DeviceClock = {
  nowMs: () => performance.now(),
  epochMs: () => performance.timeOrigin + performance.now(),
};
