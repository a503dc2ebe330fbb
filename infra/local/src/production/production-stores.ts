import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { KafkaSecurityOptions } from '@guildhall/kafka';
import type { Layout } from '../platform/layout.js';
import type { Ports } from '../platform/ports.js';
import { serviceNames } from '../platform/services.js';
import { makeServerCertificates, type Certificates } from './certificates.js';
import { eventStoreUrl, secureEventStore, writeEventStoreUsers, type EventStoreUsers } from './event-store-access.js';
import { kafkaAccess, readTopicRegistry } from './kafka-access.js';
import { ensurePasswords } from './passwords.js';
import { eventStoreFolder, eventStoreUrlFile, kafkaFolder, kafkaPasswordFile, productionDir } from './production-files.js';

/** What production mode adds to the local stores. */
export interface ProductionStores {
  readonly eventStore: Readonly<{
    certificates: Certificates;
    users: EventStoreUsers;
    /** Once the server answers: writes the access rules. */
    secure: () => Promise<void>;
  }>;
  readonly kafka: KafkaSecurityOptions;
}

const OWNER_ONLY = 0o600;
const OWNER_FOLDER = 0o700;

const writeSecret = async (file: string, text: string): Promise<void> => {
  await mkdir(dirname(file), { recursive: true, mode: OWNER_FOLDER });
  await writeFile(file, text, { mode: OWNER_ONLY });
};

/** Makes certificates, passwords and their files, and the files that each service reads its secrets from. */
export const prepareProduction = async (layout: Layout, ports: Ports): Promise<ProductionStores> => {
  const folder = productionDir(layout);
  await mkdir(folder, { recursive: true, mode: OWNER_FOLDER });
  await chmod(folder, OWNER_FOLDER);
  const now = new Date();
  const eventStoreTls = await makeServerCertificates(eventStoreFolder(layout), now);
  const kafkaTls = await makeServerCertificates(kafkaFolder(layout), now);
  const passwords = await ensurePasswords(folder);
  const users = await writeEventStoreUsers(folder, passwords);
  const urlOf = (user: string, password: string): string =>
    eventStoreUrl(user, password, ports.eventStore, eventStoreTls.authorityFile);
  for (const service of serviceNames) {
    await writeSecret(eventStoreUrlFile(layout, service), urlOf(service, passwords.eventStore[service]));
    await writeSecret(kafkaPasswordFile(layout, service), passwords.kafka[service]);
  }
  const adminUrl = urlOf('admin', passwords.eventStoreAdmin);
  return {
    eventStore: { certificates: eventStoreTls, users, secure: () => secureEventStore(adminUrl) },
    kafka: {
      authority: kafkaTls.authority,
      keyStoreFile: kafkaTls.bundleFile,
      trustStoreFile: kafkaTls.authorityFile,
      broker: { name: 'broker', password: passwords.broker },
      users: serviceNames.map((name) => ({ name, password: passwords.kafka[name] })),
      access: kafkaAccess(await readTopicRegistry(layout.root)),
    },
  };
};
