import { InMemoryEventStore, type StoredEvent } from '@guildhall/event-sourcing';
import type { OutgoingRecord } from '@guildhall/kernel';
import { FactMappings } from '../facts/fact-mapping.js';
import { HEADER } from '../facts/headers.js';
import { recordOf } from '../facts/record-of.js';
import { approvalMapping, contractId, newApproval } from '../facts/stored-event.factory.js';
import { InMemoryBroker } from '../memory/in-memory-broker.js';
import { InMemoryPublisher } from '../memory/in-memory-publisher.js';
import { InMemoryTopicReader } from '../memory/in-memory-topic-reader.js';
import { RelayCheckpoint } from '../relay/relay-checkpoint.js';
import type { AuditCounts } from './audit-findings.js';
import type { AuditSources } from './relay-audit.js';

export const TOPIC = 'guildhall.contracts.events';

/** What is done to the records of a partition before they are written; `at` picks one of them. */
export type Tampering = Readonly<{ what: 'drop' | 'delay' | 'repeat' | 'forge' | 'forge ahead' | 'scribble'; at: number }>;

/** Test data: a log and a topic of its facts that was tampered with, and what a naive comparison of the two finds. */
export class AuditedTopic {
  readonly store = new InMemoryEventStore();
  readonly broker = new InMemoryBroker(3);
  readonly sources: AuditSources = {
    service: 'contracts',
    topic: TOPIC,
    store: this.store,
    mappings: new FactMappings([approvalMapping]),
    partitions: new InMemoryPublisher(this.broker),
    reader: new InMemoryTopicReader(this.broker),
  };
  private readonly events: StoredEvent[] = [];
  private forged = 0;

  /** Appends one fact for each contract that is named, and publishes them, `tampering` done one after the other; answers positions. */
  async tell(contracts: readonly number[], tampering: readonly Tampering[] = [], epoch = 1): Promise<readonly bigint[]> {
    const records: OutgoingRecord[] = [];
    for (const contract of contracts) {
      const event = await this.append(contract);
      records.push(recordOf(event, approvalMapping, epoch) as OutgoingRecord);
    }
    for (const { what, at } of tampering) this.tamper(records, what, records.length === 0 ? 0 : at % records.length);
    this.broker.append(TOPIC, records);
    await this.published(this.events.at(-1)?.position ?? null, epoch);
    return this.events.slice(this.events.length - contracts.length).map(({ position }) => position);
  }

  get head(): bigint | null {
    return this.events.at(-1)?.position ?? null;
  }

  /** Appends a fact that the relay did not tell yet. */
  async append(contract: number): Promise<StoredEvent> {
    const stream = `contracts.contract-${contractId(contract)}`;
    const last = await this.store.readLast(stream);
    await this.store.append(stream, last?.revision ?? 'no_stream', [newApproval(this.events.length, contractId(contract))]);
    const event = (await this.store.readLast(stream)) as StoredEvent;
    this.events.push(event);
    return event;
  }

  /** The relay's checkpoint. */
  async published(position: bigint | null, epoch = 1): Promise<void> {
    const checkpoint = new RelayCheckpoint(this.store, 'contracts', 1n, epoch);
    await checkpoint.claim();
    await checkpoint.save({ position, partitions: new Map() });
  }

  /** What a comparison of the whole log with the whole topic finds. */
  naive(): Pick<AuditCounts, 'holes' | 'orderViolations' | 'strangers' | 'repeats'> {
    const byId = new Map(this.events.map((event) => [event.id, event]));
    const seen = new Set<string>();
    const found = { holes: 0, orderViolations: 0, strangers: 0, repeats: 0 };
    for (const { headers } of this.broker.readAll(TOPIC)) {
      const event = byId.get(headers[HEADER.id] ?? '');
      if (!event || event.position.toString() !== headers[HEADER.sequence]) found.strangers += 1;
      else if (seen.has(event.id)) found.repeats += 1;
      else {
        const later = this.events.filter(({ stream, revision }) => stream === event.stream && revision > event.revision);
        if (later.some(({ id }) => seen.has(id))) found.orderViolations += 1;
        seen.add(event.id);
      }
    }
    found.holes = this.events.filter(({ id }) => !seen.has(id)).length;
    return found;
  }

  private tamper(records: OutgoingRecord[], what: Tampering['what'], at: number): void {
    const record = records[at];
    if (!record) return;
    switch (what) {
      case 'drop':
        records.splice(at, 1);
        return;
      case 'delay':
        records.push(...records.splice(at, 1));
        return;
      case 'repeat':
        records.push(record);
        return;
      case 'forge':
        records.splice(at, 0, this.forge(record, record.headers[HEADER.sequence] ?? ''));
        return;
      case 'forge ahead':
        records.splice(at, 0, this.forge(record, '99999999999999'));
        return;
      case 'scribble':
        records.splice(at, 0, { key: record.key, value: 'no fact', headers: {} });
    }
  }

  private forge(record: OutgoingRecord, sequence: string): OutgoingRecord {
    const headers = { ...record.headers, [HEADER.id]: `forged-${(this.forged += 1)}`, [HEADER.sequence]: sequence };
    return { ...record, headers };
  }
}
