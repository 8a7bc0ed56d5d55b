import { type DestinationStream, type LoggerOptions, type Logger as PinoLogger, pino } from 'pino';

/** What ties the lines of one unlock together: the tap's id in hex, the attempt's id, the device. */
export interface Trace {
  readonly tap?: string;
  readonly attempt?: string;
  readonly device?: string;
}

export interface Logger extends PinoLogger {
  /** One of the ten steps of an unlock (ARCHITECTURE.md): the line that the demo draws and a newcomer reads. */
  step(
    step: number,
    what: string,
    trace: Trace & Readonly<Record<string, string | number | boolean | null | undefined>>,
  ): void;
  /** The same, with these fields in every line. */
  with(fields: Readonly<Record<string, string>>): Logger;
}

/** JSON lines on standard output: {level, time (epoch ms), service, msg, ...}. Keys that could hold a secret are cut. */
export const createLogger = (service: string, level = 'info', to?: DestinationStream): Logger => {
  const options: LoggerOptions = {
    level,
    base: { service },
    formatters: { level: (label) => ({ level: label }) },
    redact: {
      paths: [
        'password',
        'token',
        'authorization',
        'uid',
        'key',
        'secret',
        '*.password',
        '*.token',
        '*.authorization',
        '*.uid',
        '*.key',
        '*.secret',
      ],
      censor: '[redacted]',
    },
  };
  return steps(to ? pino(options, to) : pino(options));
};

const steps = (base: PinoLogger): Logger =>
  Object.assign(base, {
    step: ((number, what, trace) => base.info({ step: number, ...trace }, what)) satisfies Logger['step'],
    with: (fields: Readonly<Record<string, string>>) => steps(base.child(fields)),
  });
