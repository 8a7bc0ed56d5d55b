/** The deepest stack that calls can need, from what GCC writes beside each object with -fcallgraph-info=su (VCG text). */

export interface Routine {
  /** Mangled. */
  readonly name: string;
  /** Where it stands, as the compiler was told; empty for what is only called. */
  readonly file: string;
  /** Its own frame; 0 for what is only called. */
  readonly bytes: number;
  readonly calls: readonly string[];
}
export type CallGraph = ReadonlyMap<string, Routine>;

export const INDIRECT = '__indirect_call';

const NODE = /^node: \{ title: "([^"]+)" label: "([^"]*)"/gm;
const EDGE = /^edge: \{ sourcename: "([^"]+)" targetname: "([^"]+)"/gm;
const FRAME = /(\d+) bytes \((static|dynamic,bounded|dynamic)\)/;

/** Static functions have titles with their file in front; the same function of several objects counts once, at its largest. */
export const readCallGraph = (objects: readonly string[]): CallGraph => {
  const routines = new Map<string, { name: string; file: string; bytes: number; calls: Set<string> }>();
  const of = (name: string) => {
    const known = routines.get(name) ?? { name, file: '', bytes: 0, calls: new Set<string>() };
    routines.set(name, known);
    return known;
  };
  for (const text of objects) {
    for (const [, title = '', label = ''] of text.matchAll(NODE)) {
      const frame = FRAME.exec(label);
      if (!frame) continue;
      if (frame[2] === 'dynamic') throw new Error(`${title} has a frame without a bound`);
      const routine = of(title);
      routine.bytes = Math.max(routine.bytes, Number(frame[1]));
      routine.file = label.split('\\n')[1]?.replace(/:\d+:\d+$/, '') ?? '';
    }
    for (const [, from = '', to = ''] of text.matchAll(EDGE)) of(from).calls.add(to);
  }
  return new Map([...routines].map(([name, { calls, ...routine }]) => [name, { ...routine, calls: [...calls] }]));
};

/** Where a call through a pointer may go: the routines that `calls` accepts, for callers whose file `from` accepts. */
export interface IndirectRule {
  readonly from: RegExp;
  readonly calls: RegExp;
}

export interface Depth {
  readonly bytes: number;
  /** From the root to the deepest, by name. */
  readonly path: readonly string[];
}

/**
 * The deepest path from any root. What has no frame of its own (the C library, ports) counts 0. Where no rule fits, an
 * indirect call leaves the core.
 * @throws Error for a routine that can call itself, unless `depths` says how many times at most
 */
export const deepest = (
  graph: CallGraph,
  roots: RegExp,
  rules: readonly IndirectRule[],
  depths: ReadonlyMap<RegExp, number> = new Map(),
): Depth => {
  const known = new Map<string, Depth>();
  const open = new Set<string>();
  const calleesOf = ({ file, calls }: Routine): string[] =>
    calls.flatMap((callee) => {
      if (callee !== INDIRECT) return [callee];
      const fitting = rules.filter(({ from }) => from.test(file));
      return [...graph.keys()].filter((name) => fitting.some((rule) => rule.calls.test(name)));
    });
  const depthOf = (name: string): Depth => {
    const before = known.get(name);
    if (before) return before;
    const routine = graph.get(name);
    if (!routine) return { bytes: 0, path: [name] };
    open.add(name);
    let below: Depth = { bytes: 0, path: [] };
    for (const callee of calleesOf(routine)) {
      if (open.has(callee)) {
        if (timesOf(callee, depths) === undefined)
          throw new Error(`${callee} can call itself: ${[...open].join(' > ')}`);
        continue;
      }
      const depth = depthOf(callee);
      if (depth.bytes > below.bytes) below = depth;
    }
    open.delete(name);
    const found = { bytes: routine.bytes * (timesOf(name, depths) ?? 1) + below.bytes, path: [name, ...below.path] };
    known.set(name, found);
    return found;
  };
  const all = [...graph.keys()].filter((name) => roots.test(name)).map(depthOf);
  if (all.length === 0) throw new Error(`no routine is called like ${roots}`);
  return all.reduce((worst, depth) => (depth.bytes > worst.bytes ? depth : worst));
};

const timesOf = (name: string, depths: ReadonlyMap<RegExp, number>): number | undefined =>
  [...depths].find(([pattern]) => pattern.test(name))?.[1];
