import { type Reference, type Row, rowOf, rowsOf, type Summary, summaryOf } from '../figures.ts';
import { summariesSvg, valuesSvg } from '../plots.ts';
import type { Results } from '../results.ts';
import type { FirmwareFigures } from './bench-firmware.ts';
import type { CoreTimes, Sizes } from './build.ts';
import { medianWire } from './wire.ts';

/** The machine whose image has budgets, and whose parts are drawn. */
const BUDGETED_MACHINE = 'rv32imc';
const US_PER_MS = 1_000;
const PERCENTS = ['p50', 'p95'] as const;

export const firmwareResults = (found: FirmwareFigures): Results => {
  const { sizes, core, reconnects, handshakes } = found;
  const resumed = handshakes.resumed;
  return {
    title: 'The firmware: sizes, times, bytes on the wire',
    notes: NOTES,
    rows: [
      ...sizeRows(sizes),
      ...coreRows(core),
      ...wireRows(found),
      ...rowsOf('reconnect.after-cut', reconnects.afterCut, PERCENTS),
      ...rowsOf('reconnect.connecting', reconnects.connecting, PERCENTS, {
        name: 'a full TLS handshake',
        took: handshakes.full.took,
      }),
      ...rowsOf('tls.full', handshakes.full.took, PERCENTS),
      rowOf('tls.full.bytes', sum(handshakes.full.wire), 'bytes'),
      ...(resumed
        ? [
            ...rowsOf('tls.resumed', resumed.took, PERCENTS, {
              name: 'a full TLS handshake',
              took: handshakes.full.took,
            }),
            rowOf('tls.resumed.bytes', sum(resumed.wire), 'bytes', {
              name: 'a full TLS handshake',
              value: sum(handshakes.full.wire),
            }),
          ]
        : []),
    ],
    sections: [
      {
        title: 'A latch on rv32imc, beside its budgets',
        text: 'Bytes of an image that holds a latch and no port: code with its constants, static RAM, and the deepest stack, painted and by the call graph. The line is the budget.',
        svg: valuesSvg('sizes', 'bytes', sizeBars(sizes)),
      },
      {
        title: 'Its code, part by part',
        text: 'Bytes of code and constants by folder of firmware/core; libraries are what GCC and picolibc add.',
        svg: valuesSvg('parts', 'bytes', partBars(sizes)),
      },
      {
        title: 'One unlock on the wire',
        text: 'Bytes with TLS from the card at the reader until the door is locked and all is said; in the other colour the messages in it.',
        svg: valuesSvg('wire', 'bytes', wireBars(found)),
      },
      {
        title: 'After a cut of the connection',
        text: 'Bars are p50, lines p95, in ms.',
        svg: summariesSvg('reconnects', [
          { label: 'latchd: cut to ready again', took: reconnects.afterCut },
          { label: 'latchd: TCP to ready', took: reconnects.connecting },
          { label: 'TLS 1.2 handshake, full', took: handshakes.full.took, isReference: true },
          ...(resumed ? [{ label: 'TLS 1.2 handshake, resumed', took: resumed.took, isReference: true }] : []),
        ]),
      },
    ],
  };
};

const NOTES: readonly string[] = [
  'Sizes are of the compilers that Debian 12 brings: GCC 12 for rv32imc and lx106, at -Os with unused sections dropped; clang 22 compiles for the ESP32 and links nothing, so its figures are of all objects.',
  'Stack is the core alone: the crypto behind ICrypto is left out of it. apart.* is what software SHA-256 and HMAC add; Ed25519 is the port of each board.',
  'Times of the core are of this machine, each sample the mean of a batch of calls; what stands beside a figure was measured in turns with it. A board is slower: an ESP32 at 240 MHz verifies Ed25519 in 19 to 39 ms (published measurements).',
  'Bytes are counted by a TCP proxy between latchd and the broker: TLS records and all in them, without the headers of TCP and IP.',
  'latchd opens each connection anew: libmosquitto does not resume TLS sessions. The handshakes full and resumed are those of a client of the bench with the same certificate, TLS 1.2 with tickets as the boards have it.',
];

const sizeRows = ({ sizes, budgets }: Sizes): Row[] =>
  Object.entries(sizes).map(([metric, bytes]) => {
    const budget = budgets[metric];
    const reference = budget === undefined ? undefined : { name: 'its budget', value: budget };
    return rowOf(`size.${metric}`, bytes, 'bytes', reference);
  });

const sizeBars = ({ sizes, budgets }: Sizes) =>
  Object.entries(budgets).map(([metric, budget]) => ({ label: metric, value: sizes[metric] ?? 0, limit: budget }));

const partBars = ({ sizes }: Sizes) => {
  const prefix = `${BUDGETED_MACHINE}.latch.text.`;
  return Object.entries(sizes)
    .filter(([metric]) => metric.startsWith(prefix))
    .map(([metric, value]) => ({ label: metric.slice(prefix.length), value }))
    .toSorted((a, b) => b.value - a.value);
};

/** Figures of the core are far below a ms: rows in microseconds. */
const coreRows = (core: CoreTimes): Row[] => {
  const summaries = Object.fromEntries(Object.entries(core).map(([name, samples]) => [name, summaryOf(samples)]));
  const against: Readonly<Record<string, string>> = { 'open.command': 'bare.ed25519', 'seal.tap': 'bare.hmac' };
  return Object.entries(summaries).flatMap(([name, took]) => {
    const reference = against[name];
    const other = reference === undefined ? undefined : summaries[reference];
    return PERCENTS.map((percent) => microseconds(`core.${name}.${percent}`, took, percent, reference, other));
  });
};

const microseconds = (
  metric: string,
  took: Summary,
  percent: (typeof PERCENTS)[number],
  name: string | undefined,
  other: Summary | undefined,
): Row => {
  const reference: Reference | undefined =
    name !== undefined && other ? { name: `${name}, ${percent}`, value: other[percent] * US_PER_MS } : undefined;
  return rowOf(metric, took[percent] * US_PER_MS, 'us', reference);
};

const sum = ({ up, down }: { up: number; down: number }): number => up + down;

const wireRows = ({ unlocks, reconnects }: FirmwareFigures): Row[] => {
  const wire = medianWire(unlocks.map((unlock) => unlock.wire));
  const messages = medianWire(unlocks.map((unlock) => unlock.messages));
  const name = 'the messages alone';
  return [
    rowOf('wire.unlock.up', wire.up, 'bytes', { name, value: messages.up }),
    rowOf('wire.unlock.down', wire.down, 'bytes', { name, value: messages.down }),
    rowOf('wire.unlock', sum(wire), 'bytes', { name, value: sum(messages) }),
    rowOf('wire.connection.up', reconnects.wire.up, 'bytes'),
    rowOf('wire.connection.down', reconnects.wire.down, 'bytes'),
  ];
};

const wireBars = ({ unlocks, reconnects }: FirmwareFigures) => {
  const wire = medianWire(unlocks.map((unlock) => unlock.wire));
  const messages = medianWire(unlocks.map((unlock) => unlock.messages));
  return [
    { label: 'latch to broker', value: wire.up },
    { label: 'its messages', value: messages.up, isReference: true },
    { label: 'broker to latch', value: wire.down },
    { label: 'its messages', value: messages.down, isReference: true },
    { label: 'a new connection, both ways', value: sum(reconnects.wire) },
  ];
};
