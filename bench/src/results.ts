import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Row } from './figures.ts';
import { isBusy, type Machine, NOISY } from './machine.ts';
import { plain } from './plots.ts';

export interface Section {
  readonly title: string;
  /** Says how to read the plot; plain text. */
  readonly text: string;
  readonly svg: string;
}

/** What a bench found. */
export interface Results {
  readonly title: string;
  /** How it was measured, one sentence each; plain text. */
  readonly notes: readonly string[];
  readonly rows: readonly Row[];
  readonly sections: readonly Section[];
}

/** Writes NAME.json and NAME.html into the folder. Returns their paths. */
export const writeResults = async (
  dir: string,
  name: string,
  { title, notes, rows, sections }: Results,
  machine: Machine,
): Promise<string[]> => {
  await mkdir(dir, { recursive: true });
  const takenAt = new Date().toISOString();
  const files = {
    [join(dir, `${name}.json`)]: `${JSON.stringify({ bench: name, takenAt, machine, notes, rows }, null, 2)}\n`,
    [join(dir, `${name}.html`)]: page({ title, notes, rows, sections }, machine, takenAt),
  };
  for (const [path, text] of Object.entries(files)) await writeFile(path, text);
  return Object.keys(files);
};

/** The rows as lines for a terminal. */
export const rowsText = (rows: readonly Row[]): string => {
  const wide = Math.max(...rows.map((row) => row.metric.length));
  return rows
    .map(({ metric, value, unit, against, ratio }) => {
      const figure = `${metric.padEnd(wide)} ${value.toFixed(2).padStart(10)} ${unit.padEnd(9)}`;
      return against === null ? figure.trimEnd() : `${figure} ${(ratio ?? 0).toFixed(2)} x ${against}`;
    })
    .join('\n');
};

const page = ({ title, notes, rows, sections }: Results, machine: Machine, takenAt: string): string => `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${plain(title)}</title>
<style>${STYLE}</style>
<h1>${plain(title)}</h1>
<p class="dim">${plain(takenAt)}: ${machine.cores} cores, ${plain(machine.cpu)}, ${machine.memoryGiB} GiB, Node ${plain(machine.node)}, ${plain(machine.platform)}; load before the run ${machine.loadBefore}${isBusy(machine) ? `: others kept it busy, ${NOISY}` : ''}</p>
<ul>${notes.map((note) => `<li>${plain(note)}`).join('')}</ul>
${sections.map(({ title: head, text, svg }) => `<h2>${plain(head)}</h2><p>${plain(text)}</p><div class="scroll">${svg}</div>`).join('\n')}
<h2>All figures</h2>
<div class="scroll"><table><thead><tr><th>metric<th class="n">value<th>unit<th class="n">ratio<th>against</thead>
${rows.map(tableRow).join('\n')}
</table></div>
</html>
`;

const tableRow = ({ metric, value, unit, against, ratio }: Row): string =>
  `<tr><td>${plain(metric)}<td class="n">${value}<td>${plain(unit)}<td class="n">${ratio ?? ''}<td class="dim">${plain(against ?? '')}`;

const STYLE = `
:root{color-scheme:light dark;--ground:light-dark(#fff,#14171c);--band:light-dark(#e4e8ee,#2a313c);--ink:light-dark(#1b2330,#e8ecf2);--dim:light-dark(#5b6675,#9aa7b8);--hue:light-dark(#1d5fd1,#7fb0ff);--other:light-dark(#8a6d1f,#d9b75a)}
body{font:16px/1.5 system-ui,sans-serif;max-width:1000px;margin:0 auto;padding:24px;background:var(--ground);color:var(--ink)}
h2{margin-top:40px}.dim,p.dim{color:var(--dim)}.scroll{overflow-x:auto}svg{display:block;font-size:13px}
table{border-collapse:collapse;font-size:14px}td,th{text-align:left;padding:3px 16px 3px 0;border-bottom:1px solid var(--band)}.n{text-align:right;font-variant-numeric:tabular-nums}
rect.main{fill:var(--hue)}rect.other{fill:var(--other)}rect.dim{fill:var(--dim);opacity:.55}line.tick{stroke:var(--band)}line.far{stroke:var(--dim);stroke-width:2}
text{fill:var(--ink)}text.label{text-anchor:end}text.tick{fill:var(--dim);text-anchor:middle;font-size:11px}text.said{fill:var(--dim);font-variant-numeric:tabular-nums}`;
