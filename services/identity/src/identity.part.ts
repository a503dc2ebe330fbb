import type { CommandRoutes, Projection } from '@guildhall/event-sourcing';
import type { ServiceName, StorageContract } from '@guildhall/kernel';
import type { FactMapping } from '@guildhall/messaging';
import type { ConsumerGroup, ProcessDefinition } from '@guildhall/service-kit';
import type { Provider, Type } from '@nestjs/common';

/** Routes of the commands that a part's processes send. */
export interface RoutesOfPart {
  readonly routes: CommandRoutes;
}

/**
 * One subject of the service with everything that runs for it; the service's definition and module are the parts together. `routes`: an
 * injectable class, provided by the module, whose routes join the others.
 */
export type IdentityPart = Readonly<{
  storages: readonly StorageContract[];
  projections: readonly Projection[];
  processes: readonly ProcessDefinition[];
  facts: readonly FactMapping[];
  controllers: readonly Type<object>[];
  providers: readonly Provider[];
  routes: Type<RoutesOfPart> | null;
  listens: readonly ServiceName[];
  /** Consumer groups beside the service's own. */
  groups?: readonly ConsumerGroup[];
}>;
