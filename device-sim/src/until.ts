import type { DeviceTrace, Trace } from './trace.ts';

/** The next trace of that name that fits; rejects after `deadlineMs`. Start it before what causes it. */
export const until = <N extends keyof DeviceTrace>(
  trace: Trace,
  name: N,
  fits: (entry: DeviceTrace[N]) => boolean,
  deadlineMs: number,
): Promise<DeviceTrace[N]> =>
  new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      trace.off(name as keyof DeviceTrace, listener);
    };
    const listener = (entry: unknown) => {
      if (!fits(entry as DeviceTrace[N])) return;
      stop();
      resolve(entry as DeviceTrace[N]);
    };
    const timer = setTimeout(() => {
      stop();
      reject(new Error(`no "${name}" from the device within ${deadlineMs} ms`));
    }, deadlineMs);
    trace.on(name as keyof DeviceTrace, listener);
  });
