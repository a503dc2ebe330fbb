import type { Projection } from '@guildhall/event-sourcing';
import type { ErrorTable, ProcessInput, ProcessManager, Reaction, ServiceName, StorageContract } from '@guildhall/kernel';
import type { FactMapping } from '@guildhall/messaging';

/** A process of a service: a manager with its own stream, or a reaction without memory. */
export type ProcessDefinition = ProcessManager<ProcessInput, unknown> | Reaction<ProcessInput>;

/** A further consumer group of a service, e.g. `guildhall.identity.notifier`: it reads the topics for itself. */
export type ConsumerGroup = Readonly<{ group: string; transport: symbol }>;

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
  /** JSON Schema of each operation's success by use case, null where it has no body: `generated/answers.json` (`npm run answers`). */
  readonly answers: Readonly<Record<string, object | null>>;
  readonly listens: readonly ServiceName[];
  /** Consumer groups beside `guildhall.<service>`, each with the transport that its `@OnFact`s name. */
  readonly groups?: readonly ConsumerGroup[];
}

/** Keeps the literal types of a definition's parts out of the services' signatures. */
export const defineService = (definition: ServiceDefinition): ServiceDefinition => definition;

/** Token of the service's definition. */
export const SERVICE_DEFINITION = Symbol('SERVICE_DEFINITION');
