import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCast } from '@smart-latch/infra';
import {
  DEFAULT_MANIFEST,
  DEFAULT_MODELS_DIR,
  installPack,
  openPipeline,
  openThreadedPipeline,
  type Pipeline,
  readManifest,
  type ThreadedPipeline,
} from '@smart-latch/worker-face';
import type { BenchOptions } from '../benches.ts';
import { type Row, rowOf, rowsOf, type Summary, summaryOf } from '../figures.ts';
import { summariesSvg } from '../plots.ts';
import type { Results } from '../results.ts';
import { type BareNetwork, openBareNetwork } from './bare-network.ts';

const FRAMES = 200;
const WARM_UP_FRAMES = 20;

/** The bare network inside a stage, where there is one. */
const STAGES = {
  decode: null,
  detect: 'detector',
  mesh: 'mesh',
  align: null,
  quality: null,
  embed: 'embedder',
} as const;
type Stage = keyof typeof STAGES;
type Role = Exclude<(typeof STAGES)[Stage], null>;
const ROLES: readonly Role[] = ['detector', 'mesh', 'embedder'];

interface Measured {
  readonly stages: Record<Stage, number[]>;
  readonly bare: Record<Role, number[]>;
  readonly whole: number[];
  readonly threaded: number[];
}

/** Each stage of the pipeline beside its bare network, in turns of one frame each, so that noise meets all of them alike. */
export const benchFace = async (options: BenchOptions): Promise<Results> => {
  const pack = await readManifest(DEFAULT_MANIFEST);
  const modelsDir = DEFAULT_MODELS_DIR;
  const close: (() => Promise<unknown>)[] = [];
  try {
    const dir = await mkdtemp(join(tmpdir(), 'smart-latch-bench-'));
    close.push(() => rm(dir, { recursive: true, force: true }));
    options.progress.begin('loading the networks and cutting the pictures');
    await installPack({ pack, manifestPath: DEFAULT_MANIFEST, modelsDir, progress: options.progress.begin });
    const pipeline = await openPipeline({ modelsDir, pack });
    close.push(pipeline.close);
    const threaded = await openThreadedPipeline({ modelsDir, pack }, () => undefined);
    close.push(threaded.close);
    const bare = new Map<Role, BareNetwork>();
    for (const role of ROLES) {
      const network = await openBareNetwork(pack, role);
      bare.set(role, network);
      close.push(network.close);
    }
    const pictures = await picturesWithFace(pipeline, dir);
    const measured = await measure(options, { pipeline, threaded, bare, pictures });
    return resultsOf(measured, pictures.length);
  } finally {
    for (const end of close.reverse()) await end();
  }
};

/** Only pictures that go through every stage: a dark or an empty one ends early. */
const picturesWithFace = async (pipeline: Pipeline, dir: string): Promise<Uint8Array[]> => {
  const pictures: Uint8Array[] = [];
  for (const path of Object.values(await makeCast(dir))) {
    const bytes = await readFile(path);
    if ((await pipeline.read(bytes, 'door')).verdict === 'ok') pictures.push(bytes);
  }
  return pictures;
};

interface Subjects {
  readonly pipeline: Pipeline;
  readonly threaded: ThreadedPipeline;
  readonly bare: ReadonlyMap<Role, BareNetwork>;
  readonly pictures: readonly Uint8Array[];
}

const measure = async (
  { progress, signal }: BenchOptions,
  { pipeline, threaded, bare, pictures }: Subjects,
): Promise<Measured> => {
  const measured: Measured = {
    stages: { decode: [], detect: [], mesh: [], align: [], quality: [], embed: [] },
    bare: { detector: [], mesh: [], embedder: [] },
    whole: [],
    threaded: [],
  };
  progress.begin('reading frames', FRAMES + WARM_UP_FRAMES);
  for (let n = -WARM_UP_FRAMES; n < FRAMES; n += 1) {
    signal.throwIfAborted();
    const bytes = pictures[(n + WARM_UP_FRAMES) % pictures.length] as Uint8Array;
    const [whole, { timings }] = await timed(() => pipeline.read(bytes, 'door'));
    const [inThread] = await timed(() => threaded.read(bytes, 'door'));
    const alone = new Map<Role, number>();
    for (const [role, network] of bare) alone.set(role, await network.run());
    progress.step();
    if (n < 0) continue;
    measured.whole.push(whole);
    measured.threaded.push(inThread);
    for (const stage of Object.keys(STAGES) as Stage[]) measured.stages[stage].push(timings[`${stage}Ms`]);
    for (const [role, ms] of alone) measured.bare[role].push(ms);
  }
  progress.end();
  return measured;
};

const timed = async <T>(work: () => Promise<T>): Promise<[number, T]> => {
  const beganMs = performance.now();
  const value = await work();
  return [performance.now() - beganMs, value];
};

const MS_PER_S = 1_000;

const resultsOf = (measured: Measured, pictures: number): Results => {
  const bare = Object.fromEntries(ROLES.map((role) => [role, summaryOf(measured.bare[role])])) as Record<Role, Summary>;
  const summed = summaryOf(
    measured.whole.map((_, n) => ROLES.reduce((sum, role) => sum + (measured.bare[role][n] ?? 0), 0)),
  );
  const stages = Object.entries(measured.stages) as [Stage, number[]][];
  const alone = { name: 'the three bare networks together', took: summed };
  const [whole, threaded] = [summaryOf(measured.whole), summaryOf(measured.threaded)];
  const percents = ['p50', 'p95', 'p99'] as const;
  const rows: Row[] = [
    ...stages.flatMap(([stage, values]) => {
      const role = STAGES[stage];
      const reference = role && { name: `the bare ${role} network`, took: bare[role] };
      return rowsOf(`face.${stage}`, summaryOf(values), percents, reference ?? undefined);
    }),
    ...rowsOf('face.whole', whole, percents, alone),
    ...rowsOf('face.whole-on-a-thread', threaded, percents, {
      name: 'the whole on the calling thread',
      took: whole,
    }),
    rowOf('face.frames-per-second', MS_PER_S / mean(measured.whole), 'frames/s', {
      name: 'the three bare networks together',
      value: MS_PER_S / summed.p50,
    }),
    ...ROLES.flatMap((role) => rowsOf(`bare.${role}`, bare[role], percents)),
    ...rowsOf('bare.together', summed, percents),
  ];
  const plotted = stages.flatMap(([stage, values]) => {
    const role = STAGES[stage];
    const own = { label: stage, took: summaryOf(values) };
    return role ? [own, { label: `${role} network alone`, took: bare[role], isReference: true }] : [own];
  });
  return {
    title: 'The face pipeline beside its bare networks',
    notes: [
      `${FRAMES} frames of 640x480 in turn out of ${pictures} pictures, purpose door, one process, after ${WARM_UP_FRAMES} frames of warm-up.`,
      'A bare network is one session.run of the same file with the same options on a tensor that is ready.',
      'Frame by frame: the pipeline, the pipeline on its thread as the worker has it, each bare network. One core is busy at a time.',
      'The ratio of a percentile is against the same percentile of the reference.',
    ],
    rows,
    sections: [
      {
        title: 'A frame, stage by stage',
        text: 'Bars are p50, lines p95, in ms; in the other colour the network of the stage above, alone.',
        svg: summariesSvg('stages', plotted),
      },
      {
        title: 'The whole frame',
        text: 'What the pipeline adds to its networks: decoding, scaling, aligning, gates.',
        svg: summariesSvg('whole', [
          { label: 'whole frame', took: whole },
          { label: 'whole frame through the thread', took: threaded },
          { label: 'three networks alone', took: summed, isReference: true },
        ]),
      },
    ],
  };
};

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
