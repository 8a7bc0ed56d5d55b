/** What the core may weigh on rv32imc, the crypto behind ICrypto apart. */
export interface Budget {
  readonly metric: string;
  readonly most: number;
  readonly unit: 'bytes';
}

const KIB = 1024;

export const BUDGETS: readonly Budget[] = [
  { metric: 'rv32imc.latch.text', most: 24 * KIB, unit: 'bytes' },
  { metric: 'rv32imc.latch.static-ram', most: 6 * KIB, unit: 'bytes' },
  { metric: 'rv32imc.stack.measured', most: 4 * KIB, unit: 'bytes' },
  { metric: 'rv32imc.stack.call-graph', most: 4 * KIB, unit: 'bytes' },
];
