import type { StorageContract } from '@guildhall/kernel';
import type { SubjectKeys } from '../keys/subject-keys.port.js';
import { FACT_NOTED } from '../projections/projection.js';
import type {
  AllMessage,
  AllOptions,
  AppendResult,
  EventStore,
  ExpectedRevision,
  NewEvent,
  StoredEvent,
} from './event-store.port.js';
import { decryptFields, encryptFields, personalFieldsOf } from './personal-fields.js';
import { partsOfStream } from './stream-name.js';
import { upcast } from './upcasting.js';

export type CodedStoreOptions = Readonly<{
  /** The contracts of all aggregates of the service. Streams of other categories (processes, checkpoints, leases) pass unchanged. */
  storages: readonly StorageContract[];
  keys: SubjectKeys;
  /** `'no'`: envelopes stay closed, for the relay, whose facts carry them on; upcasting happens all the same. Default `'yes'`. */
  decrypt?: 'yes' | 'no';
  /** Told of each event that was lifted, with the schema version it was stored in. Must not throw. */
  onUpcast?: (type: string, from: number) => void;
}>;

/**
 * The store of a service over a raw adapter: personal fields are encrypted on append and decrypted on every read (`ERASED` where the
 * subject's key is destroyed); events come back in the current schema version. Upcasters see decrypted data, so `personal` keeps the
 * names that fields had in older versions. Errors: those of the adapter; `StoreUnavailable` of the key store; a plain error for a type
 * that the contract does not name, a missing upcaster or a forged envelope.
 */
export const codedStore = (raw: EventStore, options: CodedStoreOptions): EventStore => new CodedStore(raw, options);

class CodedStore implements EventStore {
  private readonly storages: ReadonlyMap<string, StorageContract>;
  private readonly keys: SubjectKeys;
  private readonly decrypts: boolean;
  private readonly onUpcast: (type: string, from: number) => void;

  constructor(
    private readonly raw: EventStore,
    { storages, keys, decrypt = 'yes', onUpcast = () => undefined }: CodedStoreOptions,
  ) {
    this.storages = new Map(storages.map((storage) => [storage.category, storage]));
    if (this.storages.size !== storages.length) throw new Error('Two storage contracts have one category');
    this.keys = keys;
    this.decrypts = decrypt === 'yes';
    this.onUpcast = onUpcast;
  }

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    const storage = this.storages.get(partsOfStream(stream).category);
    if (!storage) return this.raw.append(stream, expected, events);
    const encoded: NewEvent[] = [];
    for (const event of events) encoded.push(await this.encoded(storage, stream, event));
    return this.raw.append(stream, expected, encoded);
  }

  async *read(stream: string, options?: Readonly<{ from?: bigint; maxCount?: number }>): AsyncIterable<StoredEvent> {
    for await (const event of this.raw.read(stream, options)) yield await this.decoded(event);
  }

  async readLast(stream: string): Promise<StoredEvent | null> {
    const event = await this.raw.readLast(stream);
    return event && (await this.decoded(event));
  }

  async *readAll(options: AllOptions & Readonly<{ maxCount?: number }>): AsyncIterable<StoredEvent> {
    for await (const event of this.raw.readAll(options)) yield await this.decoded(event);
  }

  async *subscribeAll(options: AllOptions, signal: AbortSignal): AsyncIterable<AllMessage> {
    for await (const message of this.raw.subscribeAll(options, signal)) {
      if (message.kind === 'event') yield { kind: 'event', event: await this.decoded(message.event) };
      else yield message;
    }
  }

  head(prefixes: readonly string[]): Promise<bigint | null> {
    return this.raw.head(prefixes);
  }

  setMaxCount(stream: string, maxCount: number): Promise<void> {
    return this.raw.setMaxCount(stream, maxCount);
  }

  logId(): Promise<string | null> {
    return this.raw.logId();
  }

  close(): Promise<void> {
    return this.raw.close();
  }

  private async encoded(storage: StorageContract, stream: string, event: NewEvent): Promise<NewEvent> {
    const { type } = event;
    const version = storage.schemaVersions[type];
    if (type !== FACT_NOTED && version !== event.metadata.schemaVersion) {
      throw new Error(
        `${storage.category} stores ${type} as version ${version ?? '(none)'}, not ${event.metadata.schemaVersion}`,
      );
    }
    const fields = personalFieldsOf(storage, type);
    if (!fields) return event;
    return { ...event, data: await encryptFields(this.keys, { stream, type }, fields, event.data as Record<string, unknown>) };
  }

  /** A promise only where something is decrypted: most events pass without one. */
  private decoded(event: StoredEvent): StoredEvent | Promise<StoredEvent> {
    const storage = this.storages.get(event.category);
    if (!storage) return event;
    const { stream, type } = event;
    const data = event.data as Record<string, unknown>;
    const fields = this.decrypts ? personalFieldsOf(storage, type) : undefined;
    if (!fields) return this.lifted(storage, event, data);
    return decryptFields(this.keys, { stream, type }, fields, data).then((plain) => this.lifted(storage, event, plain));
  }

  private lifted(storage: StorageContract, event: StoredEvent, plain: Readonly<Record<string, unknown>>): StoredEvent {
    const { type, metadata } = event;
    const { data, version } = upcast(storage, type, plain, metadata.schemaVersion);
    if (data === event.data) return event;
    if (version === metadata.schemaVersion) return { ...event, data };
    this.onUpcast(type, metadata.schemaVersion);
    return { ...event, data, metadata: { ...metadata, schemaVersion: version } };
  }
}
