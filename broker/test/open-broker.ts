import { createLogger, createMetrics } from '@smart-latch/runtime';
import type { Admission } from '../src/admission.ts';
import { type Broker, startBroker } from '../src/broker.ts';
import { createBrokerMetrics } from '../src/metrics.ts';
import { CONNACK, Refused } from '../src/refused.ts';

/**
 * An admission that lets everybody do everything that MQTT 3.1.1 allows: for interoperability suites and for tests of
 * what the broker itself does. It lives here, so that no configuration of the product can reach it.
 */
export const openAdmission: Admission<null> = {
  identify: () => null,
  limitsOf: () => ({ maxPacketBytes: () => 1_048_576, waitMs: () => 0, floodAfterMs: Number.POSITIVE_INFINITY }),
  connect: async (_peer, { clientId, clean }) => {
    // MQTT 3.1.1, 3.1.3.1: a client without an id must ask for a clean session.
    if (clientId === '' && !clean) {
      throw new Refused('wrong_client_id', 'no client id', { code: CONNACK.identifierRejected });
    }
  },
  publish: async (_peer, { topic }) => {
    if (topic.startsWith('$SYS/')) throw new Refused('unknown_topic', 'reserved for the broker');
  },
  will: async () => undefined,
  // So that a suite can see a subscription fail.
  subscribe: (_peer, { topic }) => !topic.startsWith('nosubscribe') && !topic.startsWith('test/nosubscribe'),
  forward: () => true,
};

/** The open broker on plain TCP and a free port (or the given one), everything in memory. */
export const startOpenBroker = (port = 0): Promise<Broker<null>> =>
  startBroker({
    admission: openAdmission,
    listen: { host: '127.0.0.1', port },
    log: createLogger('open-broker', 'silent'),
    metrics: createBrokerMetrics(createMetrics('open-broker')),
  });

// `node broker/test/open-broker.ts [PORT]` prints its port and runs until it is stopped.
if (import.meta.main) {
  const broker = await startOpenBroker(Number(process.argv[2] ?? 0));
  console.log(broker.port);
}
