import { newId, type Actor, type Instant } from '@guildhall/kernel';
import { metadataOf } from '../commands/metadata.js';
import type { EventStore } from './event-store.port.js';

/** Where the log says how often it was restored; outside every service's prefix, so that no runner wakes for it. */
export const STORE_EPOCH_STREAM = 'epoch.store';

/** Event type of `epoch.store`; data `StoreEpochBegun`. */
export const STORE_EPOCH_BEGUN = 'StoreEpochBegun';

/** The log before its first restore. */
export const FIRST_EPOCH = 1;

/** `epoch` counts from 2; `restoredUpTo`: last `$all` position that the backup held, a decimal string; `backedUpAt` and the metadata's time UTC. */
export type StoreEpochBegun = Readonly<{ epoch: number; restoredUpTo: string; backedUpAt: Instant; reason: string }>;

/** What a restore says about itself. */
export type Restored = Readonly<{ actor: Actor; reason: string; restoredUpTo: bigint; backedUpAt: Instant; at: Instant }>;

/**
 * Number of the log since its last restore, 1 where it never was restored (architecture.md §4, `ce_storeepoch`). Positions of two epochs
 * do not compare: what was written after the backup had the same ones. Errors: `StoreUnavailable`.
 */
export const storeEpoch = async (store: Pick<EventStore, 'readLast'>): Promise<number> => {
  const last = await store.readLast(STORE_EPOCH_STREAM);
  return last ? (last.data as StoreEpochBegun).epoch : FIRST_EPOCH;
};

/**
 * Begins the next epoch of a log that was just restored, before anything else is appended to it; answers its number. Not to be repeated:
 * each call is another restore. Errors: `WrongExpectedRevision` where somebody else begins one, those of the store.
 */
export const beginStoreEpoch = async (
  store: Pick<EventStore, 'readLast' | 'append'>,
  { actor, reason, restoredUpTo, backedUpAt, at }: Restored,
): Promise<number> => {
  const last = await store.readLast(STORE_EPOCH_STREAM);
  const epoch = (last ? (last.data as StoreEpochBegun).epoch : FIRST_EPOCH) + 1;
  const data: StoreEpochBegun = { epoch, restoredUpTo: restoredUpTo.toString(), backedUpAt, reason };
  const id = newId();
  const context = { commandId: id, actor, correlationId: id, causationId: id, occurredAt: at, region: 'global' };
  await store.append(STORE_EPOCH_STREAM, last?.revision ?? 'no_stream', [
    { id, type: STORE_EPOCH_BEGUN, data, metadata: metadataOf(context, 1) },
  ]);
  return epoch;
};

/** Name of a log by its first event and its epoch: what was derived from the log before a restore belongs to another one. */
export const logIdOf = (firstEventId: string, epoch: number): string =>
  epoch === FIRST_EPOCH ? firstEventId : `${firstEventId}/${epoch}`;
