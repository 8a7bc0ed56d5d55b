import { createLogger, parseConfig, runService } from '@smart-latch/runtime';
import { hooksConfig } from './config.ts';
import { startHooks } from './service.ts';

const config = parseConfig(hooksConfig, process.env);
const log = createLogger('hooks', config.LOG_LEVEL);
await runService(log, (onClose) => startHooks(config, log, onClose));
