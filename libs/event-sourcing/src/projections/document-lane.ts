import { BEHIND_PARKED } from '../parking/event-sourced-parking.js';
import type { StoredEvent } from '../store/event-store.port.js';
import { failureReason } from '../subscriptions/failure.js';
import { DocumentCache } from './document-cache.js';
import { projectedOf } from './projected.js';
import { FACT_NOTED, type Projection } from './projection.js';
import {
  BEFORE_ALL,
  DuplicateKey,
  type DocumentChange,
  type Generation,
  type ReadModelStore,
  type StoredDocument,
} from './read-model-store.js';

/** An event that a projection could not take, or that queues behind one of its stream. */
export type Poison = Readonly<{ event: StoredEvent; reason: Readonly<{ code: string; message: string }> }>;

const BEHIND = { code: BEHIND_PARKED, message: 'An earlier event of this stream waits' } as const;

type Change = Readonly<{ event: StoredEvent; document: DocumentChange }>;

/** A document was written by someone else since it was loaded; seen only while a projector is being taken over. */
class DocumentsMoved extends Error {
  override readonly name = 'DocumentsMoved';
}

/**
 * One projection writing one generation: loads, reduces in memory, writes. Everything converges under repeats: an event is reduced only
 * into documents that are older than it.
 */
export class DocumentLane {
  private readonly categories: ReadonlySet<string>;
  private readonly cache: DocumentCache;

  /** `content`: `empty` where the generation has just begun, so that no document needs to be looked for. */
  constructor(
    readonly projection: Projection,
    private readonly readModels: ReadModelStore,
    readonly generation: Generation,
    content: 'empty' | 'unknown',
  ) {
    this.categories = new Set(projection.from);
    this.cache = new DocumentCache(content);
  }

  /** The events of a batch that this projection sees and has not seen at `position`. */
  relevant(events: readonly StoredEvent[], position: bigint): readonly StoredEvent[] {
    return events.filter(
      (event) => event.position > position && this.categories.has(event.category) && event.type !== FACT_NOTED,
    );
  }

  /** Writes what the events change; answers those that could not be applied, to be parked by stream. `isParked` judges a stream. */
  async apply(events: readonly StoredEvent[], isParked: (stream: string) => boolean): Promise<readonly Poison[]> {
    try {
      const poison = await this.applyTo(events, isParked);
      this.cache.trim();
      return poison;
    } catch (error) {
      // The write may have been done in part: the next try reads the documents again.
      this.cache.forget();
      throw error;
    }
  }

  /** Called once when the lane is live: keeps fewer documents in memory. */
  settle(): void {
    this.cache.settle();
  }

  /** True when a document of this event has moved on without it: only a rebuild can bring it in. */
  async isOvertaken(event: StoredEvent): Promise<boolean> {
    const documents = await this.readModels.load(this.generation, this.idsOf(event));
    return [...documents.values()].some((document) => document.position > event.position);
  }

  private async applyTo(events: readonly StoredEvent[], isParked: (stream: string) => boolean): Promise<readonly Poison[]> {
    const poison: Poison[] = [];
    const stuck = new Set<string>();
    const waits = (stream: string): boolean => stuck.has(stream) || isParked(stream);
    const park = (event: StoredEvent, reason: Poison['reason']): void => {
      stuck.add(event.stream);
      poison.push({ event, reason });
    };
    const plan: { event: StoredEvent; ids: readonly string[] }[] = [];
    for (const event of events) {
      if (waits(event.stream)) park(event, BEHIND);
      else this.attempt(() => plan.push({ event, ids: this.idsOf(event) }), (reason) => park(event, reason)); // prettier-ignore
    }
    await this.loadMissing(plan.flatMap(({ ids }) => ids));
    const changes = new Map<string, Change>();
    for (const { event, ids } of plan) {
      if (stuck.has(event.stream)) park(event, BEHIND);
      else this.attempt(() => this.reduceInto(changes, event, ids), (reason) => park(event, reason)); // prettier-ignore
    }
    for (const refused of await this.write([...changes.values()])) park(refused.event, refused.reason);
    return poison;
  }

  private attempt(step: () => unknown, onFailure: (reason: Poison['reason']) => void): void {
    try {
      step();
    } catch (error) {
      onFailure(failureReason(error));
    }
  }

  /** Event types that a projection has no case for fall through its code as undefined: they touch nothing. */
  private idsOf(event: StoredEvent): readonly string[] {
    const ids: readonly (string | undefined)[] | undefined = this.projection.ids(projectedOf(event));
    return [...new Set((ids ?? []).filter((id): id is string => typeof id === 'string' && id !== ''))];
  }

  private async loadMissing(ids: readonly string[]): Promise<void> {
    const missing = this.cache.missing(ids);
    if (missing.length === 0) return;
    this.cache.put((await this.readModels.load(this.generation, missing)).values());
    this.cache.putAbsent(missing);
  }

  /** All documents of one event change, or none. */
  private reduceInto(changes: Map<string, Change>, event: StoredEvent, ids: readonly string[]): void {
    const projected = projectedOf(event);
    const changed: Change[] = [];
    for (const id of ids) {
      const pending = changes.get(id)?.document;
      const current = pending ?? this.cache.get(id);
      if ((current?.position ?? BEFORE_ALL) >= event.position) continue;
      const before = current?.doc ?? null;
      const after: object | null | undefined = this.projection.reduce(before, projected, id);
      if (after === undefined || after === before) continue;
      const over = pending ? pending.over : positionOf(current);
      changed.push({ event, document: { id, position: event.position, doc: after, over } });
    }
    for (const change of changed) changes.set(change.document.id, change);
  }

  private async write(changes: readonly Change[]): Promise<readonly Poison[]> {
    if (changes.length === 0) return [];
    const documents = changes.map(({ document }) => document);
    try {
      const moved = await this.readModels.write(this.generation, documents);
      if (moved.length > 0) throw new DocumentsMoved(`${this.generation.name}: ${moved.length} documents, such as ${moved[0]}`);
      this.cache.put(documents);
      return [];
    } catch (error) {
      if (!(error instanceof DuplicateKey)) throw error;
      return this.writeOneByOne(changes);
    }
  }

  /** Finds the documents that break a unique index; all others are written. */
  private async writeOneByOne(changes: readonly Change[]): Promise<readonly Poison[]> {
    this.cache.forget();
    const refused: Poison[] = [];
    for (const { event, document } of changes) {
      try {
        await this.readModels.write(this.generation, [document]);
      } catch (error) {
        if (!(error instanceof DuplicateKey)) throw error;
        refused.push({ event, reason: failureReason(error) });
      }
    }
    return refused;
  }
}

/** What stands in the store; a document that was looked for and is not there has the position before all. */
const positionOf = (document: StoredDocument | undefined): bigint | null =>
  document === undefined || document.position === BEFORE_ALL ? null : document.position;
