/** A stored event: `type` is PascalCase without version, `data` plain JSON (no bigint, no Date). */
export type DomainEvent<Type extends string = string, Data extends object = object> = Readonly<{
  type: Type;
  data: Readonly<Data>;
}>;

/** An order to change state; may be refused with a `DomainError`. */
export type Command<Type extends string = string, Data extends object = object> = Readonly<{ type: Type; data: Readonly<Data> }>;

/** The data of one event type of a union. */
export type EventData<E extends DomainEvent, Type extends E['type']> = Extract<E, { type: Type }>['data'];

/**
 * An aggregate's logic: pure, synchronous, exhaustive; no clock, ids or I/O: what it needs arrives in the command.
 * `decide` answers the events (none: nothing to change) or throws a `DomainError`.
 */
export interface Decider<C extends Command, E extends DomainEvent, S> {
  initialState(): S;
  decide(command: C, state: S): readonly E[];
  evolve(state: S, event: E): S;
}

/**
 * A personal field of an event: encrypted under the key of (subject, purpose) before it is stored.
 * `subject` names the field of `data` that holds the subject's id, or `$key` for the stream's key.
 */
export type PersonalField = Readonly<{ subject: string; purpose: 'contact' | 'profile' | 'content' | 'kyc' | 'invoices' }>;

/** Lifts the data of one stored version to the next. Pure; applied after decryption on every read path. */
export type Upcaster = (data: Readonly<Record<string, unknown>>) => Record<string, unknown>;

/**
 * How an aggregate's events are stored: stream `<category>-<key>`, the current schema version of each type, upcasters by type
 * from version n (index n - 1) to n + 1, and the personal fields by type and field (top-level names of `data`).
 */
export interface StorageContract<E extends DomainEvent = DomainEvent> {
  readonly category: string;
  readonly schemaVersions: Readonly<Record<E['type'], number>>;
  readonly upcasters?: Readonly<Partial<Record<E['type'], readonly Upcaster[]>>>;
  readonly personal?: Readonly<Partial<Record<E['type'], Readonly<Record<string, PersonalField>>>>>;
}

/** Name of the stream of one aggregate. */
export const streamOf = (storage: Pick<StorageContract, 'category'>, key: string): string => `${storage.category}-${key}`;
