import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { silentLens } from '../camera/lens.ts';
import { loadCard } from '../card.ts';
import type { Latch } from '../latch/latch.ts';
import type { Home } from './home.ts';
import { nextOutcome, OUTCOMES, untilLocked } from './outcome.ts';
import { openSession, type Session } from './session.ts';
import { lensOf } from './tap.ts';
import type { Say } from './timeline.ts';

const outcome = z.enum(OUTCOMES as [string, ...string[]]);
const stepSchema = z.union([
  z.strictObject({ tap: z.string(), face: z.string().optional(), expect: outcome.optional() }),
  z.strictObject({ do: z.enum(['open', 'close', 'exit', 'tamper', 'stick', 'free', 'reboot']) }),
  z.strictObject({ waitMs: z.int().min(0).max(600_000) }),
]);
const scenarioSchema = z.strictObject({
  latch: z.string(),
  camera: z.string().optional(),
  steps: z.array(stepSchema).min(1).max(1_000),
});
type Step = z.output<typeof stepSchema>;

export const SCENARIO_EXAMPLE = `{
  "latch": "front",
  "steps": [
    { "tap": "alice", "face": "alice.jpg", "expect": "opened" },
    { "do": "open" }, { "waitMs": 2000 }, { "do": "close" },
    { "tap": "alice", "face": "bob.jpg", "expect": "try_again" },
    { "tap": "alice", "face": "none" },
    { "do": "exit" }
  ]
}`;

/** How long the next tap waits for the latch to be locked again. */
const LOCKED_DEADLINE_MS = 15_000;

/** Plays the steps of a file one after the other. Returns how many expectations did not hold. */
export const playScenario = async (home: Home, path: string, say: Say): Promise<number> => {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) throw new Error(`cannot read ${path}; a scenario looks like this:\n${SCENARIO_EXAMPLE}`);
  const scenario = readScenario(text, path);
  const usesCamera = scenario.steps.some((step) => 'tap' in step && step.face !== undefined);
  const session = await openSession(
    home,
    { latch: scenario.latch, camera: scenario.camera, withCamera: usesCamera, wake: true, lens: silentLens },
    say,
  );
  let failed = 0;
  try {
    for (const step of scenario.steps) if (!(await playStep(home, session, step, dirname(path), say))) failed += 1;
  } finally {
    await session.close();
  }
  return failed;
};

export const readScenario = (text: string, where: string): z.output<typeof scenarioSchema> => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error(`${where} is not JSON; it looks like this:\n${SCENARIO_EXAMPLE}`);
  }
  const parsed = scenarioSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`${where} is no scenario:\n${wrong.join('\n')}\nit looks like this:\n${SCENARIO_EXAMPLE}`);
};

/** False when an expectation did not hold. Pictures are looked for beside the scenario's file. */
const playStep = async (
  home: Home,
  { latch, camera }: Session,
  step: Step,
  folder: string,
  say: Say,
): Promise<boolean> => {
  if ('waitMs' in step) await sleep(step.waitMs);
  if ('do' in step) await DO[step.do](latch);
  if (!('tap' in step)) return true;
  const face = step.face === undefined || step.face === 'none' ? step.face : resolve(folder, step.face);
  camera?.setLens((await lensOf(face)) ?? silentLens);
  await untilLocked(latch, LOCKED_DEADLINE_MS);
  const shown = nextOutcome(latch);
  await latch.tap(await loadCard(home.cardFile(step.tap)));
  const seen = await shown;
  const holds = step.expect === undefined || step.expect === seen;
  say(`${holds ? 'ok  ' : 'FAIL'} ${step.tap}: ${seen}${holds ? '' : `, expected ${step.expect}`}`);
  return holds;
};

const DO: Record<Extract<Step, { do: string }>['do'], (latch: Latch) => unknown> = {
  open: (latch) => latch.doorOpen(),
  close: (latch) => latch.doorClose(),
  exit: (latch) => latch.exit(),
  tamper: (latch) => latch.tamper(),
  stick: (latch) => latch.stick(true),
  free: (latch) => latch.stick(false),
  reboot: (latch) => latch.reboot(),
};
