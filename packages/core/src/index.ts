export * from './face/gates.ts';
export * from './face/match.ts';
