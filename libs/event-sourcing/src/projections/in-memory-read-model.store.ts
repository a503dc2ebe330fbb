import { Advances } from './advances.js';
import { byPaths, matches } from './matching.js';
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

type Row = { readonly _id: string; readonly position: bigint; readonly doc: object | null };
type Rows = { readonly byId: Map<string, Row>; readonly unique: readonly (readonly string[])[] };

/** Documents are plain JSON: what MongoDB would give back. */
const copy = <T extends object | null>(doc: T): T => JSON.parse(JSON.stringify(doc)) as T;
const documentOf = ({ _id, position, doc }: Row): StoredDocument => ({ id: _id, position, doc: copy(doc) });

/** Read models in memory, for pure tests and `createTestService`; same contract suite as MongoDB's. */
export class InMemoryReadModelStore implements ReadModelStore, QuerySource {
  private readonly advances = new Advances();
  private readonly table = new Map<string, ReadModelCheckpoint>();
  private readonly collections = new Map<string, Rows>();

  constructor(private readonly nextRecordedAt: NextRecordedAt | null = null) {}

  /** Forgets everything, as a restarted MongoDB without a disk does. */
  loseEverything(): void {
    this.table.clear();
    this.collections.clear();
  }

  async checkpoints(names: readonly string[]): Promise<readonly ReadModelCheckpoint[]> {
    return names.flatMap((name) => this.table.get(name) ?? []);
  }

  async checkpoint(name: string): Promise<ReadModelCheckpoint | null> {
    return this.table.get(name) ?? null;
  }

  async takeOver(known: ReadModelCheckpoint, owner: string): Promise<boolean> {
    const stored = this.table.get(known.name);
    if (stored?.generation !== known.generation || stored.position !== known.position || stored.claimed !== known.claimed)
      return false;
    if (stored.owner !== known.owner && stored.owner !== owner) return false;
    this.table.set(known.name, { ...stored, owner });
    return true;
  }

  async begin(checkpoint: ReadModelCheckpoint, indexes: readonly IndexSpec[], previous: number | null): Promise<void> {
    this.table.set(checkpoint.name, checkpoint);
    this.advances.tell(checkpoint.name, checkpoint.position);
    if (previous !== null) await this.drop({ name: checkpoint.name, generation: previous });
    await this.prepare(checkpoint, indexes);
  }

  async prepare(generation: Generation, indexes: readonly IndexSpec[]): Promise<void> {
    const unique = indexes.filter((index) => index.unique).map((index) => Object.keys(index.key));
    this.collections.set(collectionOf(generation), { byId: new Map(), unique });
  }

  async drop(generation: Generation): Promise<void> {
    this.collections.delete(collectionOf(generation));
  }

  async swap(live: ReadModelCheckpoint, beside: ReadModelCheckpoint): Promise<boolean> {
    const places = [
      { checkpoint: live, generation: beside.generation, more: { former: live.generation } },
      { checkpoint: beside, generation: live.generation, more: {} },
    ];
    for (const { checkpoint, generation, more } of places) {
      const stored = this.table.get(checkpoint.name);
      const isKnown = stored && stored.owner === checkpoint.owner && stored.position === checkpoint.position;
      if (!isKnown || stored.claimed !== checkpoint.claimed) return false;
      if (stored.generation !== checkpoint.generation && stored.generation !== generation) return false;
      this.table.set(checkpoint.name, { ...stored, generation, ...more });
    }
    return true;
  }

  async abandon(checkpoint: Generation): Promise<void> {
    await this.forget(checkpoint.name);
    await this.drop(checkpoint);
  }

  async forget(name: string): Promise<void> {
    this.table.delete(name);
  }

  async claim(moves: readonly Move[]): Promise<readonly string[]> {
    return this.compareAndSet(moves, (stored, { checkpoint, to }) => {
      if (stored.position !== checkpoint.position || (stored.claimed !== checkpoint.claimed && stored.claimed !== to))
        return null;
      return { ...stored, claimed: to };
    });
  }

  async advance(moves: readonly Move[]): Promise<readonly string[]> {
    const lost = this.compareAndSet(moves, (stored, { checkpoint, to, state, logId }) => {
      if (stored.position !== checkpoint.position && stored.position !== to) return null;
      return { ...stored, position: to, claimed: to, ...(state && { state }), ...(logId && { logId }) };
    });
    for (const { checkpoint, to } of moves) if (!lost.includes(checkpoint.name)) this.advances.tell(checkpoint.name, to);
    return lost;
  }

  async load(generation: Generation, ids: readonly string[]): Promise<ReadonlyMap<string, StoredDocument>> {
    const { byId } = this.rows(generation);
    return new Map(ids.flatMap((id) => { const row = byId.get(id); return row ? [[id, documentOf(row)]] : []; })); // prettier-ignore
  }

  async write(generation: Generation, changes: readonly DocumentChange[]): Promise<readonly string[]> {
    const { byId, unique } = this.rows(generation);
    const refused: string[] = [];
    for (const { id, position, doc, over } of changes) {
      const stored = byId.get(id)?.position ?? null;
      if (stored === position) continue;
      if (stored !== over) {
        refused.push(id);
        continue;
      }
      const isTaken = (fields: readonly string[]): boolean =>
        doc !== null && [...byId.values()].some((row) => row._id !== id && sameFields(row.doc, doc, fields));
      if (unique.some(isTaken)) throw new DuplicateKey(`${generation.name}: document ${id} repeats a unique value`);
      byId.set(id, { _id: id, position, doc: copy(doc) });
    }
    return refused;
  }

  async *all(generation: Generation): AsyncIterable<StoredDocument> {
    yield* [...this.rows(generation).byId.values()].map(documentOf);
  }

  async find(generation: Generation, filter: object, { sort, skip = 0, limit }: FindOptions): Promise<readonly StoredDocument[]> {
    const found = [...this.rows(generation).byId.values()].filter((row) => matches(row, filter)).sort(byPaths(sort ?? {}));
    return found.slice(skip, limit ? skip + limit : undefined).map(documentOf);
  }

  async count(generation: Generation, filter: object): Promise<number> {
    return (await this.find(generation, filter, {})).length;
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

  async close(): Promise<void> {
    // Nothing is held open.
  }

  private compareAndSet(
    moves: readonly Move[],
    next: (stored: ReadModelCheckpoint, move: Move) => ReadModelCheckpoint | null,
  ): readonly string[] {
    const lost = moves.filter((move) => {
      const { name, generation, owner } = move.checkpoint;
      const stored = this.table.get(name);
      const moved = stored?.generation === generation && stored.owner === owner ? next(stored, move) : null;
      if (moved) this.table.set(name, moved);
      return moved === null;
    });
    return lost.map((move) => move.checkpoint.name);
  }

  private rows(generation: Generation): Rows {
    const key = collectionOf(generation);
    const rows = this.collections.get(key) ?? { byId: new Map<string, Row>(), unique: [] };
    this.collections.set(key, rows);
    return rows;
  }
}

const sameFields = (stored: object | null, doc: object, fields: readonly string[]): boolean => {
  if (stored === null) return false;
  const valueOf = (document: object, field: string): unknown => (document as Record<string, unknown>)[field];
  return fields.every((field) => valueOf(doc, field) !== undefined && valueOf(stored, field) === valueOf(doc, field));
};
