import { FIRST_EPOCH, storeEpoch, type EventStore, type StoredEvent } from '@guildhall/event-sourcing';
import type { EventPublisher } from '@guildhall/kernel';
import type { FactMappings } from '../facts/fact-mapping.js';
import { HEADER } from '../facts/headers.js';
import { recordOf } from '../facts/record-of.js';
import { publishedUpTo } from '../relay/relay-checkpoint.js';
import { eventIn } from '../relay/topic-check.js';
import { Tally, type AuditCounts, type Finding } from './audit-findings.js';
import { beginning, goesOn, type AuditPlace } from './audit-place.js';
import { TopicComparison, type FactRecord, type OpenFact, type ToldFact } from './topic-comparison.js';
import type { Bounds, ReadRecord, TopicReader, TopicReading } from './topic-reading.js';

/** Facts of the log that are compared before the next are read. */
const WINDOW = 1_000;

/** What an audit reads. `store`: the log as the relay reads it. */
export type AuditSources = Readonly<{
  service: string;
  topic: string;
  store: EventStore;
  mappings: FactMappings;
  partitions: Pick<EventPublisher, 'partitionOf'>;
  reader: TopicReader;
}>;

/** A stretch ends after so many events of the log or so much wall time, in ms; at most `open` missing facts are kept in mind. */
export type StretchLimits = Readonly<{ events: number; ms: number; open: number }>;

/** `at`: where the next stretch begins; `done`: log and topic were compared as far as the relay has told. */
export type Stretch = Readonly<{ at: AuditPlace; done: boolean; counts: AuditCounts; findings: readonly Finding[] }>;

/**
 * Compares the facts that the log of a service holds, up to its relay's checkpoint, with the records of its topic (patterns.md P7): what
 * is missing, out of order within its key, or no fact of the log. Reads both in stretches, so that neither memory nor a request grows with
 * the log; changes nothing. Errors: `StoreUnavailable`, those of the broker.
 */
export class RelayAudit {
  constructor(private readonly sources: AuditSources) {}

  /** A place to begin from; `from` must be a position that the log or a report told. */
  async begin(from: bigint | null = null): Promise<AuditPlace> {
    const { store, reader, topic } = this.sources;
    return beginning(await storeEpoch(store), await reader.bounds(topic), from);
  }

  /**
   * The next stretch from a place; from the beginning where the place is of another epoch, or the topic lost something behind it. `told`: what
   * a running relay knows to lie in the topic, where that is less than it saved: it publishes a lost part again.
   */
  async stretch(at: AuditPlace, limits: StretchLimits, told: bigint | null = null): Promise<Stretch> {
    const { service, store, reader, topic } = this.sources;
    const epoch = await storeEpoch(store);
    // In this order: whatever the relay had told by then lies below the ends.
    const saved = await publishedUpTo(store, service, epoch);
    const upTo = saved !== null && told !== null && told < saved ? told : saved;
    const bounds = await reader.bounds(topic);
    const from = goesOn(at, epoch, bounds) ? at : beginning(epoch, bounds);
    const reading = reader.open(topic, from.offsets, bounds);
    try {
      return await new Walk(this.sources, from, bounds, reading).to(upTo, limits);
    } finally {
      await reading.close();
    }
  }
}

/** One stretch under way. */
class Walk {
  private readonly tally = new Tally();
  private readonly comparison: TopicComparison;
  private readonly offsets: Map<number, bigint>;
  private readonly partitions: readonly number[];

  constructor(
    private readonly sources: AuditSources,
    private readonly from: AuditPlace,
    private readonly bounds: ReadonlyMap<number, Bounds>,
    private readonly reading: TopicReading,
  ) {
    this.comparison = new TopicComparison(from.open);
    this.partitions = [...bounds.keys()];
    this.offsets = new Map([...bounds].map(([partition, { low }]) => [partition, from.offsets.get(partition) ?? low]));
  }

  async to(upTo: bigint | null, limits: StretchLimits): Promise<Stretch> {
    const reached = await this.alongTheLog(upTo, limits);
    const done = upTo === null || (reached !== null && reached >= upTo);
    if (done) {
      for (const partition of this.partitions) await this.readOut(partition, reached);
      this.missing(this.comparison.giveUp());
    }
    const { epoch, from, lows, judged } = this.from;
    const ends = new Map([...this.bounds].map(([partition, { end }]) => [partition, end]));
    const at: AuditPlace = {
      ...{ epoch, from, after: reached, offsets: this.offsets, open: this.comparison.open },
      judged: done ? ends : judgedOf(this.offsets, judged),
      lows: new Map([...this.bounds].map(([partition, { low }]) => [partition, lows.get(partition) ?? low])),
    };
    return { at, done, counts: this.tally.counts, findings: this.tally.findings };
  }

  /** Reads log and topic window by window; answers the position that was reached: `upTo` unless a limit came first. */
  private async alongTheLog(upTo: bigint | null, { events, ms, open }: StretchLimits): Promise<bigint | null> {
    const { after } = this.from;
    if (upTo === null || (after !== null && after >= upTo)) return after;
    const endsAt = Date.now() + ms;
    let [read, expected, reached] = [0, 0, after];
    const from = after === null ? {} : { after };
    for await (const event of this.sources.store.readAll({ ...from, prefixes: [`${this.sources.service}.`] })) {
      if (event.position > upTo) break;
      reached = event.position;
      read += 1;
      expected += await this.expect(event);
      if (expected < WINDOW && read < events) continue;
      await this.upToWindow(reached, open);
      expected = 0;
      if (reached < upTo && (read >= events || Date.now() >= endsAt)) return reached;
    }
    await this.upToWindow(upTo, open);
    return upTo;
  }

  private async expect(event: StoredEvent): Promise<number> {
    const { mappings, partitions, topic } = this.sources;
    const mapping = mappings.of(event);
    const record = mapping && recordOf(event, mapping, this.from.epoch);
    if (!mapping || !record) return 0;
    const { position, id } = event;
    const fact: ToldFact = { ...{ position, id, key: record.key }, type: mapping.fact.type, partition: await partitions.partitionOf(topic, record.key) }; // prettier-ignore
    this.comparison.expect(fact);
    this.tally.count('facts');
    return 1;
  }

  private async upToWindow(position: bigint, open: number): Promise<void> {
    for (const partition of this.partitions) await this.readUpTo(partition, position);
    this.missing(this.comparison.giveUp(open));
  }

  /** Takes the records of a partition that the log was read for. */
  private async readUpTo(partition: number, position: bigint): Promise<void> {
    for (let record = await this.next(partition); record; record = await this.next(partition)) {
      const named = this.namedBy(record);
      if (named && named.position > position) {
        // Further on in the log, unless it only says so: that must not keep what lies behind it from being read.
        if (!this.comparison.isOpenIn(partition) || (await this.isOfLog(record, named))) return;
        this.stranger(record);
      } else if (named) await this.judge(record, named);
      this.passed(record);
    }
  }

  /** Takes the rest of a partition: what the relay told meanwhile, and what may lie behind it. The next stretch begins there again. */
  private async readOut(partition: number, position: bigint | null): Promise<void> {
    let ahead: bigint | null = null;
    for (let record = await this.next(partition); record; record = await this.next(partition)) {
      const named = this.namedBy(record);
      if (named && (position === null || named.position > position)) {
        if (!(await this.isOfLog(record, named))) this.stranger(record);
        else {
          ahead ??= record.offset;
          if (record.key !== null) this.comparison.overtake(record.key, named.position);
        }
      } else if (named) await this.judge(record, named);
      this.passed(record);
    }
    if (ahead !== null) this.offsets.set(partition, ahead);
  }

  private next(partition: number): Promise<ReadRecord | null> {
    return this.reading.peek(partition);
  }

  private passed({ partition, offset }: ReadRecord): void {
    this.reading.take(partition);
    this.offsets.set(partition, offset + 1n);
    if (!this.wasJudged({ partition, offset })) this.tally.count('records');
  }

  private wasJudged({ partition, offset }: Pick<ReadRecord, 'partition' | 'offset'>): boolean {
    return offset < (this.from.judged.get(partition) ?? 0n);
  }

  /** The fact that a record says it tells; null where it tells none of this epoch, which is counted. */
  private namedBy(record: ReadRecord): FactRecord | null {
    const { headers, key, partition } = record;
    const id = headers[HEADER.id];
    const sequence = headers[HEADER.sequence] ?? '';
    if (id === undefined || !/^\d{1,20}$/.test(sequence)) {
      this.stranger(record);
      return null;
    }
    if ((headers[HEADER.storeEpoch] ?? FIRST_EPOCH.toString()) === this.from.epoch.toString())
      return { position: BigInt(sequence), id, key, partition };
    if (!this.wasJudged(record)) this.tally.count('otherEpochs');
    return null;
  }

  private async judge(record: ReadRecord, named: FactRecord): Promise<void> {
    switch (this.comparison.see(named)) {
      case 'in order':
        return;
      case 'out of order':
        return this.tally.found(findingOf('order', record));
      case 'unawaited': {
        const { from } = this.from;
        if (this.wasJudged(record) || (from !== null && named.position <= from)) return;
        if (await this.isOfLog(record, named)) this.tally.count('repeats');
        else this.stranger(record);
      }
    }
  }

  private async isOfLog({ headers }: ReadRecord, { id, position }: FactRecord): Promise<boolean> {
    const { store, mappings } = this.sources;
    const event = await eventIn(store, mappings.categoriesOf(headers[HEADER.type] ?? ''), headers, position);
    return event?.id === id;
  }

  private stranger(record: ReadRecord): void {
    if (!this.wasJudged(record)) this.tally.found(findingOf('stranger', record));
  }

  private missing(facts: readonly OpenFact[]): void {
    for (const { position, id, type, partition } of facts)
      this.tally.found({ kind: 'hole', partition, offset: null, position: position.toString(), eventId: id, type });
  }
}

const findingOf = (kind: 'order' | 'stranger', { partition, offset, headers }: ReadRecord): Finding => ({
  ...{ kind, partition, offset: offset.toString() },
  position: headers[HEADER.sequence] ?? null,
  eventId: headers[HEADER.id] ?? null,
  type: headers[HEADER.type] ?? null,
});

/** Whichever is further on. */
const judgedOf = (
  offsets: ReadonlyMap<number, bigint>,
  judged: ReadonlyMap<number, bigint>,
): ReadonlyMap<number, bigint> =>
  new Map([...offsets].map(([partition, offset]) => [partition, offset > (judged.get(partition) ?? 0n) ? offset : (judged.get(partition) ?? 0n)])); // prettier-ignore
