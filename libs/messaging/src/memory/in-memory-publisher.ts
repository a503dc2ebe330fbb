import type { EventPublisher, OutgoingRecord } from '@guildhall/kernel';
import { PublishInProgress } from '../kafka/publish-in-progress.js';
import { partitionByKey } from '../kafka/partition-by-key.js';
import type { InMemoryBroker } from './in-memory-broker.js';

/** What goes wrong with the next send: nothing was written, or the records were and the acknowledgement was lost. */
export type PublishFault = 'before write' | 'after write';

/** The broker was not reached, or its acknowledgement was lost. */
export class BrokerUnavailable extends Error {
  override readonly name = 'BrokerUnavailable';
}

/** `EventPublisher` on an `InMemoryBroker`; `fail` plays broken connections. */
export class InMemoryPublisher implements EventPublisher {
  private readonly faults: PublishFault[] = [];
  private sending = false;

  constructor(private readonly broker: InMemoryBroker) {}

  /** The next sends fail in this way, one fault each. */
  fail(...faults: readonly PublishFault[]): void {
    this.faults.push(...faults);
  }

  async publish(topic: string, records: readonly OutgoingRecord[]): Promise<void> {
    if (this.sending) throw new PublishInProgress(`A send to ${topic} began before the last one was acknowledged`);
    this.sending = true;
    try {
      await this.write(topic, records);
    } finally {
      this.sending = false;
    }
  }

  async partitionOf(_topic: string, key: string): Promise<number> {
    return partitionByKey(key, this.broker.partitions);
  }

  async lastRecords(topic: string): Promise<ReadonlyMap<number, Readonly<Record<string, string>>>> {
    const last = new Map<number, Readonly<Record<string, string>>>();
    for (let partition = 0; partition < this.broker.partitions; partition++) {
      const record = this.broker.read(topic, partition).at(-1);
      if (record) last.set(partition, record.headers);
    }
    return last;
  }

  async close(): Promise<void> {
    this.faults.length = 0;
  }

  private async write(topic: string, records: readonly OutgoingRecord[]): Promise<void> {
    // A turn of the event loop, as a network needs: only so can a second send come in between.
    await new Promise((resolve) => setImmediate(resolve));
    const fault = this.faults.shift();
    if (fault === 'before write') throw new BrokerUnavailable('The broker was not reached');
    this.broker.append(topic, records);
    if (fault === 'after write') throw new BrokerUnavailable('The acknowledgement was lost');
  }
}
