import mongoose from 'mongoose';
import { Advances } from './advances.js';
import { MongoConnection } from './mongo-connection.js';
import type { IndexSpec } from './projection.js';
import type { FindOptions, ReadModel } from './read-model.port.js';
import { ReadModelQueries, type QuerySource } from './read-model-queries.js';
import {
  collectionOf,
  DuplicateKey,
  type DocumentChange,
  type Generation,
  type Move,
  type NextRecordedAt,
  type ReadModelCheckpoint,
  type ReadModelStore,
  type StoredDocument,
} from './read-model-store.js';

type StoredCheckpoint = Omit<ReadModelCheckpoint, 'name'> & { readonly _id: string };
/** The inner shape of a read model's document; `position` is a 64-bit Long. */
type Row = { readonly _id: string; readonly position: bigint; readonly doc: object | null };

export type MongoReadModelOptions = Readonly<{
  nextRecordedAt?: NextRecordedAt;
  signal?: AbortSignal;
  /** Told of each failed attempt to connect; the next one follows with backoff. */
  onFault?: (error: unknown, attempt: number) => void;
}>;

const DUPLICATE_KEY = 11000;
const NAMESPACE_NOT_FOUND = 26;
/** 64-bit integers come back as bigint: positions do not fit a double. */
const LONGS = { useBigInt64: true } as const;

/** The local server says it in words only, without the code 26 of MongoDB. */
const isNotThere = (error: unknown): boolean =>
  error instanceof mongoose.mongo.MongoServerError &&
  (error.code === NAMESPACE_NOT_FOUND || error.message.startsWith('ns not found'));

const checkpointOf = ({ _id, ...rest }: StoredCheckpoint): ReadModelCheckpoint => ({ name: _id, ...rest });
const documentOf = ({ _id, position, doc }: Row): StoredDocument => ({ id: _id, position, doc });

/** The 11000 of `_id` says that a document is there already; of any other index it is a fault of the projection. */
const raiseUnlessThere = (error: unknown): void => {
  if (!(error instanceof mongoose.mongo.MongoBulkWriteError)) throw error;
  const faults = [error.writeErrors].flat();
  for (const { code, errmsg } of faults) {
    if (code !== DUPLICATE_KEY) throw error;
    if (!/index: _id_ /.test(errmsg ?? '')) throw new DuplicateKey(errmsg ?? 'duplicate key');
  }
  if (faults.length === 0) throw error;
};

const operationOf = ({ id, position, doc, over }: DocumentChange): mongoose.mongo.AnyBulkWriteOperation<Row> =>
  over === null
    ? { insertOne: { document: { _id: id, position, doc } } }
    : { replaceOne: { filter: { _id: id, position: over }, replacement: { position, doc } } };

/** Read models in MongoDB, through the driver's bulk API: no sessions, transactions, `findOneAndUpdate` or change streams. */
export class MongoReadModelStore implements ReadModelStore, QuerySource {
  private readonly advances = new Advances();

  private readonly retiring = new Set<MongoConnection>();

  private constructor(
    private connection: MongoConnection,
    private readonly nextRecordedAt: NextRecordedAt | null,
  ) {}

  /**
   * Connects, waiting with backoff while the database is away; later outages are the driver's to mend. Rejects when the signal aborts.
   * `url`: where it may change meanwhile, what it is now.
   */
  static async connect(url: string | (() => string), options: MongoReadModelOptions = {}): Promise<MongoReadModelStore> {
    return new MongoReadModelStore(await MongoConnection.openAtLast(url, options), options.nextRecordedAt ?? null);
  }

  /**
   * Goes on with another connection string: a new password, or certificates that were renewed in their files. What begins from now on
   * takes the new connection, what runs ends on the old one. Rejects with the driver's error where the new one cannot be made: the old
   * one stays, and the caller tries again.
   */
  async renew(url: string): Promise<void> {
    const next = await MongoConnection.open(url);
    const former = this.connection;
    this.connection = next;
    this.retiring.add(former);
    void former.retire().finally(() => this.retiring.delete(former));
  }

  async checkpoints(names: readonly string[]): Promise<readonly ReadModelCheckpoint[]> {
    const found = await this.table()
      .find({ _id: { $in: [...names] } }, LONGS)
      .toArray();
    return found.map(checkpointOf);
  }

  async checkpoint(name: string): Promise<ReadModelCheckpoint | null> {
    const found = await this.table().findOne({ _id: name }, LONGS);
    return found && checkpointOf(found);
  }

  async takeOver({ name, generation, owner, position, claimed }: ReadModelCheckpoint, newOwner: string): Promise<boolean> {
    const known = { _id: name, generation, position, claimed, owner: { $in: [owner, newOwner] } };
    return (await this.table().updateOne(known, { $set: { owner: newOwner } })).matchedCount === 1;
  }

  async begin(checkpoint: ReadModelCheckpoint, indexes: readonly IndexSpec[], previous: number | null): Promise<void> {
    const { name, ...fields } = checkpoint;
    await this.table().replaceOne({ _id: name }, fields, { upsert: true });
    this.advances.tell(name, checkpoint.position);
    if (previous !== null && previous !== checkpoint.generation) await this.drop({ name, generation: previous });
    await this.prepare(checkpoint, indexes);
  }

  async prepare(generation: Generation, indexes: readonly IndexSpec[]): Promise<void> {
    await this.drop(generation);
    const rows = await this.connection.db.createCollection<Row>(collectionOf(generation));
    // The local server uses a unique index only, and only for exactly its fields: without this one each guarded write is a scan there.
    await rows.createIndex({ _id: 1, position: 1 }, { unique: true });
    for (const { key, unique } of indexes) {
      const stored = Object.fromEntries(Object.entries(key).map(([field, direction]) => [`doc.${field}`, direction]));
      // Sparse, so that tombstones, which have no field, do not meet in a unique index.
      await rows.createIndex(stored, unique ? { unique, sparse: true } : {});
    }
  }

  async drop(generation: Generation): Promise<void> {
    try {
      await this.rows(generation).drop();
    } catch (error) {
      if (!isNotThere(error)) throw error;
    }
  }

  async swap(live: ReadModelCheckpoint, beside: ReadModelCheckpoint): Promise<boolean> {
    const places = [
      { checkpoint: live, generation: beside.generation, more: { former: live.generation } },
      { checkpoint: beside, generation: live.generation, more: {} },
    ];
    for (const { checkpoint, generation, more } of places) {
      const { name, owner, position, claimed } = checkpoint;
      const known = { _id: name, owner, position, claimed, generation: { $in: [checkpoint.generation, generation] } };
      const { matchedCount } = await this.table().updateOne(known, { $set: { generation, ...more } });
      if (matchedCount === 0) return false;
    }
    return true;
  }

  async abandon(checkpoint: Generation): Promise<void> {
    await this.forget(checkpoint.name);
    await this.drop(checkpoint);
  }

  async forget(name: string): Promise<void> {
    await this.table().deleteOne({ _id: name });
  }

  claim(moves: readonly Move[]): Promise<readonly string[]> {
    return this.compareAndSet(
      moves,
      ({ checkpoint: { position, claimed }, to }) => ({ position, claimed: { $in: [claimed, to] } }),
      ({ to }) => ({ claimed: to }),
      (stored, { to }) => stored.claimed === to,
    );
  }

  async advance(moves: readonly Move[]): Promise<readonly string[]> {
    const lost = await this.compareAndSet(
      moves,
      ({ checkpoint: { position }, to }) => ({ position: { $in: [position, to] } }),
      ({ to, state, logId }) => ({ position: to, claimed: to, ...(state && { state }), ...(logId && { logId }) }),
      (stored, { to }) => stored.position === to,
    );
    for (const { checkpoint, to } of moves) if (!lost.includes(checkpoint.name)) this.advances.tell(checkpoint.name, to);
    return lost;
  }

  async load(generation: Generation, ids: readonly string[]): Promise<ReadonlyMap<string, StoredDocument>> {
    const found = await this.rows(generation)
      .find({ _id: { $in: [...ids] } }, LONGS)
      .toArray();
    return new Map(found.map((row) => [row._id, documentOf(row)]));
  }

  async write(generation: Generation, changes: readonly DocumentChange[]): Promise<readonly string[]> {
    if (changes.length === 0) return [];
    try {
      const { insertedCount, matchedCount } = await this.rows(generation).bulkWrite(changes.map(operationOf), { ordered: false });
      if (insertedCount + matchedCount === changes.length) return [];
    } catch (error) {
      raiseUnlessThere(error);
    }
    const stored = await this.load(generation, changes.map(({ id }) => id)); // prettier-ignore
    return changes.filter(({ id, position }) => stored.get(id)?.position !== position).map(({ id }) => id);
  }

  async *all(generation: Generation): AsyncIterable<StoredDocument> {
    const rows = this.connection.iterate((db) => db.collection<Row>(collectionOf(generation)).find({}, LONGS));
    for await (const row of rows) yield documentOf(row);
  }

  async find(generation: Generation, filter: object, { sort, skip, limit }: FindOptions): Promise<readonly StoredDocument[]> {
    let cursor = this.rows(generation).find(filter, LONGS);
    if (sort && Object.keys(sort).length > 0) cursor = cursor.sort(sort);
    if (skip) cursor = cursor.skip(skip);
    if (limit) cursor = cursor.limit(limit);
    return (await cursor.toArray()).map(documentOf);
  }

  count(generation: Generation, filter: object): Promise<number> {
    return this.rows(generation).countDocuments(filter);
  }

  known(name: string): bigint | null {
    return this.advances.known(name);
  }

  advanced(name: string, ms: number): Promise<void> {
    return this.advances.next(name, ms);
  }

  readModel<D extends object>(name: string): ReadModel<D> {
    return new ReadModelQueries<D>(name, this, this.nextRecordedAt);
  }

  /** Drops the database: everything in it is rebuilt from the log by the projectors that use it. */
  async dropEverything(): Promise<void> {
    await this.connection.db.dropDatabase();
  }

  async close(): Promise<void> {
    await Promise.all([this.connection, ...this.retiring].map((connection) => connection.close()));
  }

  private async compareAndSet(
    moves: readonly Move[],
    expected: (move: Move) => object,
    fields: (move: Move) => object,
    isThere: (stored: ReadModelCheckpoint, move: Move) => boolean,
  ): Promise<readonly string[]> {
    if (moves.length === 0) return [];
    const operations = moves.map((move) => {
      const { name, generation, owner } = move.checkpoint;
      return { updateOne: { filter: { _id: name, generation, owner, ...expected(move) }, update: { $set: fields(move) } } };
    });
    const { matchedCount } = await this.table().bulkWrite(operations, { ordered: false });
    if (matchedCount === moves.length) return [];
    const stored = new Map((await this.checkpoints(moves.map((move) => move.checkpoint.name))).map((one) => [one.name, one]));
    const stands = (move: Move): boolean => {
      const { name, generation, owner } = move.checkpoint;
      const one = stored.get(name);
      return one !== undefined && one.generation === generation && one.owner === owner && isThere(one, move);
    };
    return moves.filter((move) => !stands(move)).map((move) => move.checkpoint.name);
  }

  private table(): mongoose.mongo.Collection<StoredCheckpoint> {
    return this.connection.db.collection<StoredCheckpoint>('checkpoints');
  }

  /** A generation has a collection of its own: a fenced projector that still writes meets one that nobody reads. */
  private rows(generation: Generation): mongoose.mongo.Collection<Row> {
    return this.connection.db.collection<Row>(collectionOf(generation));
  }
}
