import { cosine, type Embedding, meanTemplate, unitEmbedding } from '@smart-latch/core';
import type { Reading } from '@smart-latch/protocol';
import type { Pipeline } from '../pipeline/open-pipeline.ts';
import type { Scores } from './rates.ts';

/** How many photographs the mean template is made of; people with more give the rest as probes. */
export const TEMPLATE_VIEWS = 3;

export interface Figures {
  readonly packId: string;
  readonly people: number;
  readonly photographs: number;
  /** How many photographs each verdict of the door gates got. */
  readonly verdicts: ReadonlyMap<string, number>;
  readonly oneToOne: Scores;
  /** Probes against mean templates of {@link TEMPLATE_VIEWS} enrolled photographs. */
  readonly template: Scores;
  /** Of each photograph read for the door, ms. */
  readonly timings: readonly Reading['timings'][];
}

interface Shot {
  readonly person: string;
  /** For the door; null when no face was found. */
  readonly probe: Embedding | null;
  /** As enrolled, with the mirrored chip. */
  readonly view: Embedding | null;
}

/**
 * Compares every photograph with every other. What the gates refuse is compared too, by its largest face; a photograph
 * without a face scores -1 against everybody.
 * @param files relative paths whose first folder is the person
 * @throws Error when fewer than two people have two photographs: there would be nothing to compare
 */
export async function accuracyOf(
  files: readonly string[],
  load: (file: string, done: number) => Promise<Uint8Array>,
  pipeline: Pipeline,
): Promise<Figures> {
  const shots: Shot[] = [];
  const verdicts = new Map<string, number>();
  const timings: Reading['timings'][] = [];
  let packId = '';
  for (const [done, file] of files.entries()) {
    const [person = '', ...rest] = file.split(/[\\/]/);
    if (rest.length === 0) throw new Error(`${file} is in no sub-folder: each person needs one`);
    const bytes = await load(file, done);
    const door = await pipeline.study(bytes, 'door');
    const enrol = await pipeline.study(bytes, 'enrol');
    const { verdict, detail } = door.reading;
    const label = detail === null ? verdict : `${verdict} (${detail})`;
    verdicts.set(label, (verdicts.get(label) ?? 0) + 1);
    timings.push(door.reading.timings);
    packId = door.reading.packId;
    shots.push({ person, probe: unitOrNull(door.embedding), view: unitOrNull(enrol.embedding) });
  }
  const people = Map.groupBy(shots, (shot) => shot.person);
  const oneToOne = comparePairs(shots);
  if (oneToOne.genuine.length === 0 || people.size < 2)
    throw new Error('accuracy needs two people with two photographs each');
  const template = compareTemplates(people);
  return { packId, people: people.size, photographs: shots.length, verdicts, oneToOne, template, timings };
}

const unitOrNull = (values: Float32Array | null): Embedding | null => (values === null ? null : unitEmbedding(values));

const score = (a: Embedding | null, b: Embedding | null): number => (a === null || b === null ? -1 : cosine(a, b));

function comparePairs(shots: readonly Shot[]): Scores {
  const scores = { genuine: [] as number[], impostor: [] as number[] };
  for (const [i, a] of shots.entries())
    for (const b of shots.slice(i + 1))
      scores[a.person === b.person ? 'genuine' : 'impostor'].push(score(a.probe, b.probe));
  return scores;
}

function compareTemplates(people: ReadonlyMap<string, readonly Shot[]>): Scores {
  const scores = { genuine: [] as number[], impostor: [] as number[] };
  const probes = [...people].flatMap(([, shots]) =>
    shots.length > TEMPLATE_VIEWS ? shots.slice(TEMPLATE_VIEWS) : shots,
  );
  for (const [person, shots] of people) {
    const views = shots
      .slice(0, TEMPLATE_VIEWS)
      .flatMap(({ view }) => (view === null ? [] : [{ packId: '', embedding: view }]));
    if (shots.length <= TEMPLATE_VIEWS || views.length === 0) continue;
    const { mean } = meanTemplate(views);
    for (const probe of probes) scores[probe.person === person ? 'genuine' : 'impostor'].push(score(mean, probe.probe));
  }
  return scores;
}
