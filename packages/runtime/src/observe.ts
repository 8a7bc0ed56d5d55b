import { createServer } from 'node:http';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export type { Counter, Gauge, Histogram };

export interface Metrics {
  readonly registry: Registry;
  counter(name: string, help: string, labels?: readonly string[]): Counter;
  gauge(name: string, help: string, labels?: readonly string[]): Gauge;
  /** `buckets` in the unit that ends the name. */
  histogram(name: string, help: string, buckets: readonly number[], labels?: readonly string[]): Histogram;
}

export const createMetrics = (service: string): Metrics => {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    counter: (name, help, labelNames = []) => new Counter({ name, help, labelNames, registers }),
    gauge: (name, help, labelNames = []) => new Gauge({ name, help, labelNames, registers }),
    histogram: (name, help, buckets, labelNames = []) =>
      new Histogram({ name, help, buckets: [...buckets], labelNames, registers }),
  };
};

/** Each check says whether a dependency answers; a thrown error or `false` is "not". */
export type HealthChecks = Readonly<Record<string, () => Promise<boolean> | boolean>>;

const CHECK_DEADLINE_MS = 1_000;

/**
 * `GET /healthz` (200 or 503 with each check's verdict) and `GET /metrics` (Prometheus text) on loopback unless told otherwise.
 * Resolves with the port and a close function.
 */
export const serveHealth = async (
  where: { host: string; port: number },
  metrics: Metrics,
  checks: HealthChecks,
): Promise<{ port: number; close: () => Promise<void> }> => {
  const server = createServer(async (request, response) => {
    if (request.url === '/metrics') {
      response.setHeader('content-type', metrics.registry.contentType).end(await metrics.registry.metrics());
      return;
    }
    const verdicts = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => [name, await holds(check)] as const),
    );
    const ok = verdicts.every(([, verdict]) => verdict);
    response.writeHead(request.url === '/healthz' ? (ok ? 200 : 503) : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ ok, checks: Object.fromEntries(verdicts) }));
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(where.port, where.host, resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : where.port;
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};

const holds = async (check: () => Promise<boolean> | boolean): Promise<boolean> => {
  const deadline = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), CHECK_DEADLINE_MS).unref());
  try {
    return await Promise.race([check(), deadline]);
  } catch {
    return false;
  }
};
