import type { WriteStream } from 'node:tty';
import { describe, expect, it } from 'vitest';
import { oneOf } from '../server/names.ts';
import { tableOf } from './terminal.ts';

/** As much of a stream as tells whether it shows colours. */
const pipe = { isTTY: false, writable: true } as WriteStream;

describe('a table', () => {
  const columns = { name: ({ name }: { name: string }) => name, until: () => null, on: () => true };

  it('is aligned, says nothing as a dash, and is plain where it is no terminal', () => {
    const text = tableOf([{ name: 'A' }, { name: 'Long name' }], columns, process.stdout.isTTY ? pipe : process.stdout);
    expect(text).toBe('name       until  on\nA          -      yes\nLong name  -      yes\n');
  });

  it('lets no name of somebody move the cursor', () => {
    expect(tableOf([{ name: '\u001b[2Jx\ny' }], columns, process.stdout)).toContain('?[2Jx?y');
  });
});

describe('what is named', () => {
  const all = [
    { id: '1', name: 'Alice' },
    { id: '2', name: 'Sam' },
    { id: '3', name: 'sam' },
  ];

  it('is found by its id, and by its name whatever the case', () => {
    expect(oneOf(all, '3', 'person').id).toBe('3');
    expect(oneOf(all, 'ALICE', 'person').id).toBe('1');
  });

  it('is asked for again when it is nobody or several', () => {
    expect(() => oneOf(all, 'Bob', 'person')).toThrow('there is no person "Bob"; there are Alice, Sam, sam');
    expect(() => oneOf(all, 'Sam', 'person')).toThrow('"Sam" may be Sam 2 or sam 3: say which by its id');
  });
});
