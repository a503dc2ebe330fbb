import type { Backoff } from '@guildhall/event-sourcing';
import type { FactHandler, FactSource, UnreadableHandler } from '../consuming/fact-source.js';
import { PartitionLane } from '../consuming/partition-lane.js';
import { takeUp } from '../consuming/take-up.js';
import type { GroupMember, InMemoryBroker } from './in-memory-broker.js';

type Subscription = Readonly<{ group: string; handler: FactHandler; unreadable?: UnreadableHandler }>;

/** `FactSource` on an `InMemoryBroker`, with the lanes of the real one: order, retries, rebalances and commits are the same code. */
export class InMemoryConsumer implements FactSource, GroupMember {
  topics: readonly string[] = [];
  private readonly lanes = new Map<string, PartitionLane>();
  private readonly round = new Map<string, number>();
  private subscription: Subscription | null = null;

  constructor(
    private readonly broker: InMemoryBroker,
    private readonly backoff: Backoff = { baseMs: 1, factor: 2, maxMs: 20 },
  ) {}

  async start(group: string, topics: readonly string[], handler: FactHandler, unreadable?: UnreadableHandler): Promise<void> {
    if (this.subscription) throw new Error(`This consumer already serves ${this.subscription.group}`);
    this.subscription = { group, handler, ...(unreadable && { unreadable }) };
    this.topics = topics;
    this.broker.join(group, this);
  }

  async stop(): Promise<void> {
    const group = this.subscription?.group;
    this.subscription = null;
    await Promise.all([...this.lanes.values()].map((lane) => lane.stop()));
    if (group !== undefined) this.broker.leave(group, this);
  }

  look(): void {
    const subscription = this.subscription;
    if (!subscription) return;
    for (const topic of this.topics) {
      for (const partition of this.broker.assigned(subscription.group, this, topic)) this.fetch(subscription, topic, partition);
    }
  }

  reassigned(): void {
    for (const lane of this.lanes.values()) lane.reset();
    this.round.clear();
    this.look();
  }

  private fetch(subscription: Subscription, topic: string, partition: number): void {
    const name = `${topic}|${partition}`;
    const lane = this.lanes.get(name) ?? this.openLane(name, subscription, topic, partition);
    if (lane.paused) return;
    const from = this.round.get(name) ?? this.broker.committed(subscription.group, topic, partition);
    const records = this.broker.read(topic, partition).slice(from);
    this.round.set(name, from + records.length);
    lane.push(records);
  }

  private openLane(name: string, { group, handler, unreadable }: Subscription, topic: string, partition: number): PartitionLane {
    const lane = new PartitionLane({
      backoff: this.backoff,
      highWater: 500,
      handle: (record) => takeUp(record, handler, unreadable),
      done: ({ offset }) => this.broker.commit(group, topic, partition, Number(offset) + 1),
      failed: () => undefined,
      pause: () => undefined,
      resume: () => this.look(),
    });
    this.lanes.set(name, lane);
    return lane;
  }
}
