import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Cast } from '../cast.ts';
import type { Played } from './stories.ts';
import { LANES, type Moment } from './timeline.ts';

/** Writes the page: every story with what the camera saw and who did what when. Pictures are linked, not copied. Returns the path. */
export const writeReport = async (path: string, played: readonly Played[], cast: Cast): Promise<string> => {
  const held = played.filter((story) => story.actual === story.expected).length;
  await writeFile(path, page(played, cast, `${held} of ${played.length} stories came out as expected`));
  return path;
};

const plain = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);

const page = (played: readonly Played[], cast: Cast, verdict: string): string => `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Smart Latch: the demo</title>
<style>${STYLE}</style>
<h1>What happened at the door</h1>
<p class="verdict">${plain(verdict)}</p>
<table><thead><tr><th>story<th>expected<th>actual<th></thead>${played.map(row).join('')}</table>
${played.map((story, index) => section(story, index, cast)).join('\n')}
</html>`;

const isHeld = (story: Played) => story.actual === story.expected;

const row = (story: Played, index: number): string =>
  `<tr><td><a href="#story-${index}">${plain(story.title)}</a><td>${plain(story.expected)}<td>${plain(story.actual)}<td class="${isHeld(story) ? 'held' : 'broke'}">${isHeld(story) ? '✓' : '✗'}`;

const section = (story: Played, index: number, cast: Cast): string => `
<section id="story-${index}">
<h2>${plain(story.title)} <small class="${isHeld(story) ? 'held' : 'broke'}">${plain(story.actual)}</small></h2>
<div class="seen">${story.pictures.map((name) => `<figure><img src="cast/${basename(cast[name])}" alt="what the camera saw: ${name}"><figcaption>${name}</figcaption></figure>`).join('') || '<p>the camera sent no picture</p>'}</div>
<div class="scroll">${lanes(story.moments)}</div>
<ol>${story.moments.map((moment) => item(moment, story.moments[0]?.atMs ?? 0)).join('')}</ol>
</section>`;

const item = (moment: Moment, firstMs: number): string =>
  `<li><b>${moment.atMs - firstMs} ms</b> <i>${moment.who}</i> ${plain(moment.what)} <small>step ${moment.step}</small>`;

const LANE_PX = 44;
const STEP_PX = 74;
const LEFT_PX = 70;

/** Swim lanes: a row for each who, a column for each moment, the thread of the unlock running through. */
const lanes = (moments: readonly Moment[]): string => {
  const firstMs = moments[0]?.atMs ?? 0;
  const x = (index: number) => LEFT_PX + 30 + index * STEP_PX;
  const y = (moment: Moment) => 30 + LANES.indexOf(moment.who) * LANE_PX + LANE_PX / 2;
  const width = x(moments.length);
  const height = 40 + LANES.length * LANE_PX;
  const bands = LANES.map(
    (who, index) =>
      `<rect class="lane${index % 2}" x="0" y="${30 + index * LANE_PX}" width="${width}" height="${LANE_PX}"/><text class="who" x="8" y="${30 + index * LANE_PX + 27}">${who}</text>`,
  );
  const thread = `<polyline points="${moments.map((moment, index) => `${x(index)},${y(moment)}`).join(' ')}"/>`;
  const dots = moments.map(
    (moment, index) =>
      `<g><title>${plain(moment.what)}</title><circle cx="${x(index)}" cy="${y(moment)}" r="11"/><text class="step" x="${x(index)}" y="${y(moment) + 4}">${moment.step}</text><text class="ms" x="${x(index)}" y="20">${moment.atMs - firstMs} ms</text></g>`,
  );
  return `<svg role="img" aria-label="swim lanes" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${bands.join('')}${thread}${dots.join('')}</svg>`;
};

const STYLE = `
:root{color-scheme:light dark;--ground:light-dark(#fff,#14171c);--band:light-dark(#f2f4f7,#1d222a);--ink:light-dark(#1b2330,#e8ecf2);--dim:light-dark(#5b6675,#9aa7b8);--hue:light-dark(#1d5fd1,#7fb0ff);--good:light-dark(#0f7a3d,#59d78d);--bad:light-dark(#b3261e,#ff8b82)}
body{font:16px/1.5 system-ui,sans-serif;max-width:1200px;margin:0 auto;padding:24px;background:var(--ground);color:var(--ink)}
.verdict{font-size:20px}table{border-collapse:collapse}td,th{text-align:left;padding:4px 16px 4px 0;border-bottom:1px solid var(--band)}
a{color:var(--hue)}section{margin-top:48px}h2 small{font-weight:400;margin-left:8px}.held{color:var(--good)}.broke{color:var(--bad)}
.seen{display:flex;gap:12px;flex-wrap:wrap}figure{margin:0}img{width:200px;border-radius:6px;display:block}figcaption{color:var(--dim);font-size:13px}
.scroll{overflow-x:auto;margin:16px 0}svg{display:block}.lane0{fill:var(--band)}.lane1{fill:var(--ground)}.who{fill:var(--dim);font-size:14px}
polyline{fill:none;stroke:var(--hue);stroke-width:2;opacity:.5}circle{fill:var(--hue)}.step{fill:var(--ground);font-size:12px;text-anchor:middle}.ms{fill:var(--dim);font-size:11px;text-anchor:middle}
li b{display:inline-block;min-width:80px;font-variant-numeric:tabular-nums}li i{display:inline-block;min-width:60px;color:var(--dim)}li small{color:var(--dim)}`;
