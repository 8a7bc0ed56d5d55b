import { expect, it } from 'vitest';
import { mendPreluSignAndFusedRelu } from './mend.ts';

it('refuses a graph that is not the one it mends', () => {
  const relu = { name: 'y', op: 'Relu', inputs: ['x'], attributes: {} };
  expect(() => mendPreluSignAndFusedRelu({ nodes: [relu], weights: new Map() })).toThrow(/not the graph this mends/);
});
