export { EXIT } from './latch/exit.ts';
export { sessionFile } from './latch/kept-session.ts';
