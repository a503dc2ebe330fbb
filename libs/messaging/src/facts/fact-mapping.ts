import type { DomainEvent, EventData, StorageContract } from '@guildhall/kernel';
import type { DataOf, FactDefinition } from '@guildhall/event-catalogue';
import type { StoredEvent } from '@guildhall/event-sourcing';

/**
 * How one type of stored event is told as a fact: a pure function of exactly that event (data, metadata, stream key), at most one fact an
 * event. `data` answers the fact's fields, null where this event is none. The record key is the field that the catalogue names; `key` is
 * given only where the event holds the same value under another name, and must then agree with it.
 */
export interface FactMapping<
  Type extends string = string,
  Data extends object = object,
  D extends FactDefinition = FactDefinition,
> {
  readonly category: string;
  readonly event: Type;
  readonly fact: D;
  key?(event: StoredEvent<Type, Data>): string;
  data(event: StoredEvent<Type, Data>): DataOf<D> | null;
}

/** Keeps the types of event and fact together: the compiler compares what `data` answers with the catalogue's schema. */
export const defineFact = <Type extends string, Data extends object, D extends FactDefinition>(
  mapping: FactMapping<Type, Data, D>,
): FactMapping => mapping as unknown as FactMapping;

/**
 * `defineFact` for the events of one aggregate, whose types are then known:
 * `const tell = factsFrom<ContractEvent>(contractStorage); tell('MilestoneApproved', milestoneApprovedV1, ({ data, streamKey }) => ({ … }))`.
 */
export const factsFrom =
  <E extends DomainEvent>(storage: Pick<StorageContract<E>, 'category'>) =>
  <Type extends E['type'], D extends FactDefinition>(
    event: Type,
    fact: D,
    data: (event: StoredEvent<Type, EventData<E, Type>>) => DataOf<D> | null,
  ): FactMapping =>
    defineFact<Type, EventData<E, Type>, D>({ category: storage.category, event, fact, data });

/** Mappings by category and event type. Two mappings of one event are refused: they would share id and position. */
export class FactMappings {
  private readonly byEvent = new Map<string, FactMapping>();

  constructor(mappings: readonly FactMapping[]) {
    for (const mapping of mappings) {
      const name = `${mapping.category}/${mapping.event}`;
      if (this.byEvent.has(name)) throw new Error(`${name} is told by two facts; at most one fact an event (architecture.md §4)`);
      this.byEvent.set(name, mapping);
    }
  }

  /** The mapping of a stored event, or undefined where it is private. */
  of({ category, type }: Pick<StoredEvent, 'category' | 'type'>): FactMapping | undefined {
    return this.byEvent.get(`${category}/${type}`);
  }

  /** Categories whose events become facts of this wire type. */
  categoriesOf(factType: string): readonly string[] {
    return [...new Set([...this.byEvent.values()].filter(({ fact }) => fact.type === factType).map(({ category }) => category))];
  }
}
