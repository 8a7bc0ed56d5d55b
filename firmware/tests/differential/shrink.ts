import type { Move } from './sequences.ts';

/**
 * Leaves moves out for as long as `differs` still holds, in halves first and one by one at last: no move of what remains can be
 * spared. The first move, a restart, stays.
 */
export const shrink = (moves: readonly Move[], differs: (moves: readonly Move[]) => boolean): readonly Move[] => {
  const [first, ...rest] = moves;
  if (!first) return moves;
  let kept = rest;
  for (let size = Math.ceil(kept.length / 2); size >= 1; ) {
    const shorter = withoutOnePart(kept, size, (part) => differs([first, ...part]));
    if (shorter) kept = shorter;
    else size = size === 1 ? 0 : Math.ceil(size / 2);
  }
  return [first, ...kept];
};

const withoutOnePart = (
  moves: readonly Move[],
  size: number,
  differs: (moves: Move[]) => boolean,
): Move[] | undefined => {
  for (let at = moves.length - size; at > -size; at -= size) {
    const part = [...moves.slice(0, Math.max(0, at)), ...moves.slice(at + size)];
    if (part.length < moves.length && differs(part)) return part;
  }
  return undefined;
};
