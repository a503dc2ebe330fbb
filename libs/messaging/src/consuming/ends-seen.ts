/** One partition at a look: `end`, the next offset that will be written; `next`, the first that the group has not committed. */
type PartitionStand = Readonly<{ topic: string; partition: number; end: bigint; next: bigint }>;

type Mark = Readonly<{ at: number; ends: ReadonlyMap<number, bigint> }>;

/** Marks that are kept of a topic that its group does not get through: the oldest of them is the one that is reached first. */
const MOST_MARKS = 64;

/**
 * Up to when a group has taken what lay in a topic: at each look the ends of the partitions are marked, and a mark is reached once all that
 * lay before it is committed. Needs no record of its own in the topic, and under load a group that keeps up reaches the marks of before.
 */
export class EndsSeen {
  private readonly marks = new Map<string, Mark[]>();
  private readonly reached = new Map<string, number>();

  /** What a look at the broker found, at wall time `at` in ms. A partition that is not looked at any more is another member's. */
  look(at: number, stands: readonly PartitionStand[]): void {
    for (const topic of new Set(stands.map((stand) => stand.topic))) {
      const own = stands.filter((stand) => stand.topic === topic);
      const marks = [...(this.marks.get(topic) ?? []), { at, ends: new Map(own.map(({ partition, end }) => [partition, end])) }];
      const next = new Map(own.map((stand) => [stand.partition, stand.next]));
      const isReached = ({ ends }: Mark): boolean =>
        [...ends].every(([partition, end]) => !next.has(partition) || (next.get(partition) ?? 0n) >= end);
      const last = marks.findLastIndex(isReached);
      if (last >= 0) this.reached.set(topic, marks[last]?.at ?? at);
      this.marks.set(topic, marks.slice(last + 1).slice(0, MOST_MARKS));
    }
  }

  /** Wall time in ms of the newest mark that was reached, by topic. */
  get seenAt(): ReadonlyMap<string, number> {
    return this.reached;
  }
}
