/** A credential, not a door, is locked out: 5 face_no_match in 10 minutes lock it for 15 minutes. */
export const LOCKOUT = {
  failures: 5,
  withinMs: 10 * 60_000,
  lastsMs: 15 * 60_000,
  /** How far back the failures must be given so that none that matters is missing. */
  lookbackMs: 25 * 60_000,
} as const;

export interface LockoutFacts {
  /** Epoch ms of this credential's attempts that ended with face_no_match, of the last LOCKOUT.lookbackMs, in any order. */
  readonly failuresMs: readonly number[];
  /** Epoch ms at which an admin last ended a lockout: failures up to then are forgiven; null is never. */
  readonly endedAtMs: number | null;
}

/** Epoch ms until which (exclusive) the credential is locked out; null when these failures never locked it. */
export function lockedUntilMs({ failuresMs, endedAtMs }: LockoutFacts): number | null {
  const counted = failuresMs
    .filter((failureMs) => endedAtMs === null || failureMs > endedAtMs)
    .sort((earlier, later) => earlier - later);
  let untilMs: number | null = null;
  for (const [index, lastMs] of counted.entries()) {
    const firstMs = counted[index - (LOCKOUT.failures - 1)];
    if (firstMs !== undefined && lastMs - firstMs <= LOCKOUT.withinMs) untilMs = lastMs + LOCKOUT.lastsMs;
  }
  return untilMs;
}

export function isLockedOut(lockout: LockoutFacts, nowMs: number): boolean {
  const untilMs = lockedUntilMs(lockout);
  return untilMs !== null && nowMs < untilMs;
}
