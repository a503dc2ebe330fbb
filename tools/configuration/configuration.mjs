import { join } from 'node:path';
import { eventStoreVariables } from './event-store-variables.mjs';
import { environmentVariables, serviceVariables } from './service-variables.mjs';
import { parseSource } from './sources.mjs';

const SERVICES = ['identity', 'gigs', 'contracts', 'payments', 'disputes', 'reputation'];

/** Every variable of the platform by the program that reads it, out of the sources below `root`. */
export const configurationOf = (root) => {
  const source = (...path) => parseSource(join(root, ...path));
  const kit = (file) => source('libs/service-kit/src/config', file);
  const shared = [kit('service-config.ts'), source('libs/messaging/src/kafka/kafka-security.ts')];
  const stores = kit('secure-stores.ts');
  const keyStore = kit('key-store.ts');
  return {
    every: [
      ...serviceVariables(kit('read-config.ts'), shared),
      ...serviceVariables(stores, shared),
      ...serviceVariables(keyStore, shared),
    ],
    services: Object.fromEntries(
      SERVICES.map((service) => [service, serviceVariables(source('services', service, 'src/config.ts'), shared)]),
    ),
    eventStore: eventStoreVariables(source('infra/event-store/src/options/option-table.ts')),
    commandLine: environmentVariables(source('cli/src/config.ts')),
    localPlatform: environmentVariables(source('infra/local/src/config.ts')),
    paymentSandbox: environmentVariables(source('infra/payment-sandbox/src/config.ts')),
  };
};
