import { join } from 'node:path';
import { kafkaParts, kafkaServer } from '@guildhall/kafka';
import { mongoParts, mongoServer } from '@guildhall/mongo';
import { findJava } from '../parts/java.js';
import { ensureParts, type Fetching } from '../parts/maven-parts.js';
import type { ProductionStores } from '../production/production-stores.js';
import { freePort } from '../supervision/conditions.js';
import type { ProcessDescription } from '../supervision/process-description.js';
import { probeEventStore } from './event-store-probe.js';
import { heapFlags } from './heap-flags.js';
import type { Layout } from './layout.js';
import type { Ports } from './ports.js';
import { eventsTopics } from './topics.js';

const START_DEADLINE_MS = 60_000;
const STOP_DEADLINE_MS = 15_000;

const eventStore = (layout: Layout, port: number, production?: ProductionStores['eventStore']): ProcessDescription => ({
  name: 'event-store',
  title: 'event store',
  command: process.execPath,
  args: [
    ...heapFlags('event-store'),
    join(layout.root, 'infra', 'event-store', 'dist', 'main.js'),
    '--port',
    String(port),
    '--data',
    layout.eventStoreDir,
  ],
  environment: production === undefined ? {} : securedBy(production),
  port,
  startDeadlineMs: START_DEADLINE_MS,
  stopDeadlineMs: STOP_DEADLINE_MS,
  cleanExitCodes: [0],
  ready: async () => {
    await probeEventStore(port, production?.certificates.authority);
    await production?.secure();
  },
});

const securedBy = ({ certificates, users }: ProductionStores['eventStore']): Readonly<Record<string, string>> => ({
  EVENTSTORE_CERTIFICATE_FILE: certificates.certificateFile,
  EVENTSTORE_CERTIFICATE_PRIVATE_KEY_FILE: certificates.keyFile,
  EVENTSTORE_AUTHENTICATION_CONFIG: users.usersFile,
  EVENTSTORE_DEFAULT_ADMIN_PASSWORD_FILE: users.adminPasswordFile,
});

/** The three local stores, secured as far as they can be in production mode; what Maven brings is fetched first. @throws {Obstacle} when Java or Maven is missing */
export const storeProcesses = async (
  layout: Layout,
  ports: Ports,
  fetching: Fetching & { readonly javaHome: string | undefined },
  production?: ProductionStores,
): Promise<readonly ProcessDescription[]> => {
  const java = findJava(fetching.javaHome);
  const kafkaFolder = await ensureParts(kafkaParts, fetching);
  const mongoFolder = await ensureParts(mongoParts, fetching);
  return [
    eventStore(layout, ports.eventStore, production?.eventStore),
    kafkaServer({
      java: java.command,
      javaVersion: java.version,
      port: ports.kafka,
      controllerPort: await freePort(),
      dataDir: layout.kafkaDir,
      partsDir: kafkaFolder,
      topics: eventsTopics,
      ...(production && { security: production.kafka }),
    }),
    mongoServer({ java: java.command, port: ports.mongo, dataDir: layout.mongoDir, partsDir: mongoFolder }),
  ];
};

/** What the services are told about the stores. */
export interface StoreUrls {
  readonly eventStoreUrl: string;
  readonly kafkaBrokers: readonly string[];
  /** Without a database. */
  readonly mongodbUrl: string;
}

export const localStoreUrls = (ports: Ports): StoreUrls => ({
  eventStoreUrl: `esdb://127.0.0.1:${String(ports.eventStore)}?tls=false`,
  kafkaBrokers: [`127.0.0.1:${String(ports.kafka)}`],
  mongodbUrl: `mongodb://127.0.0.1:${String(ports.mongo)}/?directConnection=true`,
});
