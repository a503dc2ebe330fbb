import type { Projection } from '@guildhall/event-sourcing';
import type { ErrorTable, ProcessInput, ProcessManager, Reaction, ServiceName, StorageContract } from '@guildhall/kernel';
import type { FactMapping } from '@guildhall/messaging';

/** A process of a service: a manager with its own stream, or a reaction without memory. */
export type ProcessDefinition = ProcessManager<ProcessInput, unknown> | Reaction<ProcessInput>;

/**
 * Everything that service-kit must know about a service, as data: it is the whole difference between the six services' start-ups.
 * `storages`: contracts of all own aggregates (those of heard sessions, signing keys and clock are added by the kit, except in identity);
 * `errors`: the service's codes with their kinds; `listens`: services whose topics it consumes.
 */
export interface ServiceDefinition {
  readonly service: ServiceName;
  readonly storages: readonly StorageContract[];
  readonly projections: readonly Projection[];
  readonly processes: readonly ProcessDefinition[];
  readonly facts: readonly FactMapping[];
  readonly errors: ErrorTable;
  readonly listens: readonly ServiceName[];
}

/** Keeps the literal types of a definition's parts out of the services' signatures. */
export const defineService = (definition: ServiceDefinition): ServiceDefinition => definition;

/** Token of the service's definition. */
export const SERVICE_DEFINITION = Symbol('SERVICE_DEFINITION');
