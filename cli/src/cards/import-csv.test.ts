import { describe, expect, test } from 'vitest';
import { fieldsOf, importFile, readCards } from './import-csv.ts';
import type { CardLine, LineOutcome } from './server.ts';

const USER = '11111111-1111-4111-8111-111111111111';

describe('a file of cards', () => {
  test('is read with commas or semicolons, quotes, spaces in numbers and the mark that Excel writes', () => {
    const { cards, bad } = readCards(`\uFEFFUID;email;label\r\n04:A1:B2:C3:D4:E5:F6;a@b.test;"blue; old"\r\n\r\n`);
    expect(bad).toEqual([]);
    expect(cards).toEqual([{ line: 2, card: { uid: '04a1b2c3d4e5f6', email: 'a@b.test', label: 'blue; old' } }]);
    expect(fieldsOf('a,"b ""c""",', ',')).toEqual(['a', 'b "c"', '']);
  });

  test('has each wrong line named by its number, with what is wrong', () => {
    const { cards, bad } = readCards(
      [
        'uid,user,label',
        `04a1b2c3d4e5f6,${USER},x`,
        `04,${USER},x`,
        '04a1b2c3d4e5f7,nobody,x',
        '04a1b2c3d4e5f8,,',
        `04A1B2C3D4E5F6,${USER},`,
        `"04a1`,
        'a,b,c,d',
      ].join('\n'),
    );
    expect(cards).toHaveLength(1);
    expect(bad.map(({ line }) => line)).toEqual([3, 4, 5, 6, 7, 8]);
    expect(bad.map(({ problem }) => problem).join('\n')).toMatch(
      /uid must be the 7 bytes.*\nuser must be.*\ngive either.*\nthis card is in line 2 too.*\na quote.*\nhas 4 fields/,
    );
  });

  test('is refused when its header says something else', () => {
    for (const head of ['', 'uid', 'uid,label', 'user,label', 'uid,user,password']) {
      expect(() => readCards(`${head}\n04a1b2c3d4e5f6,x`), head).toThrow(/first line/);
    }
  });
});

describe('an import', () => {
  const lines = (count: number) =>
    ['uid,user', ...Array.from({ length: count }, (_, n) => `04${String(n).padStart(12, '0')},${USER}`)].join('\n');

  test('goes in parts, shows how far it is, and puts what the server refused to its line', async () => {
    const sent: CardLine[][] = [];
    const steps: number[] = [];
    const server = {
      importCards: async (cards: readonly CardLine[]): Promise<LineOutcome[]> => {
        sent.push([...cards]);
        return cards.map(({ uid }) =>
          uid.endsWith('100')
            ? { outcome: 'refused', detail: 'nobody' }
            : { outcome: uid.endsWith('1') ? 'already' : 'imported', detail: null },
        );
      },
    };
    const report = await importFile(`${lines(120)}\nbad`, server, {
      dryRun: true,
      progress: (done) => steps.push(done),
    });
    expect(sent.map((part) => part.length)).toEqual([50, 50, 20]);
    expect(steps).toEqual([0, 50, 100, 120]);
    expect(report).toMatchObject({ imported: 107, already: 12 });
    expect(report.bad).toEqual([
      { line: 102, problem: 'nobody' },
      { line: 122, problem: expect.stringContaining('uid') },
    ]);
  });
});
