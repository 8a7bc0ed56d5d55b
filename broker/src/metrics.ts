import type { Counter, Gauge, Histogram, Metrics } from '@smart-latch/runtime';

export interface BrokerMetrics {
  readonly connections: Gauge;
  /** By topic row, of messages that became a job or went to a device. */
  readonly messages: Counter;
  /** By DenialReason. */
  readonly denials: Counter;
  readonly ingestSeconds: Histogram;
  readonly queueFailures: Counter;
  /** Packets that had to wait for their token bucket. */
  readonly slowed: Counter;
  readonly handshakeFailures: Counter;
}

export const createBrokerMetrics = (metrics: Metrics): BrokerMetrics => ({
  connections: metrics.gauge('broker_connections', 'Open connections'),
  messages: metrics.counter('broker_messages_total', 'Messages admitted, by row of the topic table', ['topic']),
  denials: metrics.counter('broker_denials_total', 'Connections, messages and subscriptions refused, by reason', [
    'reason',
  ]),
  ingestSeconds: metrics.histogram(
    'broker_ingest_seconds',
    'From a valid message to its job being safe in Redis',
    [0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1],
  ),
  queueFailures: metrics.counter('broker_queue_failures_total', 'Messages that a Redis did not take; not acknowledged'),
  slowed: metrics.counter('broker_slowed_total', 'Packets that waited for their token bucket'),
  handshakeFailures: metrics.counter('broker_handshake_failures_total', 'TLS handshakes that failed'),
});
