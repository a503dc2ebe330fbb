import type { Layout } from './layout.js';
import type { Ports } from './ports.js';

/** Variables for integration tests, one `NAME=value` a line. */
export const testServerLines = (ports: Ports): readonly string[] => [
  `GUILDHALL_TEST_EVENTSTORE_URL=esdb://127.0.0.1:${String(ports.eventStore)}?tls=false`,
  `GUILDHALL_TEST_KAFKA_BROKERS=127.0.0.1:${String(ports.kafka)}`,
  `GUILDHALL_TEST_MONGODB_URL=mongodb://127.0.0.1:${String(ports.mongo)}`,
];

/** Variables for journeys, one `NAME=value` a line. */
export const journeyLines = (layout: Layout, ports: Ports, controlUrl: string): readonly string[] => [
  `GUILDHALL_EDGE_URL=http://127.0.0.1:${String(ports.edge)}`,
  `GUILDHALL_OUTBOX_DIR=${layout.outboxDir}`,
  `GUILDHALL_CONTROL_URL=${controlUrl}`,
  `GUILDHALL_DATA_DIR=${layout.dataDir}`,
];
