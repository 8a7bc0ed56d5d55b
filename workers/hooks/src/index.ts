export type { HooksConfig } from './config.ts';
