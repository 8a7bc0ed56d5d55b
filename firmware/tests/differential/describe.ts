import type { Move } from './sequences.ts';

interface Told {
  readonly effects: readonly unknown[];
  readonly state: Readonly<Record<string, unknown>>;
  readonly nextMs: number | null;
}

/** The sequence a line a move, and at its end what each twin made of the move where they part. */
export const describeDifference = (
  moves: readonly Move[],
  typescript: readonly string[],
  firmware: readonly string[],
): string => {
  const at = typescript.findIndex((line, index) => line !== firmware[index]);
  const parts = [differing('device-sim', typescript[at]), differing('firmware', firmware[at])];
  const [ours, theirs] = parts.map(({ told }) => told);
  const fields = ours && theirs ? differingFields(ours, theirs) : [];
  return [
    ...moves.map((move) => `  ${JSON.stringify(move)}`),
    ...parts.map(({ text }) => text),
    ...fields.map((field) => `  ${field}`),
  ].join('\n');
};

const differing = (who: string, line: string | undefined): { told: Told | null; text: string } => {
  try {
    const told = JSON.parse(line ?? '') as Told;
    return { told, text: `${who}: ${JSON.stringify(told.effects)}` };
  } catch {
    return { told: null, text: `${who}: ${line ?? 'said nothing'}` };
  }
};

const differingFields = (ours: Told, theirs: Told): string[] => {
  const flat = ({ state, nextMs }: Told): Record<string, unknown> => ({ ...state, nextMs });
  const [a, b] = [flat(ours), flat(theirs)];
  return Object.keys(a)
    .filter((key) => JSON.stringify(a[key]) !== JSON.stringify(b[key]))
    .map((key) => `${key}: device-sim ${JSON.stringify(a[key])}, firmware ${JSON.stringify(b[key])}`);
};
