import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Camera, startCamera } from '../camera/camera.ts';
import { type Lens, silentLens } from '../camera/lens.ts';
import { loadCard } from '../card.ts';
import { parseClaim } from '../claim.ts';
import { enrolDevice } from '../enrol.ts';
import { saveIdentity } from '../identity.ts';
import { type Latch, startLatch } from '../latch/latch.ts';
import { type Home, mustBeNew, namesOf, openNamed } from './home.ts';
import { nextOutcome, type Outcome, untilLocked } from './outcome.ts';
import type { Say } from './timeline.ts';

/** At most so many devices in one process; start another process for more. */
export const MAX_FLEET = 500;
const STARTS_AT_ONCE = 10;

/** Enrols one device for each claim in the file, a URI a line; names are KIND-1, KIND-2 ... */
export const enrolFleet = async (home: Home, path: string, say: Say): Promise<void> => {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) throw new Error(`cannot read ${path}: give a file with a claim URI a line`);
  const claims = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(parseClaim);
  if (claims.length > MAX_FLEET)
    throw new Error(`${claims.length} claims; one home holds at most ${MAX_FLEET} devices`);
  const numbers = { latch: (await namesOf(home, 'latch')).length, camera: (await namesOf(home, 'camera')).length };
  for (const claim of claims) {
    if (!claim.kind) throw new Error('a claim of a fleet must say its kind (k=latch or k=camera)');
    numbers[claim.kind] += 1;
    const name = `${claim.kind}-${numbers[claim.kind]}`;
    const folder = home.deviceFolder(name);
    await mustBeNew(folder, `device "${name}"`);
    await saveIdentity(folder, await enrolDevice(claim, claim.kind));
    say(`${name} enrolled`);
  }
};

export interface FleetOptions {
  readonly card: string;
  readonly lens: Lens | null;
  readonly tapsPerMinute: number;
  readonly forS: number;
}

/** Starts every device of the home; taps the card at one latch after the other for a while; says what came of it. */
export const runFleet = async (home: Home, options: FleetOptions, say: Say, stop: AbortSignal): Promise<void> => {
  const card = await loadCard(home.cardFile(options.card));
  const cameras: Camera[] = [];
  const latches: Latch[] = [];
  try {
    await inBatches(await namesOf(home, 'camera'), async (name) => {
      const { identity, folder } = await openNamed(home, name, 'camera');
      cameras.push(await startCamera({ identity, folder, lens: options.lens ?? silentLens, wakePort: null }));
    });
    await inBatches(await namesOf(home, 'latch'), async (name) => {
      const { identity, folder } = await openNamed(home, name, 'latch');
      latches.push(await startLatch({ identity, folder }));
    });
    if (latches.length === 0)
      throw new Error('this home has no latch: enrol some with "pnpm sim fleet enrol --claims FILE"');
    say(`${latches.length} latches and ${cameras.length} cameras are connected`);
    const taps = await tapAround(latches, card, options, stop);
    say(summary(taps));
  } finally {
    await Promise.all([...latches, ...cameras].map((device) => device.close()));
  }
};

const inBatches = async (names: readonly string[], start: (name: string) => Promise<void>): Promise<void> => {
  for (let i = 0; i < names.length; i += STARTS_AT_ONCE)
    await Promise.all(names.slice(i, i + STARTS_AT_ONCE).map(start));
};

interface Tap {
  readonly outcome: Outcome;
  readonly tookMs: number;
}

const tapAround = async (
  latches: readonly Latch[],
  card: Parameters<Latch['tap']>[0],
  { tapsPerMinute, forS }: FleetOptions,
  stop: AbortSignal,
): Promise<(Tap | null)[]> => {
  const running: Promise<Tap | null>[] = [];
  const untilMs = performance.now() + forS * 1_000;
  for (let i = 0; performance.now() < untilMs && !stop.aborted; i += 1) {
    const latch = latches[i % latches.length];
    if (latch) running.push(tapAt(latch, card));
    await sleep(60_000 / tapsPerMinute, undefined, { signal: stop }).catch(() => undefined);
  }
  return Promise.all(running);
};

/** Null when this latch was busy: it is skipped. */
const tapAt = async (latch: Latch, card: Parameters<Latch['tap']>[0]): Promise<Tap | null> => {
  const startMs = performance.now();
  if (!(await untilLocked(latch, 0))) return null;
  const outcome = nextOutcome(latch);
  const tapped = await latch.tap(card).catch(() => null);
  return tapped && { outcome: await outcome, tookMs: performance.now() - startMs };
};

/** Counts by outcome, and the times of those that opened; null is a tap that was left out. */
export const summary = (all: readonly (Tap | null)[]): string => {
  const taps = all.filter((tap) => tap !== null);
  const skipped = all.length - taps.length;
  const counts = new Map<string, number>();
  for (const { outcome } of taps) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  const times = taps
    .filter((tap) => tap.outcome === 'opened')
    .map((tap) => tap.tookMs)
    .sort((a, b) => a - b);
  const at = (share: number) => Math.round(times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0);
  const parts = [...counts].map(([outcome, count]) => `${count} ${outcome}`);
  const took =
    times.length > 0 ? `; tap to open door p50 ${at(0.5)} ms, p95 ${at(0.95)} ms with the bolt's travel` : '';
  const busy = skipped > 0 ? `; ${skipped} left out because the latch was not locked yet` : '';
  return `${taps.length} taps: ${parts.join(', ') || 'none'}${busy}${took}`;
};
