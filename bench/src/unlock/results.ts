import { type Row, rowOf, rowsOf, type Summary, type SummaryReference, summaryOf } from '../figures.ts';
import { type Measured, type Span, summariesSvg, waterfallSvg } from '../plots.ts';
import type { Results, Section } from '../results.ts';
import type { Played } from './bench-unlock.ts';
import { IDLE_TAPS, LOAD_PER_S, LOAD_S, type Series } from './load.ts';
import type { References } from './references.ts';
import { CARD_STEPS, FACE_STEPS, type Moments, type Step, serverMs, spansOf, totalMs } from './waterfall.ts';

const PERCENTS = ['p50', 'p95', 'p99'] as const;

/** How often each bare hop lies on the way; the pipeline's own time is added where there is a face. */
const BARE = {
  card: { mqtt: 2, bullmq: 1, transaction: 1 },
  face: { mqtt: 4, bullmq: 4, transaction: 3 },
} as const;

interface Kind {
  readonly key: 'card' | 'face';
  readonly title: string;
  readonly steps: readonly Step[];
}
const KINDS: readonly Kind[] = [
  { key: 'card', title: 'card alone', steps: CARD_STEPS },
  { key: 'face', title: 'card and face', steps: FACE_STEPS },
];

type Found = { readonly card: Played; readonly face: Played; readonly references: References };

/** Rows and plots of a run. @throws Error when a whole series did not open a door once */
export const unlockResults = (found: Found): Results => {
  const { references } = found;
  const measured: (Measured & { readonly key: string })[] = [];
  const rows: Row[] = [];
  const sections: Section[] = [];
  for (const kind of KINDS) {
    for (const [how, series] of [
      ['idle', found[kind.key].idle],
      ['load', found[kind.key].load],
    ] as const) {
      const name = `unlock.${kind.key}.${how}`;
      const title = `${kind.title}, ${how === 'idle' ? 'one after another' : `${LOAD_PER_S} a second`}`;
      const [total, server] = [summaryFor(title, series, totalMs), summaryFor(title, series, serverMs)];
      measured.push({ key: name, label: `${title}: server`, took: server });
      const bare = bareRoute(kind, references, found);
      rows.push(...rowsOf(`${name}.server`, server, PERCENTS, bare), ...rowsOf(`${name}.total`, total, PERCENTS));
      const spans = spansFor(kind.steps, series.opened);
      kind.steps.forEach((step, n) => {
        const span = spans[n];
        if (span) rows.push(...rowsOf(`${name}.step.${step.name}`, span.took, ['p50', 'p95']));
      });
      rows.push(rowOf(`${name}.opened`, series.opened.length, 'taps'));
      rows.push(rowOf(`${name}.not-opened`, series.failed.length, 'taps'));
      sections.push({
        title: `Where the time goes: ${title}`,
        text: `Medians of ${series.opened.length} taps in ms, each step from where the one before ended; the pale step is the camera's and not the server's. ${failures(series)}`,
        svg: waterfallSvg(title, spans),
      });
    }
  }
  for (const [name, took] of Object.entries(references))
    rows.push(...rowsOf(`bare.${name}`, took as Summary, PERCENTS));
  const hops = Object.entries(references).map(([name, took]) => ({
    label: `bare ${name}`,
    took: took as Summary,
    isReference: true,
  }));
  return {
    title: 'From the tap to the signed command',
    notes: NOTES,
    rows,
    sections: [
      {
        title: 'Server time beside bare hops',
        text: 'Bars are p50, lines p95, in ms. The aim on two idle cores is a p50 of 20 ms with the card alone and 100 ms with the face.',
        svg: summariesSvg('server time', [...measured, ...hops]),
      },
      ...sections,
    ],
  };
};

const NOTES: readonly string[] = [
  'The whole system runs on this machine, boards included: one broker, two access workers, one face worker, MongoDB, three Redis; all share its cores.',
  'From the moment a latch publishes a tap to the moment it receives the signed command, both over mutual TLS on loopback. Server time is that less the time the camera took to make its picture.',
  `One after another: ${IDLE_TAPS} taps, each half a second after the door before has locked again, when nothing else is under way. Under load: ${LOAD_PER_S} taps a second for ${LOAD_S} s at ten doors of one site, so that all write to one audit chain.`,
  'Steps are read from the log lines of the processes, which carry whole ms (half of one is added), and from what the boards note; a step may come out up to 1 ms too short or too long, the whole does not.',
  'Bare hops are measured in the same run after the taps: PUBLISH to PUBACK with the job in Redis that it promises; BullMQ add to start; a MongoDB insert, and a transaction of two writes, with majority and journal.',
];

/** What the same hops cost with nothing in them, at their p50. */
const bareRoute = ({ key, steps }: Kind, references: References, found: Found): SummaryReference => {
  const counts = BARE[key];
  const hops = Object.entries(counts) as [keyof typeof counts, number][];
  const value = hops.reduce((sum, [hop, count]) => sum + count * references[hop].p50, 0);
  const name = hops.map(([hop, count]) => `${count} ${hop}`).join(' + ');
  const seen = spansFor(steps, found[key].idle.opened)[steps.findIndex((step) => step.name === 'seen')];
  return seen
    ? { name: `bare ${name} + the pipeline`, took: { p50: value + seen.took.p50 } }
    : { name: `bare ${name}`, took: { p50: value } };
};

const spansFor = (steps: readonly Step[], taps: readonly Moments[]): Span[] => {
  const each = taps.map((moments) => spansOf(steps, moments));
  return steps.map(({ label, isOutside = false }, n) => ({
    label,
    isOutside,
    took: summaryOf(each.map((spans) => spans[n] ?? 0)),
  }));
};

const summaryFor = (title: string, { opened, failed }: Series, msOf: (moments: Moments) => number): Summary => {
  if (opened.length === 0) throw new Error(`${title}: no tap opened the door; the first: ${failed[0]}`);
  return summaryOf(opened.map(msOf));
};

const failures = ({ failed }: Series): string => {
  const causes = Object.entries(Object.groupBy(failed, (why) => why)).map(([why, all]) => `${all?.length} x ${why}`);
  return causes.length === 0 ? 'Every tap opened its door.' : `Not opened: ${causes.join('; ')}.`;
};
