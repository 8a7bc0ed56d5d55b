import type { Logger, Metrics } from '@smart-latch/runtime';
import type { ConsumerEvents } from './consume.ts';
import type { Seen } from './see.ts';

/** Up to a slow frame on a busy machine, ms. */
const STAGE_BUCKETS_MS = [0.5, 1, 2, 5, 10, 15, 20, 30, 50, 100, 250];

/** Turns what the worker does into log lines and metrics. A picture and an embedding never get here. */
export function observe(log: Logger, metrics: Metrics): ConsumerEvents {
  const readings = metrics.counter('face_readings_total', 'Pictures looked at, by verdict', ['purpose', 'verdict']);
  const stages = metrics.histogram('face_stage_ms', 'Time of a stage of one picture', STAGE_BUCKETS_MS, ['stage']);
  const failures = metrics.counter('face_failures_total', 'Runs of a see job that failed', ['final']);
  return {
    onSeen({ job, outcome, reading }: Seen) {
      const { subject, purpose } = job;
      const verdict = reading?.verdict ?? outcome;
      readings.inc({ purpose, verdict });
      for (const [stage, ms] of Object.entries(reading?.timings ?? {})) if (ms > 0) stages.observe({ stage }, ms);
      const ms = Object.values(reading?.timings ?? {}).reduce((sum, stageMs) => sum + stageMs, 0);
      const trace =
        subject.kind === 'attempt'
          ? { attempt: subject.attempt, frame: subject.sequence }
          : { view: subject.view, request: job.request };
      log.step(6, 'picture seen', {
        ...trace,
        purpose,
        verdict,
        detail: reading?.detail ?? null,
        ms: Math.round(ms * 10) / 10,
      });
    },
    onFailed(error, left) {
      failures.inc({ final: String(left <= 0) });
      log[left > 0 ? 'warn' : 'error']({ err: error, left }, 'a see job failed');
    },
    onError: (error) => log.warn({ err: error }, 'the queue is not reachable'),
  };
}
