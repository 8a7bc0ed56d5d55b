import { type Figures, TEMPLATE_VIEWS } from './measure.ts';
import { percentile, type Rate, rateAt, rateAtFalseAccept, type Scores } from './rates.ts';

const THRESHOLDS = [0.451, 0.531, 0.55, 0.6, 0.61, 0.65];
const FALSE_ACCEPTS = [1e-3, 1e-4, 1e-5];

/** The figures as a text to read in a terminal. */
export function accuracyTable(figures: Figures): string {
  const verdicts = [...figures.verdicts].map(([verdict, count]) => `${verdict} ${count}`).join(', ');
  return [
    `pack ${figures.packId}: ${figures.photographs} photographs of ${figures.people} people; at the door ${verdicts}`,
    ...scoresTable('one photograph against one', figures.oneToOne),
    ...scoresTable(`mean template of ${TEMPLATE_VIEWS} enrolled photographs`, figures.template),
    ...timingsTable(figures),
    '',
  ].join('\n');
}

function scoresTable(title: string, scores: Scores): string[] {
  if (scores.genuine.length === 0 || scores.impostor.length === 0) return [];
  const row = (label: string, { threshold, trueAccept, falseAccept, falseAccepts }: Rate): string =>
    `  ${label.padEnd(14)} cosine ${threshold.toFixed(3)}   TAR ${trueAccept.toFixed(4)}   FAR ${falseAccept.toExponential(1)} (${falseAccepts})`;
  return [
    '',
    `${title}: ${scores.genuine.length} genuine, ${scores.impostor.length} impostor comparisons`,
    ...THRESHOLDS.map((threshold) => row('at a threshold', rateAt(scores, threshold))),
    ...FALSE_ACCEPTS.flatMap((falseAccept) => {
      const rate = rateAtFalseAccept(scores, falseAccept);
      return rate === null ? [] : [row(`at FAR ${falseAccept.toExponential(0)}`, rate)];
    }),
  ];
}

function timingsTable({ timings }: Figures): string[] {
  const totals = timings.map((stages) => Object.values(stages).reduce((sum, ms) => sum + ms, 0));
  const row = (label: string, values: readonly number[]): string =>
    `  ${label.padEnd(10)} p50 ${percentile(values, 0.5).toFixed(1).padStart(6)}   p95 ${percentile(values, 0.95).toFixed(1).padStart(6)}`;
  const stages = Object.keys(timings[0] ?? {}) as (keyof (typeof timings)[number])[];
  return [
    '',
    'time of a photograph at the door on one thread, ms',
    ...stages.map((stage) =>
      row(
        stage.replace('Ms', ''),
        timings.map((value) => value[stage]),
      ),
    ),
    row('together', totals),
  ];
}

const PLOT = { width: 760, height: 300, bins: 80 };

/** The table and the distribution of the cosines as a page that needs nothing else. */
export function accuracyPage(figures: Figures): string {
  const escaped = accuracyTable(figures).replaceAll('<', '&lt;');
  return `<!doctype html><meta charset="utf-8"><title>Accuracy of ${figures.packId}</title>
<style>body{font:15px system-ui;max-width:800px;margin:2rem auto}svg{width:100%}.genuine{fill:#2a7de1aa}.impostor{fill:#d6452aaa}</style>
<h1>Accuracy of ${figures.packId}</h1>
<p>Share of the comparisons by cosine: <b style="color:#d6452a">two people</b>, <b style="color:#2a7de1">one person</b>. Above, one
photograph against one; below, one against a mean template.</p>
${histogram(figures.oneToOne)}${histogram(figures.template)}<pre>${escaped}</pre>`;
}

function histogram(scores: Scores): string {
  const { width, height, bins } = PLOT;
  const bars = (kind: keyof Scores): string => {
    const counts = new Array<number>(bins).fill(0);
    for (const value of scores[kind]) {
      const bin = Math.min(bins - 1, Math.max(0, Math.floor(((value + 1) / 2) * bins)));
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    const most = Math.max(1, ...counts);
    const rects = counts.map((count, bin) => {
      const high = (count / most) * (height - 30);
      return `<rect x="${(bin * width) / bins}" y="${height - 20 - high}" width="${width / bins}" height="${high}"/>`;
    });
    return `<g class="${kind}">${rects.join('')}</g>`;
  };
  const ticks = [-1, -0.5, 0, 0.5, 1].map((value) => {
    const x = Math.min(width - 25, Math.max(5, ((value + 1) / 2) * width));
    return `<text x="${x}" y="${height - 4}" font-size="12">${value}</text>`;
  });
  return `<svg viewBox="0 0 ${width} ${height}">${bars('impostor')}${bars('genuine')}${ticks.join('')}</svg>`;
}
