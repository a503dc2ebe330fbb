import mongoose from 'mongoose';
import { backoffMs, OUTAGE_BACKOFF, pauseFor } from '../subscriptions/backoff.js';
import { Latch } from '../subscriptions/latch.js';

/** No operation outlives this in ms: the driver cuts its socket then. */
const LONGEST_OPERATION_MS = 30_000;

/** One connection of the driver to one database, with what may outlive a single operation on it. */
export class MongoConnection {
  private readonly idle = new Latch();
  private readonly closing = new AbortController();
  private iterations = 0;

  private constructor(
    private readonly connection: mongoose.Connection,
    readonly db: mongoose.mongo.Db,
  ) {}

  /** One try; rejects with the driver's error. */
  static async open(url: string): Promise<MongoConnection> {
    const connection = mongoose.createConnection(url, {
      serverSelectionTimeoutMS: 2_000,
      socketTimeoutMS: LONGEST_OPERATION_MS,
      retryWrites: false,
      ignoreUndefined: true,
      autoIndex: false,
    });
    try {
      await connection.asPromise();
      if (!connection.db) throw new Error('The MongoDB URL names no database');
      return new MongoConnection(connection, connection.db);
    } catch (error) {
      await connection.close(true);
      throw error;
    }
  }

  /** Tries with backoff while the database is away; rejects when the signal aborts. */
  static async openAtLast(
    url: string | (() => string),
    { signal, onFault }: Readonly<{ signal?: AbortSignal; onFault?: (error: unknown, attempt: number) => void }>,
  ): Promise<MongoConnection> {
    for (let attempt = 1; ; attempt += 1) {
      signal?.throwIfAborted();
      try {
        return await MongoConnection.open(typeof url === 'string' ? url : url());
      } catch (error) {
        onFault?.(error, attempt);
        await pauseFor(backoffMs(attempt, OUTAGE_BACKOFF), signal);
      }
    }
  }

  /** What a cursor reads: it lives as long as its reader wants. */
  async *iterate<T>(begin: (db: mongoose.mongo.Db) => AsyncIterable<T>): AsyncIterable<T> {
    this.iterations += 1;
    try {
      yield* begin(this.db);
    } finally {
      this.iterations -= 1;
      if (this.iterations === 0) this.idle.open();
    }
  }

  /** Closes it when all that runs on it has ended: iterations by themselves, operations at their longest time. */
  async retire(): Promise<void> {
    await pauseFor(LONGEST_OPERATION_MS, this.closing.signal);
    while (this.iterations > 0 && !this.closing.signal.aborted) await this.idle.wait();
    await this.connection.close();
  }

  /** At once. */
  async close(): Promise<void> {
    this.closing.abort();
    this.idle.open();
    await this.connection.close();
  }
}
