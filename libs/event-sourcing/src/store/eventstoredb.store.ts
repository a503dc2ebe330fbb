import { BACKWARDS, END, START, streamNameFilter, type EventStoreDBClient } from '@eventstore/db-client';
import type { AllStreamResolvedEvent, ResolvedEvent, StreamingRead } from '@eventstore/db-client';
import type {
  AllMessage,
  AllOptions,
  AppendResult,
  EventStore,
  ExpectedRevision,
  NewEvent,
  StoredEvent,
} from './event-store.port.js';
import { Appends } from './eventstoredb.appends.js';
import { HeldClient } from './eventstoredb.clients.js';
import { readError } from './eventstoredb.errors.js';
import { isSystemEvent, storedEventOf } from './eventstoredb.events.js';
import { subscription } from './eventstoredb.subscription.js';
import { Inflow } from './inflow.js';
import { StoreUnavailable } from './store.errors.js';
import { logIdOf, storeEpoch } from './store-epoch.js';

export type EventStoreDbOptions = Readonly<{
  /** Wait for the answer to one append, in ms (default 3,000); after it the outcome is unknown. */
  appendDeadlineMs?: number;
  /** Wait for the next event of a finite read, in ms (default 10,000); after it the store counts as unavailable. */
  readStallMs?: number;
}>;

/** Events that the server looks at between two checkpoint messages of a filtered subscription. */
const SEARCH_WINDOW = 1_000;

/** Newest events of all services in which a head is looked for, few first, before it is followed from further back. */
const LOOK_BACKS = [32, 1_000];

const DEFAULTS = { appendDeadlineMs: 3_000, readStallMs: 10_000 };

/**
 * `EventStore` on the EventStoreDB gRPC protocol (server 23.10 or newer). One instance a process: the client keeps one map of waiting
 * appends for all of them, and an error of one rejects the appends of every other. Errors as the port says; append with the same event
 * ids may be repeated at will. With a user in the connection string each stream is given to that user before its first event.
 */
export class EventStoreDbStore implements EventStore {
  private held: HeldClient;
  private readonly appends: Appends;
  private readonly heads = new Map<string, Readonly<{ scanned: bigint; head: bigint | null }>>();
  private readonly readStallMs: number;
  private closed = false;

  /** `url`: an `esdb://` connection string, e.g. `esdb://127.0.0.1:2113?tls=false`. Connects on first use. */
  constructor(url: string, options: EventStoreDbOptions = {}) {
    const { appendDeadlineMs, readStallMs } = { ...DEFAULTS, ...options };
    this.readStallMs = readStallMs;
    this.held = new HeldClient(url);
    this.appends = new Appends(
      () => (this.closed ? null : this.held),
      (stuck) => this.replace(stuck),
      appendDeadlineMs,
    );
  }

  /**
   * Goes on with another connection string: a new password, or certificates that were renewed in their files. New work takes the new
   * client, what runs ends on the old one, and subscriptions begin anew (`StoreUnavailable` ends them). Rejects as reads do where the
   * store does not answer to it: the old client stays, and the caller tries again.
   */
  async renew(url: string): Promise<void> {
    const next = new HeldClient(url);
    try {
      // Answered to known users alone, and by a server that the certificates fit.
      for await (const _ of this.newest(1, next)) break;
    } catch (error) {
      await this.appends.retire(next);
      throw error;
    }
    const former = this.held;
    this.held = next;
    void this.appends.retire(former);
  }

  append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    return this.appends.append(stream, expected, events);
  }

  async *read(stream: string, options: Readonly<{ from?: bigint; maxCount?: number }> = {}): AsyncIterable<StoredEvent> {
    const maxCount = options.maxCount ?? Number.MAX_SAFE_INTEGER;
    if (maxCount <= 0) return;
    const open = (client: EventStoreDBClient) => client.readStream(stream, { fromRevision: options.from ?? START, maxCount });
    yield* this.finite(`Stream ${stream}`, open, (resolved) => resolved.event && storedEventOf(resolved.event));
  }

  async readLast(stream: string): Promise<StoredEvent | null> {
    const open = (client: EventStoreDBClient) =>
      client.readStream(stream, { direction: BACKWARDS, fromRevision: END, maxCount: 1 });
    const convert = (resolved: ResolvedEvent): StoredEvent | undefined => resolved.event && storedEventOf(resolved.event);
    for await (const event of this.finite(`Stream ${stream}`, open, convert)) return event;
    return null;
  }

  /** Read by a filtered subscription up to the point where it has caught up: the client's finite read of `$all` takes no filter. */
  async *readAll(options: AllOptions & Readonly<{ maxCount?: number }>): AsyncIterable<StoredEvent> {
    const maxCount = options.maxCount ?? Number.MAX_SAFE_INTEGER;
    if (maxCount <= 0) return;
    let count = 0;
    for await (const message of this.follow(options, { afterMs: this.readStallMs })) {
      if (message.kind === 'caught-up') return;
      if (message.kind === 'checkpoint') continue;
      yield message.event;
      count += 1;
      if (count >= maxCount) return;
    }
  }

  /**
   * A look back over the newest events finds the head of a service that works; that of one at rest is followed forwards by the server's
   * filter, from where it was looked for the last time. The client's backward read of `$all` takes no filter.
   */
  async head(prefixes: readonly string[]): Promise<bigint | null> {
    const key = JSON.stringify([...prefixes].sort());
    const known = this.heads.get(key);
    let newest: bigint | null = null;
    let found: bigint | null | undefined;
    for (const maxCount of LOOK_BACKS) {
      let count = 0;
      for await (const { position, stream, type } of this.newest(maxCount)) {
        count += 1;
        newest ??= position;
        if (position === known?.scanned) found = known.head;
        else if (!isSystemEvent(stream, type) && prefixes.some((prefix) => stream.startsWith(prefix))) found = position;
        if (found !== undefined) break;
      }
      if (found !== undefined || count < maxCount) break;
    }
    if (newest === null) return null;
    // An end before what was seen already: another log, nothing of the old one counts.
    const start = known && known.scanned <= newest ? known : { scanned: undefined, head: null };
    found ??= await this.lastAfter(prefixes, start.scanned, start.head);
    this.heads.set(key, { scanned: newest, head: found });
    return found;
  }

  async *subscribeAll(options: AllOptions, signal: AbortSignal): AsyncIterable<AllMessage> {
    if (signal.aborted) return;
    yield* this.follow(options, { signal });
  }

  async setMaxCount(stream: string, maxCount: number): Promise<void> {
    const what = `Metadata of ${stream}`;
    try {
      await this.appends.through(what, async ({ client, claims }) => {
        const { metadata } = await client.getStreamMetadata(stream);
        if (metadata?.maxCount === maxCount) return;
        if (!metadata && claims.areMade) return await claims.claim(client, stream, { maxCount });
        await client.setStreamMetadata(stream, { ...metadata, maxCount });
      });
    } catch (error) {
      throw readError(what, error) ?? error;
    }
  }

  async logId(): Promise<string | null> {
    const open = (client: EventStoreDBClient) => client.readAll({ fromPosition: START, maxCount: 1 });
    const convert = (resolved: AllStreamResolvedEvent): string | undefined => (resolved.event ?? resolved.link)?.id;
    for await (const id of this.finite('$all', open, convert)) return logIdOf(id, await storeEpoch(this));
    return null;
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.held.client.dispose();
  }

  private replace(stuck: HeldClient): void {
    if (this.held === stuck && !this.closed) this.held = new HeldClient(stuck.url);
  }

  private async lastAfter(prefixes: readonly string[], after: bigint | undefined, before: bigint | null): Promise<bigint | null> {
    let last = before;
    for await (const { position } of this.readAll({ prefixes, ...(after === undefined ? {} : { after }) })) last = position;
    return last;
  }

  private newest(
    maxCount: number,
    held = this.held,
  ): AsyncIterable<Readonly<{ position: bigint; stream: string; type: string }>> {
    const open = (client: EventStoreDBClient) => client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount });
    const convert = ({ event, link, commitPosition }: AllStreamResolvedEvent) => {
      const record = event ?? link;
      if (!record) return undefined;
      return { position: record.position?.commit ?? commitPosition ?? -1n, stream: record.streamId, type: record.type };
    };
    return this.finite('$all', open, convert, held);
  }

  /** A finite read as an iteration of converted items; a missing stream is empty, leaving early cancels the call. */
  private async *finite<R, T>(
    what: string,
    begin: (client: EventStoreDBClient) => StreamingRead<R>,
    convert: (resolved: R) => T | undefined,
    held = this.held,
  ): AsyncIterable<T> {
    const source = begin(held.client);
    const { release } = held.hold();
    const error = (): Error => new StoreUnavailable(`${what}: nothing came within ${this.readStallMs} ms`);
    const inflow = new Inflow<T>(
      { pause: () => void source.pause(), resume: () => void source.resume() },
      { afterMs: this.readStallMs, error },
    );
    let open = true;
    source.on('error', (failure) => {
      open = false;
      const mapped = readError(what, failure);
      if (mapped) inflow.fail(mapped);
      else inflow.end();
    });
    source.on('end', () => {
      open = false;
      inflow.end();
    });
    source.on('data', (resolved) => {
      try {
        const item = convert(resolved);
        if (item !== undefined) inflow.push(item);
      } catch (failure) {
        inflow.fail(failure);
      }
    });
    try {
      yield* inflow;
    } finally {
      // A call that never came to be has told so by its 'error'; there is nothing to cancel then.
      if (open) await source.cancel().catch(() => undefined);
      release();
    }
  }

  private async *follow(
    { after, prefixes }: AllOptions,
    until: Readonly<{ signal?: AbortSignal; afterMs?: number }>,
  ): AsyncIterable<AllMessage> {
    if (prefixes.length === 0) throw new Error('A subscription to $all needs at least one prefix');
    const { client, leaving } = this.held;
    const { release } = this.held.hold();
    const messages = subscription(
      (checkpointReached) =>
        client.subscribeToAll({
          fromPosition: after === undefined ? START : { commit: after, prepare: after },
          filter: streamNameFilter({
            prefixes: [...prefixes],
            maxSearchWindow: SEARCH_WINDOW,
            checkpointInterval: 1,
            checkpointReached,
          }),
        }),
      // A finite read ends by itself; it must not end early.
      until.signal ? { ...until, leaving } : until,
    );
    try {
      yield* messages;
    } finally {
      release();
    }
  }
}
