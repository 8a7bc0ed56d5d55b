import { createLogger, parseConfig, runService } from '@smart-latch/runtime';
import { accessConfig } from './config.ts';
import { startAccess } from './service.ts';

const config = parseConfig(accessConfig, process.env);
const log = createLogger('access', config.LOG_LEVEL);
await runService(log, (onClose) => startAccess(config, log, onClose));
