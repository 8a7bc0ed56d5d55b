export { type AccessConfig, accessConfig } from './config.ts';
