import { describe, expect, it } from 'vitest';
import { deepest, readCallGraph } from './call-graph.ts';

const node = (name: string, file: string, bytes: number): string =>
  `node: { title: "${name}" label: "${name}\\n${file}:1:2\\n${bytes} bytes (static)\\n0 dynamic objects" }`;
const edge = (from: string, to: string): string =>
  `edge: { sourcename: "${from}" targetname: "${to}" label: "a.cpp:1:1" }`;
const graphOf = (...lines: string[]) => readCallGraph([`graph: { title: "a.cpp"\n${lines.join('\n')}\n}`]);

describe('the deepest stack', () => {
  it('is that of the longest path by bytes, not by calls', () => {
    const graph = graphOf(
      node('root', 'a.cpp', 16),
      node('long', 'a.cpp', 16),
      node('leaf', 'a.cpp', 16),
      node('big', 'a.cpp', 100),
      edge('root', 'long'),
      edge('long', 'leaf'),
      edge('root', 'big'),
      edge('leaf', 'memcpy'),
    );
    expect(deepest(graph, /^root$/, [])).toEqual({ bytes: 116, path: ['root', 'big'] });
  });

  it('follows calls through pointers only where a rule says where they go', () => {
    const graph = graphOf(
      node('step', 'latch/step.cpp', 16),
      node('port', 'peer/waker.cpp', 16),
      node('effect', 'device/effects.cpp', 64),
      edge('step', '__indirect_call'),
      edge('port', '__indirect_call'),
    );
    const rules = [{ from: /latch\//, calls: /^effect$/ }];
    expect(deepest(graph, /^step$/, rules).bytes).toBe(80);
    expect(deepest(graph, /^port$/, rules).bytes).toBe(16);
  });

  it('refuses recursion whose depth nobody knows', () => {
    const graph = graphOf(node('item', 'a.cpp', 32), edge('item', 'item'));
    expect(() => deepest(graph, /item/, [])).toThrow('can call itself');
    expect(deepest(graph, /item/, [], new Map([[/item/, 7]])).bytes).toBe(224);
  });

  it('refuses a frame without a bound, and a root that is not there', () => {
    expect(() => graphOf('node: { title: "f" label: "f\\na.cpp:1:1\\n48 bytes (dynamic)" }')).toThrow(
      'without a bound',
    );
    expect(() => deepest(graphOf(node('f', 'a.cpp', 1)), /g/, [])).toThrow('no routine');
  });
});
