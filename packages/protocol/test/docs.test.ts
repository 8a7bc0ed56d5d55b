import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { DENY_DISPLAYS, OPS, rowOf, STATES, TOPIC_NAMES, type TopicName } from '../src/index.ts';

const DOC = readFileSync(new URL('../../../docs/protocol.md', import.meta.url), 'utf8');

/** A row of the document, from the table in code. */
const lineOf = (name: TopicName): string => {
  const { from, to, qos, retain, proof, maxBytes, rate } = rowOf(name);
  const proofText = { mac: 'MAC', signature: 'signature', none: 'none' }[proof];
  return `| \`${name}\` | ${from} -> ${to} | ${qos} | ${retain ? 'yes' : 'never'} | ${proofText} | ${maxBytes} | ${rate.burst}, ${rate.perSecond}/s |`;
};

describe('docs/protocol.md', () => {
  test('has exactly the rows of the topic table, in its order', () => {
    const rows = [...DOC.matchAll(/^\| `[a-z/]+` \| [a-z]+ -> .*\|$/gm)].map(([line]) => line);
    expect(rows).toEqual(TOPIC_NAMES.map(lineOf));
  });

  test.each([...OPS, ...STATES, ...DENY_DISPLAYS])('names %s', (name) => {
    expect(DOC).toContain(`\`${name}\``);
  });
});
