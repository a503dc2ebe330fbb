import type { PlatformMode } from '../arguments.js';
import type { Ports } from './ports.js';
import type { ServiceName } from './services.js';

/** The roles of a service, each in a process of its own as the chart does (architecture.md §8). */
export const SPLIT_ROLES = ['api', 'relay', 'projector', 'processor'] as const;
export type SplitRole = (typeof SPLIT_ROLES)[number];

/** One process of a service; `all`: it has every role. */
export interface ServicePlace {
  /** Names the process for the supervisor. */
  readonly name: string;
  readonly service: ServiceName;
  readonly role: SplitRole | 'all';
  readonly port: number;
}

/** Ports of the roles beside `api` lie this far from the service's own. */
const DISTANCE: Readonly<Record<SplitRole, number>> = { api: 0, relay: 100, projector: 200, processor: 300 };

/** Processes of a service: one with all roles, in production mode one a role. */
export const placesOf = (service: ServiceName, ports: Ports, mode: PlatformMode): readonly ServicePlace[] => {
  const own = ports.services[service];
  switch (mode) {
    case 'development':
      return [{ name: service, service, role: 'all', port: own }];
    case 'production':
      return SPLIT_ROLES.map((role) => ({ name: `${service}-${role}`, service, role, port: own + DISTANCE[role] }));
  }
};
