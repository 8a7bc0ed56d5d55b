import { styleText } from 'node:util';
import type { Played } from './stories.ts';

const dim = (text: string) => styleText('dim', text);
const bold = (text: string) => styleText('bold', text);
const hold = (played: Played) => played.actual === played.expected;
const mark = (played: Played) => (hold(played) ? styleText('green', '✓') : styleText('red', '✗'));

/** One story as it happened: the step of an unlock, who, when, what. */
export const timelineText = (played: Played): string => {
  const first = played.moments[0]?.atMs ?? 0;
  const lines = played.moments.map(({ step, who, atMs, what }) => {
    const ms = `${atMs - first} ms`.padStart(9);
    return `  ${dim(ms)}  ${dim(String(step).padStart(2))}  ${who.padEnd(7)} ${what.includes('OPEN') ? styleText('green', what) : what}`;
  });
  return [`${mark(played)} ${bold(played.title)} ${dim('→')} ${played.actual}`, ...lines, ''].join('\n');
};

export const tableText = (stories: readonly Played[]): string => {
  const width = (texts: string[]) => Math.max(...texts.map((text) => text.length));
  const titles = width(['story', ...stories.map((story) => story.title)]);
  const expected = width(['expected', ...stories.map((story) => story.expected)]);
  const row = (a: string, b: string, c: string, d: string) => `${a.padEnd(titles)}  ${b.padEnd(expected)}  ${c}${d}`;
  const head = bold(row('story', 'expected', 'actual', ''));
  return [head, ...stories.map((story) => row(story.title, story.expected, story.actual, ` ${mark(story)}`))].join(
    '\n',
  );
};

export const heldAll = (stories: readonly Played[]): boolean => stories.every(hold);
