import { jest } from '@jest/globals';
import {
  persistentSubscriptionToAllSettingsFromDefaults,
  persistentSubscriptionToStreamSettingsFromDefaults,
  type EventStoreDBClient,
  type PersistentSubscriptionToAllSettings,
  type PersistentSubscriptionToStreamInfo,
  type PersistentSubscriptionToStreamSettings,
} from '@eventstore/db-client';
import { freshName, notes, until } from './fixture.js';

// Every wait has a deadline of its own that says what did not come; a case must not end before them on a loaded machine.
jest.setTimeout(60_000);

/** Settings that begin at the start of the stream and keep a checkpoint of every message, so that a case need not wait for one. */
export const streamSettings = (others: Partial<PersistentSubscriptionToStreamSettings> = {}) =>
  persistentSubscriptionToStreamSettingsFromDefaults({
    startFrom: 'start',
    checkPointAfter: 10,
    checkPointLowerBound: 1,
    ...others,
  });
export const allSettings = (others: Partial<PersistentSubscriptionToAllSettings> = {}) =>
  persistentSubscriptionToAllSettingsFromDefaults({
    startFrom: 'start',
    checkPointAfter: 10,
    checkPointLowerBound: 1,
    ...others,
  });

type Source =
  | ReturnType<EventStoreDBClient['subscribeToPersistentSubscriptionToStream']>
  | ReturnType<EventStoreDBClient['subscribeToPersistentSubscriptionToAll']>;
export type Delivered = Parameters<Source['ack']>[0] & { readonly retryCount: number };

/** What a consumer was given, in order; it answers nothing by itself unless `onEvent` does. */
export function consumer(subscription: Source, onEvent?: (delivered: Delivered) => Promise<void> | undefined) {
  const delivered: Delivered[] = [];
  let error: Record<string, unknown> | undefined;
  let confirmed = false;
  subscription.on('confirmation', () => {
    confirmed = true;
  });
  subscription.on('error', (fault: unknown) => {
    error = fault as Record<string, unknown>;
  });
  subscription.on('data', (event: Delivered) => {
    delivered.push(event);
    void onEvent?.(event);
  });
  return {
    subscription,
    delivered,
    error: () => error,
    confirmed: () => confirmed,
    /** Revisions (of links: the links') in the order of delivery. */
    revisions: () => delivered.map(({ event, link }) => Number((link ?? event)?.revision)),
    ready: () => until('the consumer is confirmed', () => confirmed),
    got: (count: number) => until(`${count} messages came`, () => delivered.length >= count, 20_000),
    failed: () => until('the consumer was ended', () => error !== undefined),
  };
}

/** Waits until an answer that has to be asked for again is the wanted one; fails with the last one after 20 seconds. */
export async function eventually<T>(what: string, ask: () => Promise<T>, wanted: (answer: T) => boolean): Promise<T> {
  const end = Date.now() + 20_000;
  for (;;) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    if (Date.now() > end) throw new Error(`Not within 20 s: ${what}; last answer ${inspect(answer)}.`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const inspect = (value: unknown): string =>
  JSON.stringify(value, (_key, field: unknown) => (typeof field === 'bigint' ? `${field}n` : field));

export type Settings = Partial<PersistentSubscriptionToStreamSettings>;

/** A stream with a group, and how to consume it. */
export async function makeGroup(client: EventStoreDBClient, events: number, others: Settings = {}) {
  const stream = freshName();
  if (events > 0) await client.appendToStream(stream, notes(events));
  await client.createPersistentSubscriptionToStream(stream, 'group', streamSettings(others));
  return {
    stream,
    consume: (bufferSize = 10) => consumer(client.subscribeToPersistentSubscriptionToStream(stream, 'group', { bufferSize })),
    info: () => client.getPersistentSubscriptionToStreamInfo(stream, 'group'),
    parked: () => client.readStream(`$persistentsubscription-${stream}::group-parked`),
    checkpoints: () => client.readStream(`$persistentsubscription-${stream}::group-checkpoint`),
  };
}

type Info = Pick<PersistentSubscriptionToStreamInfo, 'stats'>;
export const inFlight = (count: number) => (info: Info) => info.stats.totalInFlightMessages === count;
export const checkpointed = (revision: bigint) => (info: Info) => info.stats.lastCheckpointedEventRevision === revision;
export const parkedCount = (count: bigint) => (info: Info) => info.stats.parkedMessageCount === count;
