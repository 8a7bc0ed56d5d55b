import type { Summary } from './figures.ts';

/** Text that is safe between tags and in attributes. */
export const plain = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);

const WIDTH = 940;
const LABEL = 330;
const RIGHT = 120;
const ROW = 30;
const TOP = 26;
const TICKS = 5;

interface Bar {
  readonly label: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** The end of a thin line behind the bar; the p95 beside a p50. */
  readonly lineToMs?: number;
  /** What is written behind it. */
  readonly said: string;
  /** `dim`: stands beside what is measured and is not part of it. */
  readonly tone: 'main' | 'other' | 'dim';
}

/** A row a bar, time to the right. The page's style gives the colours, for light and dark. */
const barsSvg = (title: string, bars: readonly Bar[], unit = 'ms'): string => {
  const mostMs = Math.max(...bars.map((bar) => Math.max(bar.toMs, bar.lineToMs ?? 0)), 0.001);
  const stepMs = niceStep(mostMs / TICKS);
  const scale = (WIDTH - LABEL - RIGHT) / mostMs;
  const x = (ms: number): number => Math.round((LABEL + Math.max(ms, 0) * scale) * 10) / 10;
  const height = TOP + bars.length * ROW + 8;
  const ticks = Array.from({ length: Math.floor(mostMs / stepMs) + 1 }, (_, n) => n * stepMs).map(
    (ms) =>
      `<line class="tick" x1="${x(ms)}" y1="${TOP - 4}" x2="${x(ms)}" y2="${height}"/><text class="tick" x="${x(ms)}" y="14">${Number(ms.toPrecision(6))} ${unit}</text>`,
  );
  const rows = bars.map(({ label, fromMs, toMs, lineToMs, said, tone }, row) => {
    const y = TOP + row * ROW;
    const line =
      lineToMs === undefined
        ? ''
        : `<line class="far" x1="${x(toMs)}" y1="${y + 13}" x2="${x(lineToMs)}" y2="${y + 13}"/>`;
    const width = Math.max(x(toMs) - x(fromMs), 1);
    const end = Math.max(x(toMs), x(lineToMs ?? 0));
    return `<g><title>${plain(`${label}: ${said}`)}</title><text class="label" x="${LABEL - 10}" y="${y + 18}">${plain(label)}</text>${line}<rect class="${tone}" x="${x(fromMs)}" y="${y + 4}" width="${Math.round(width * 10) / 10}" height="18" rx="3"/><text class="said" x="${end + 6}" y="${y + 18}">${plain(said)}</text></g>`;
  });
  return `<svg role="img" aria-label="${plain(title)}" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}">${ticks.join('')}${rows.join('')}</svg>`;
};

/** 1, 2 or 5 times a power of ten, not below `about`. */
const niceStep = (about: number): number => {
  const power = 10 ** Math.floor(Math.log10(about));
  return (([1, 2, 5] as const).find((step) => step * power >= about) ?? 10) * power;
};

const ms = (value: number): string => value.toFixed(1);

export interface Span {
  readonly label: string;
  readonly took: Summary;
  /** Of the camera and its network: drawn, and not part of the server's time. */
  readonly isOutside: boolean;
}

/** Each step begins where the median of the one before ended. */
export const waterfallSvg = (title: string, spans: readonly Span[]): string => {
  let atMs = 0;
  const bars = spans.map(({ label, took, isOutside }): Bar => {
    const fromMs = atMs;
    atMs += Math.max(took.p50, 0);
    return { label, fromMs, toMs: atMs, said: ms(took.p50), tone: isOutside ? 'dim' : 'main' };
  });
  return barsSvg(title, bars);
};

export interface Measured {
  readonly label: string;
  readonly took: Summary;
  readonly isReference?: boolean;
}

/** p50 as a bar, p95 as a line. */
export const summariesSvg = (title: string, measured: readonly Measured[]): string =>
  barsSvg(
    title,
    measured.map(({ label, took, isReference }) => ({
      label,
      fromMs: 0,
      toMs: took.p50,
      lineToMs: took.p95,
      said: `${ms(took.p50)} / ${ms(took.p95)}`,
      tone: isReference ? ('other' as const) : ('main' as const),
    })),
  );

export interface Valued {
  readonly label: string;
  readonly value: number;
  /** Drawn as the end of a thin line behind the bar. */
  readonly limit?: number;
  readonly isReference?: boolean;
}

/** A bar a value, for what is no time: `unit` stands at the scale. */
export const valuesSvg = (title: string, unit: string, valued: readonly Valued[]): string =>
  barsSvg(
    title,
    valued.map(({ label, value, limit, isReference }) => ({
      label,
      fromMs: 0,
      toMs: value,
      ...(limit !== undefined && { lineToMs: limit }),
      said: limit === undefined ? String(value) : `${value} of ${limit}`,
      tone: isReference ? ('other' as const) : ('main' as const),
    })),
    unit,
  );
