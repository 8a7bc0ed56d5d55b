import { createLogger, parseConfig, runService } from '@smart-latch/runtime';
import { configSchema } from './config.ts';
import { startApi } from './service.ts';

const config = parseConfig(configSchema, process.env);
const log = createLogger('api', config.logLevel);
await runService(log, (onClose) => startApi(config, log, onClose));
