import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

/** What the figures depend on. Nothing that names the machine, its user or its folders. */
export interface Machine {
  readonly cores: number;
  readonly cpu: string;
  readonly memoryGiB: number;
  readonly node: string;
  readonly platform: string;
  /** Processes that wanted a core in the minute before the run (see isBusy). */
  readonly loadBefore: number;
}

export const describeMachine = (): Machine => ({
  cores: availableParallelism(),
  cpu: cpus()[0]?.model.trim() ?? 'unknown',
  memoryGiB: Math.round((totalmem() / 2 ** 30) * 10) / 10,
  node: process.version,
  platform: `${process.platform} ${process.arch}`,
  loadBefore: Math.round((loadavg()[0] ?? 0) * 100) / 100,
});

/** Whether so much was going on before the run that its figures say more about the others. */
export const isBusy = ({ loadBefore, cores }: Pick<Machine, 'loadBefore' | 'cores'>): boolean => loadBefore > cores / 4;

export const NOISY = 'expect figures several times those of an idle machine, and trust the ratios only roughly.';
