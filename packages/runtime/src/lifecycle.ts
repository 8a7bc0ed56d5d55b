import type { Logger } from './logger.ts';

/** How long an orderly close may take before the process gives up and exits, ms. */
const CLOSE_DEADLINE_MS = 5_000;

/**
 * Runs a service until SIGTERM, SIGINT or the end of the parent that started it, then closes what `open` registered, last first.
 * A bug (an uncaught error) ends the process with code 1: it is restarted, and doors stay locked meanwhile.
 */
export const runService = async (
  log: Logger,
  open: (onClose: (close: () => Promise<unknown> | unknown) => void) => Promise<void>,
): Promise<void> => {
  const closers: (() => Promise<unknown> | unknown)[] = [];
  process.on('uncaughtException', (error) => die(log, error));
  process.on('unhandledRejection', (error) => die(log, error));
  const stopped = untilSignal();
  try {
    await open((close) => closers.push(close));
    log.info({ ready: true }, 'ready');
  } catch (error) {
    die(log, error);
  }
  await stopped;
  setTimeout(() => process.exit(1), CLOSE_DEADLINE_MS).unref();
  for (const close of closers.reverse()) await close();
  log.info('stopped');
  process.exit(0);
};

/** Resolves at SIGTERM or SIGINT, or when the parent's IPC channel closes (the supervisor was killed). */
export const untilSignal = (): Promise<void> =>
  new Promise((resolve) => {
    process.once('SIGTERM', () => resolve());
    process.once('SIGINT', () => resolve());
    process.once('disconnect', () => resolve());
  });

const die = (log: Logger, error: unknown): never => {
  log.fatal({ err: error }, error instanceof Error ? error.message : String(error));
  process.exit(1);
};
