import type { Generation, ReadModelStore, StoredDocument } from '../projections/read-model-store.js';
import { inPages } from '../projections/in-pages.js';
import { hashOf, SetHash } from './document-hash.js';

/** A document that is not the same on both sides; null where it is missing. */
export type Difference = Readonly<{ id: string; live: StoredDocument | null; rebuilt: StoredDocument | null }>;

const PAGE = 500;

/** Compares two generations document by document; what the live one changed after the position is put off. */
export class Comparison {
  private documents = 0;
  private tombstones = 0;
  private differing = 0;
  private readonly differences: Difference[] = [];
  private readonly live = new SetHash();
  private readonly rebuilt = new SetHash();
  private movedOn = new Set<string>();

  constructor(
    private readonly readModels: ReadModelStore,
    private readonly liveGeneration: Generation,
    private readonly rebuiltGeneration: Generation,
    private readonly maxDifferences: number,
  ) {}

  /** Documents that could not be compared yet. */
  get unsettled(): number {
    return this.movedOn.size;
  }

  /** Both sides whole, at `position`. */
  async compareAll(position: bigint): Promise<void> {
    const seen = new Set<string>();
    for await (const page of inPages(this.readModels.all(this.liveGeneration), PAGE)) {
      const rebuilt = await this.readModels.load(this.rebuiltGeneration, page.map(({ id }) => id)); // prettier-ignore
      for (const live of page) {
        seen.add(live.id);
        this.judge(live.id, live, rebuilt.get(live.id) ?? null, position);
      }
    }
    for await (const rebuilt of this.readModels.all(this.rebuiltGeneration)) {
      if (!seen.has(rebuilt.id)) this.judge(rebuilt.id, null, rebuilt, position);
    }
  }

  /** Some documents, while neither side moves. */
  async compareIds(ids: readonly string[]): Promise<void> {
    const live = await this.readModels.load(this.liveGeneration, ids);
    const rebuilt = await this.readModels.load(this.rebuiltGeneration, ids);
    for (const id of ids) this.judge(id, live.get(id) ?? null, rebuilt.get(id) ?? null, null);
  }

  /** Only what had moved on, at a later `position`. */
  async compareUnsettled(position: bigint): Promise<void> {
    const ids = [...this.movedOn];
    this.movedOn = new Set();
    const [live, rebuilt] = [
      await this.readModels.load(this.liveGeneration, ids),
      await this.readModels.load(this.rebuiltGeneration, ids),
    ];
    for (const id of ids) this.judge(id, live.get(id) ?? null, rebuilt.get(id) ?? null, position);
  }

  result(): Readonly<{
    documents: number;
    tombstones: number;
    hash: Readonly<{ live: string; rebuilt: string }>;
    differing: number;
    differences: readonly Difference[];
    unsettled: number;
    equal: boolean;
  }> {
    const { documents, tombstones, differing, differences, unsettled } = this;
    const hash = { live: this.live.toString(), rebuilt: this.rebuilt.toString() };
    return { documents, tombstones, hash, differing, differences, unsettled, equal: differing === 0 && unsettled === 0 };
  }

  /** `position` null: both stand still where they are. */
  private judge(id: string, live: StoredDocument | null, rebuilt: StoredDocument | null, position: bigint | null): void {
    if (live && position !== null && live.position > position) {
      this.movedOn.add(id);
      return;
    }
    if (live?.doc) this.documents += 1;
    else if (live) this.tombstones += 1;
    const [liveHash, rebuiltHash] = [live && hashOf(live), rebuilt && hashOf(rebuilt)];
    if (liveHash) this.live.add(liveHash);
    if (rebuiltHash) this.rebuilt.add(rebuiltHash);
    if (liveHash && rebuiltHash && liveHash.equals(rebuiltHash)) return;
    this.differing += 1;
    if (this.differences.length < this.maxDifferences) this.differences.push({ id, live, rebuilt });
  }
}
