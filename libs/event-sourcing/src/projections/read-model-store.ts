import type { Instant } from '@guildhall/kernel';
import type { IndexSpec } from './projection.js';
import type { ReadModel } from './read-model.port.js';

export type ReadModelState = 'rebuilding' | 'live';

/** Before the first event: positions of the log begin at 0. */
export const BEFORE_ALL = -1n;

/** The log has no event yet; replaced by its id at the first advance. */
export const EMPTY_LOG = 'empty';

/** Name of the checkpoint of a read model's second generation, which is kept beside the live one. */
export const besideOf = (model: string): string => `${model}:beside`;

/** Where the documents of a generation lie, whichever of the two it is: a switch moves none of them. */
export const collectionOf = ({ name, generation }: Generation): string => `${name.replace(/:beside$/, '')}_${generation}`;

/**
 * The one checkpoint document of a read model (architecture.md §5). `owner` is the projector instance that writes: the newest one that
 * took it over. `position` and `claimed` are `$all` positions; they differ while a batch is being written.
 */
export type ReadModelCheckpoint = Readonly<{
  name: string;
  version: number;
  generation: number;
  logId: string;
  position: bigint;
  claimed: bigint;
  state: ReadModelState;
  owner: string;
  /** The generation that was live before the last switch. */
  former?: number;
}>;

/** A document as stored: `position` is that of the event that last changed it; `doc` null is a tombstone. */
export type StoredDocument = Readonly<{ id: string; position: bigint; doc: object | null }>;

/** A write: `over` is the position of the stored document that it was made from, null where there was none. */
export type DocumentChange = StoredDocument & Readonly<{ over: bigint | null }>;

/** Where the documents of one generation lie. */
export type Generation = Readonly<{ name: string; generation: number }>;

/** A move of one checkpoint: the writer's own last known checkpoint and the position it goes to. */
export type Move = Readonly<{ checkpoint: ReadModelCheckpoint; to: bigint; state?: ReadModelState; logId?: string }>;

/**
 * Where read models lie: disposable (nothing here that the log cannot rebuild). Two implementations under one contract suite: MongoDB
 * and memory. Outages throw the driver's network errors (`failureKind` says `outage`).
 */
export interface ReadModelStore {
  checkpoints(names: readonly string[]): Promise<readonly ReadModelCheckpoint[]>;
  /** Makes `owner` the writer of a read model as it is, if the checkpoint is still the given one; false when it moved meanwhile. */
  takeOver(checkpoint: ReadModelCheckpoint, owner: string): Promise<boolean>;
  /** Writes the checkpoint whatever stood there, drops the documents of the earlier generation, prepares this one. */
  begin(checkpoint: ReadModelCheckpoint, indexes: readonly IndexSpec[], previous: number | null): Promise<void>;
  /** An empty collection for a generation, with its indexes; drops what was there. */
  prepare(generation: Generation, indexes: readonly IndexSpec[]): Promise<void>;
  /** Drops the documents of a generation, checkpoint not included. */
  drop(generation: Generation): Promise<void>;
  /** Sets `claimed` by compare-and-set; answers the names that no longer stood as their writer knew them. A repeat is no change. */
  claim(moves: readonly Move[]): Promise<readonly string[]>;
  /** Sets `position` (and state, log id) by compare-and-set after the documents are written; answers as `claim`. */
  advance(moves: readonly Move[]): Promise<readonly string[]>;
  /**
   * Makes the second generation the live one and the reverse, both at one position; false when either no longer stands as its writer
   * knew it. Queries meet the one or the other. A repeat is no change; cut in between, both name the same generation.
   */
  swap(live: ReadModelCheckpoint, beside: ReadModelCheckpoint): Promise<boolean>;
  /** Removes a checkpoint and the documents of its generation. */
  abandon(checkpoint: Generation): Promise<void>;
  /** Removes a checkpoint alone. */
  forget(name: string): Promise<void>;
  load(generation: Generation, ids: readonly string[]): Promise<ReadonlyMap<string, StoredDocument>>;
  /**
   * Writes each document over the very one that it was made from, so never over a newer one. Answers the ids where another one stands;
   * one that stands there already is no change. Throws `DuplicateKey` on a broken unique index.
   */
  write(generation: Generation, changes: readonly DocumentChange[]): Promise<readonly string[]>;
  /** Every document of a generation, tombstones included, in no order. */
  all(generation: Generation): AsyncIterable<StoredDocument>;
  /** Queries of the live generation. */
  readModel<D extends object>(name: string): ReadModel<D>;
  close(): Promise<void>;
}
export const READ_MODEL_STORE = Symbol('READ_MODEL_STORE');

/** Another document holds the value of a unique index: the projection is wrong. */
export class DuplicateKey extends Error {
  override readonly name = 'DuplicateKey';
}

/** When the store wrote the next event after a position, null when there is none: the lag of an unmet token is counted from it. */
export type NextRecordedAt = (position: bigint) => Promise<Instant | null>;
