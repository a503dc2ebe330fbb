/**
 * What is wrong. `hole`: the log holds the fact, the topic lacks it. `order`: a later fact of its key lies before it, or it lies in
 * another partition than its key's. `stranger`: a record that no fact of the log stands behind.
 */
export type FindingKind = 'hole' | 'order' | 'stranger';

/** One of them. `offset` is null for a hole; positions and offsets are decimal strings; of a stranger's headers what it has. */
export type Finding = Readonly<{
  kind: FindingKind;
  partition: number;
  offset: string | null;
  position: string | null;
  eventId: string | null;
  type: string | null;
}>;

/**
 * How much was compared and found. `repeats` are no fault: the relay may tell a fact twice; `otherEpochs`: records told before the store
 * was restored, whose positions do not compare.
 */
export type AuditCounts = Readonly<{
  facts: number;
  records: number;
  holes: number;
  orderViolations: number;
  strangers: number;
  repeats: number;
  otherEpochs: number;
}>;

/** Findings are named up to this many in one stretch; the counts are of all. */
const MOST_NAMED = 100;

/** Collects what a stretch finds. */
export class Tally {
  private readonly counted = { facts: 0, records: 0, holes: 0, orderViolations: 0, strangers: 0, repeats: 0, otherEpochs: 0 };
  private readonly named: Finding[] = [];

  count(what: 'facts' | 'records' | 'repeats' | 'otherEpochs', more = 1): void {
    this.counted[what] += more;
  }

  found(finding: Finding): void {
    switch (finding.kind) {
      case 'hole':
        this.counted.holes += 1;
        break;
      case 'order':
        this.counted.orderViolations += 1;
        break;
      case 'stranger':
        this.counted.strangers += 1;
        break;
    }
    if (this.named.length < MOST_NAMED) this.named.push(finding);
  }

  get counts(): AuditCounts {
    return { ...this.counted };
  }

  get findings(): readonly Finding[] {
    return [...this.named];
  }
}
