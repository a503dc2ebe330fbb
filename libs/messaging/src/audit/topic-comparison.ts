/** A fact that the log holds, as the relay tells it. `position`: of its event in `$all`. */
export type ToldFact = Readonly<{ position: bigint; id: string; type: string; key: string; partition: number }>;

/** A fact that was not met in the topic so far; `overtaken`: a later fact of its key was. */
export type OpenFact = ToldFact & Readonly<{ overtaken: boolean }>;

/** A record that names an event: `position` as its header says. */
export type FactRecord = Readonly<{ position: bigint; id: string; key: string | null; partition: number }>;

/** `unawaited`: a repeat of what was met before, or nothing that the log told. */
type Verdict = 'in order' | 'out of order' | 'unawaited';

type Entry = ToldFact & { overtaken: boolean };

/**
 * Two sequences side by side: facts in the order of the log, records in the order of their partition. Holds what was expected and not met
 * yet, nothing else, so its memory is bounded by how far the topic is read behind the log, and by what is missing. Pure: who feeds it
 * decides how far either side is read.
 *
 * A fact counts as out of order where a later fact of its key was met before its own first record, or where it lies in another partition
 * than its key's. All positions are of one store epoch.
 */
export class TopicComparison {
  private readonly entries = new Map<bigint, Entry>();
  private readonly byKey = new Map<string, Set<Entry>>();

  /** `open`: what an earlier comparison left over, in the order of the log. */
  constructor(open: readonly OpenFact[] = []) {
    for (const fact of open) this.put({ ...fact });
  }

  /** The next fact of the log. */
  expect(fact: ToldFact): void {
    this.put({ ...fact, overtaken: false });
  }

  /** The next record of its partition; the log was read as far as its position. */
  see({ position, id, partition }: FactRecord): Verdict {
    const entry = this.entries.get(position);
    if (entry?.id !== id) return 'unawaited';
    this.drop(entry);
    this.overtake(entry.key, position);
    return entry.overtaken || entry.partition !== partition ? 'out of order' : 'in order';
  }

  /** A fact of this key and position was met: what is open of the key before it came late. */
  overtake(key: string, position: bigint): void {
    for (const earlier of this.byKey.get(key) ?? []) if (earlier.position < position) earlier.overtaken = true;
  }

  /** Whether something is open that belongs to a partition. */
  isOpenIn(partition: number): boolean {
    for (const entry of this.entries.values()) if (entry.partition === partition) return true;
    return false;
  }

  get size(): number {
    return this.entries.size;
  }

  /** What was not met, oldest first. */
  get open(): readonly OpenFact[] {
    return [...this.entries.values()];
  }

  /** Gives up the oldest open facts, all but `keep` of them: they are not there. */
  giveUp(keep = 0): readonly OpenFact[] {
    const missing = this.open.slice(0, Math.max(0, this.size - keep)) as readonly Entry[];
    for (const entry of missing) this.drop(entry);
    return missing;
  }

  private put(entry: Entry): void {
    this.entries.set(entry.position, entry);
    const ofKey = this.byKey.get(entry.key);
    if (ofKey) ofKey.add(entry);
    else this.byKey.set(entry.key, new Set([entry]));
  }

  private drop(entry: Entry): void {
    this.entries.delete(entry.position);
    const ofKey = this.byKey.get(entry.key);
    ofKey?.delete(entry);
    if (ofKey?.size === 0) this.byKey.delete(entry.key);
  }
}
