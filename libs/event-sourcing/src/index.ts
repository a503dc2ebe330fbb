export * from './commands/command-context.js';
export { CommandHandler, type CommandHandlerOptions, type HandleOptions } from './commands/command-handler.js';
export { metadataOf } from './commands/metadata.js';
export { requestHash } from './commands/request-hash.js';
export { forgetAggregates } from './commands/shared-aggregates.js';
export type { RetryPolicy } from './commands/retry-policy.js';
export * from './commands/written.js';
export { CachedSubjectKeys } from './keys/cached-subject-keys.js';
export { isEnvelope, openEnvelope, openWith, sealEnvelope, sealWith, type EnvelopePlace } from './keys/envelope.js';
export { InMemorySubjectKeys } from './keys/in-memory-subject-keys.js';
export * from './keys/purpose-grants.js';
export { SqliteSubjectKeys } from './keys/sqlite-subject-keys.js';
export * from './keys/subject-keys.port.js';
export { vaultPolicy } from './keys/vault/vault-policy.js';
export { VaultSubjectKeys } from './keys/vault/vault-subject-keys.js';
export type { VaultOptions, VaultPlaces, VaultSignIn } from './keys/vault/vault.options.js';
export { EXPIRES_AFTER_MS, Lease, RENEW_EVERY_MS, type LeaseTime } from './leases/lease.js';
export { LEASE_RELEASED, LEASE_TAKEN, type LeaseEvent } from './leases/lease.events.js';
export { takeLease, type LeaseOptions } from './leases/take-lease.js';
export { toldStanding, toldStruggling } from './leases/told-standing.js';
export { BEHIND_PARKED, EventSourcedParking, type ParkingOptions } from './parking/event-sourced-parking.js';
export { parkedStorage, type ParkedEvent } from './parking/parked.events.js';
export * from './parking/parking.port.js';
export * from './parking/retry-policy.js';
export * from './processes/command-routes.js';
export * from './processes/operations.js';
export { ProcessBoard, type EscalatedProcess, type PendingTimer, type ProcessBoardOptions } from './processes/process-board.js';
export { ProcessRunner, type ProcessRunnerOptions, type Struggling } from './processes/process-runner.js';
export { type AnyManager, type AnyProcess, type AnyReaction } from './processes/process-types.js';
export {
  processStorage,
  processStream,
  refusalIdOf,
  type ActedBy,
  type InputSource,
  type ProcessEvent,
} from './processes/process.events.js';
export { TimerRunner, type TimerRunnerOptions } from './processes/timer-runner.js';
export { InMemoryReadModelStore } from './projections/in-memory-read-model.store.js';
export { MongoReadModelStore, type MongoReadModelOptions } from './projections/mongo-read-model.store.js';
export { ProjectionRunner, type ProjectionRunnerOptions, type Rebuilt } from './projections/projection-runner.js';
export * from './projections/projection.js';
export * from './projections/read-model-store.js';
export * from './projections/read-model.errors.js';
export * from './projections/read-model.port.js';
export { type Difference } from './rebuild/comparison.js';
export * from './rebuild/read-model-desk.js';
export { Erasures, type ErasureStanding, type Forgotten, type WaitingErasure } from './rebuild/erasures.js';
export { type BuiltBeside, type OrderType, type Outcome, type ReadModelEvent } from './rebuild/read-model.events.js';
export { rebuildBeside, type RebuildOptions, type RebuildReport } from './rebuild/rebuild-beside.js';
export { codedStore, type CodedStoreOptions } from './store/coded-store.js';
export * from './store/event-store.port.js';
export { EventStoreDbStore, type EventStoreDbOptions } from './store/eventstoredb.store.js';
export { FirstWriterStore } from './store/first-writer-store.js';
export { InMemoryEventStore, type InMemoryStoreOptions } from './store/in-memory.store.js';
export { ownerOf, secureLog, type SecuredLog } from './store/secure-log.js';
export { SharedTailStore } from './store/shared-tail.store.js';
export * from './store/store-epoch.js';
export * from './store/store.errors.js';
export * from './store/stream-name.js';
export { upcast } from './store/upcasting.js';
export * from './subscriptions/backoff.js';
export * from './subscriptions/checkpoints.js';
export * from './subscriptions/failure.js';
export * from './subscriptions/fenced.js';
export * from './subscriptions/follow.js';
export * from './subscriptions/runner-lag.js';
export { activeTraceparent, inLinkedSpan, spanContextOf } from './subscriptions/spans.js';
