import { join } from 'node:path';
import type { Layout } from '../platform/layout.js';
import type { ServicePlace } from '../platform/service-places.js';
import type { ServiceName } from '../platform/services.js';

type Variables = Readonly<Record<string, string>>;

/** The folder of a data folder that holds passwords and certificates of production mode; `e2e/production` reads it. */
export const productionDir = (layout: Layout): string => join(layout.keysDir, 'production');

export const eventStoreUrlFile = (layout: Layout, service: ServiceName): string =>
  join(productionDir(layout), service, 'event-store-url');
export const kafkaPasswordFile = (layout: Layout, service: ServiceName): string =>
  join(productionDir(layout), service, 'kafka-password');
export const kafkaFolder = (layout: Layout): string => join(productionDir(layout), 'kafka');
export const eventStoreFolder = (layout: Layout): string => join(productionDir(layout), 'event-store');

const kafkaVariables = (layout: Layout, service: ServiceName): Variables => ({
  KAFKA_SECURITY: 'sasl-tls',
  KAFKA_SASL_MECHANISM: 'plain',
  KAFKA_USERNAME: service,
  KAFKA_PASSWORD_FILE: kafkaPasswordFile(layout, service),
  KAFKA_CA_FILE: join(kafkaFolder(layout), 'ca.crt'),
});

/**
 * The environment of a service's process in production mode, made from that of development: its role, and the stores by the service's own
 * user, whose secrets are read from files as in the chart. NODE_ENV stays what it is: the payment provider is the sandbox, keys are this
 * machine's, the document database has no users. `SECURE_STORES` demands of the other two what production demands.
 */
export const inProduction = (
  { EVENTSTORE_URL: _, ...common }: Variables,
  { service, role }: Pick<ServicePlace, 'service' | 'role'>,
  layout: Layout,
): Variables => ({
  ...common,
  ...(role !== 'all' && { ROLES: role }),
  SINGLE_PROCESS: 'false',
  SECURE_STORES: 'event-store,kafka',
  EVENTSTORE_URL_FILE: eventStoreUrlFile(layout, service),
  // It opens no connection to the broker.
  ...(role !== 'projector' && kafkaVariables(layout, service)),
});
