import {
  END,
  EventStoreDBClient,
  jsonEvent,
  PersistentSubscriptionDoesNotExistError,
  PersistentSubscriptionExistsError,
  persistentSubscriptionToStreamSettingsFromDefaults,
  START,
  StreamDeletedError,
  streamNameFilter,
  StreamNotFoundError,
  WrongExpectedVersionError,
  type ReadRevision,
} from '@eventstore/db-client';
import { allOf, firstOf, translating } from './node-clients.js';
import type { FailureKind, Reader } from './reader.js';

function kindOf(error: unknown): FailureKind {
  if (error instanceof WrongExpectedVersionError) return 'wrong-version';
  if (error instanceof StreamNotFoundError) return 'stream-not-found';
  if (error instanceof StreamDeletedError) return 'stream-deleted';
  if (error instanceof PersistentSubscriptionExistsError) return 'group-exists';
  if (error instanceof PersistentSubscriptionDoesNotExistError) return 'group-missing';
  return 'other';
}

/** `@eventstore/db-client`, the client that Guildhall uses. */
export function dbClient(port: number): Promise<Reader> {
  const client = EventStoreDBClient.connectionString(`esdb://127.0.0.1:${port}?tls=false`);
  const told = translating(kindOf);
  const reader: Reader = {
    append: (stream, events, expectedRevision) =>
      told(async () => {
        const proposed = events.map((event) => jsonEvent(event));
        return (await client.appendToStream(stream, proposed, { expectedRevision })).nextExpectedRevision;
      }),
    read: (stream, { direction = 'forwards', from, limit, links } = {}) =>
      told(async () => {
        const fromRevision: ReadRevision = from ?? (direction === 'forwards' ? START : END);
        const options = {
          direction,
          fromRevision,
          resolveLinkTos: links === 'resolved',
          ...(limit !== undefined && { maxCount: limit }),
        };
        return allOf(client.readStream(stream, options));
      }),
    follow: (stream, count) => told(() => firstOf(client.subscribeToStream(stream, { fromRevision: START }), count)),
    followAll: (prefix, count) => {
      const filter = streamNameFilter({ prefixes: [prefix] });
      return told(() => firstOf(client.subscribeToAll({ fromPosition: START, filter }), count));
    },
    limitTo: (stream, maxCount) => told(async () => void (await client.setStreamMetadata(stream, { maxCount }))),
    maxCountOf: (stream) => told(async () => (await client.getStreamMetadata(stream)).metadata?.maxCount),
    remove: (stream) => told(async () => void (await client.deleteStream(stream))),
    tombstone: (stream) => told(async () => void (await client.tombstoneStream(stream))),
    createGroup: (stream, group) => {
      const settings = persistentSubscriptionToStreamSettingsFromDefaults({ startFrom: START });
      return told(() => client.createPersistentSubscriptionToStream(stream, group, settings));
    },
    deleteGroup: (stream, group) => told(() => client.deletePersistentSubscriptionToStream(stream, group)),
    consume: (stream, group, count) =>
      told(() => {
        const subscription = client.subscribeToPersistentSubscriptionToStream(stream, group);
        return firstOf(subscription, count, (event) => subscription.ack(event));
      }),
    enableProjection: (name) => told(() => client.enableProjection(name)),
    projectionStatus: (name) => told(async () => (await client.getProjectionStatus(name)).status),
    close: () => client.dispose(),
  };
  return Promise.resolve(reader);
}
