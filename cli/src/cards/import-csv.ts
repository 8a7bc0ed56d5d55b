import { z } from 'zod';
import { CardError } from './card-reader.ts';
import type { CardLine, CardServer } from './server.ts';

/** What one request takes. */
const AT_ONCE = 50;
/** A file beyond this is no list of a site's cards. */
const MAX_BYTES = 16 * 1024 * 1024;

export interface BadLine {
  /** Of the file, counted from 1. */
  readonly line: number;
  readonly problem: string;
}

export interface ImportReport {
  readonly imported: number;
  readonly already: number;
  readonly bad: readonly BadLine[];
}

interface Numbered {
  readonly line: number;
  readonly card: CardLine;
}

const row = z.strictObject({
  uid: z
    .string()
    .transform((text) => text.replaceAll(/[\s:.-]/g, '').toLowerCase())
    .pipe(z.string().regex(/^[0-9a-f]{14}$/, 'must be the 7 bytes of the card in hex, such as 04a1b2c3d4e5f6')),
  user: z.uuid('must be the id of a user').optional(),
  email: z.email('must be an e-mail address').optional(),
  label: z.string().max(100, 'has at most 100 characters').optional(),
});
const COLUMNS = Object.keys(row.shape);

/** Comma or semicolon between fields, quotes around a field that holds one (RFC 4180); a line is a line. */
export const fieldsOf = (text: string, separator: string): string[] => {
  const fields: string[] = [];
  const field = new RegExp(`(?:"((?:[^"]|"")*)"|([^"${separator}]*))(${separator}|$)`, 'y');
  for (let at = 0; at <= text.length; at = field.lastIndex) {
    field.lastIndex = at;
    const match = field.exec(text);
    if (match === null) throw new Error('a quote is not closed, or stands in the middle of a field');
    fields.push((match[1]?.replaceAll('""', '"') ?? match[2] ?? '').trim());
    if (match[3] === '') break;
  }
  return fields;
};

/** The cards of a file and the lines that are wrong. Throws when it has no header that we know. */
export const readCards = (text: string): { cards: Numbered[]; bad: BadLine[] } => {
  if (text.length > MAX_BYTES) throw new CardError('this file is too large for a list of cards');
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const head = lines[0] ?? '';
  const separator = head.includes(';') ? ';' : ',';
  const columns = fieldsOf(head, separator).map((name) => name.toLowerCase());
  const strange = columns.filter((name) => !COLUMNS.includes(name));
  if (!columns.includes('uid') || strange.length > 0 || !columns.some((name) => name === 'user' || name === 'email')) {
    throw new CardError(
      `the first line must name the columns: uid, then user or email, and label if you like (got: ${columns.join(', ')})`,
    );
  }
  const cards: Numbered[] = [];
  const bad: BadLine[] = [];
  const firstLine = new Map<string, number>();
  lines.forEach((content, index) => {
    if (index === 0 || content.trim() === '') return;
    const line = index + 1;
    try {
      const card = cardOf(columns, fieldsOf(content, separator));
      const earlier = firstLine.get(card.uid);
      if (earlier !== undefined) throw new Error(`this card is in line ${earlier} too: keep one of the two`);
      firstLine.set(card.uid, line);
      cards.push({ line, card });
    } catch (error) {
      bad.push({ line, problem: error instanceof Error ? error.message : String(error) });
    }
  });
  return { cards, bad };
};

const cardOf = (columns: readonly string[], fields: readonly string[]): CardLine => {
  if (fields.length > columns.length)
    throw new Error(`has ${fields.length} fields where the header has ${columns.length}`);
  const given = columns.map((name, index) => [name, fields[index] ?? ''] as const).filter(([, value]) => value !== '');
  const parsed = row.safeParse(Object.fromEntries(given));
  if (!parsed.success) {
    throw new Error(parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; '));
  }
  const { user, email, ...rest } = parsed.data;
  if ((user === undefined) === (email === undefined)) throw new Error('give either user or email');
  // Without the fields that are not there: the API takes no undefined ones.
  return { ...rest, ...(user === undefined ? { email } : { user }) } as CardLine;
};

/** Imports the cards of a file; every wrong line is told with its number. The same file again imports nothing. */
export const importFile = async (
  text: string,
  server: Pick<CardServer, 'importCards'>,
  { dryRun, progress }: { readonly dryRun: boolean; readonly progress: (done: number, all: number) => void },
): Promise<ImportReport> => {
  const { cards, bad } = readCards(text);
  const wrong = [...bad];
  const count = { imported: 0, already: 0 };
  progress(0, cards.length);
  for (let at = 0; at < cards.length; at += AT_ONCE) {
    const some = cards.slice(at, at + AT_ONCE);
    const outcomes = await server.importCards(
      some.map(({ card }) => card),
      dryRun,
    );
    some.forEach(({ line }, index) => {
      const { outcome, detail } = outcomes[index] ?? {
        outcome: 'refused' as const,
        detail: 'the server said nothing about it',
      };
      if (outcome === 'refused') wrong.push({ line, problem: detail ?? 'refused' });
      else count[outcome] += 1;
    });
    progress(Math.min(at + AT_ONCE, cards.length), cards.length);
  }
  return { ...count, bad: wrong.toSorted((a, b) => a.line - b.line) };
};
