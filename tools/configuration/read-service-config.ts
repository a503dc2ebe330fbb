import type { ServiceName } from '@guildhall/kernel';
import { readConfig, type Environment } from '@guildhall/service-kit';
import { gigsConfig } from '../../services/gigs/src/config.js';
import { identityConfig } from '../../services/identity/src/config.js';
import { paymentsConfig } from '../../services/payments/src/config.js';

/** Reads an environment as the service itself does at its start. Throws `ConfigError` with everything that is wrong. */
export const readServiceConfig = (service: ServiceName, env: Environment): unknown => {
  switch (service) {
    case 'identity':
      return identityConfig(env);
    case 'gigs':
      return gigsConfig(env);
    case 'payments':
      return paymentsConfig(env);
    case 'contracts':
    case 'disputes':
    case 'reputation':
      return readConfig(env, service, () => ({}));
  }
};
