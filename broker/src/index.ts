export { type BrokerConfig, configSchema } from './config.ts';
