import type { OutgoingRecord } from '@guildhall/kernel';
import { partitionByKey } from '../kafka/partition-by-key.js';
import type { IncomingRecord } from '../consuming/fact-source.js';

/** A member of a group; told when it is to look for records, and when its partitions changed. */
export interface GroupMember {
  readonly topics: readonly string[];
  look(): void;
  reassigned(): void;
}

type Group = { readonly members: GroupMember[]; readonly committed: Map<string, number> };

const placeOf = (topic: string, partition: number): string => `${topic}|${partition}`;

/**
 * A broker in memory for pure tests: topics of 12 partitions that keep everything, groups with committed offsets and rebalances. It also
 * plays what a real one suffers: a lost topic, a torn tail, records that are no facts.
 */
export class InMemoryBroker {
  private readonly topics = new Map<string, IncomingRecord[][]>();
  private readonly groups = new Map<string, Group>();
  /** First offset of a partition whose beginning was deleted. */
  private readonly lows = new Map<string, number>();

  constructor(readonly partitions = 12) {}

  /** Appends records by key; a record without key goes to partition 0. */
  append(
    topic: string,
    records: readonly (Omit<OutgoingRecord, 'key' | 'value'> & { key: string | null; value: string | null })[],
  ): void {
    for (const { key, value, headers } of records) {
      const partition = key === null ? 0 : partitionByKey(key, this.partitions);
      const log = this.log(topic, partition);
      log.push({ topic, partition, offset: String(this.endOf(topic, partition)), key, value, headers });
    }
    this.wake((member) => member.look());
  }

  /** The records of one partition, oldest first. */
  read(topic: string, partition: number): readonly IncomingRecord[] {
    return this.log(topic, partition);
  }

  /** All records of a topic, partition by partition. */
  readAll(topic: string): readonly IncomingRecord[] {
    return Array.from({ length: this.partitions }, (_, partition) => this.log(topic, partition)).flat();
  }

  /** Offset that the next record of a partition gets. */
  endOf(topic: string, partition: number): number {
    const log = this.log(topic, partition);
    const last = log.at(-1);
    return Math.max(last ? Number(last.offset) + 1 : 0, this.lows.get(placeOf(topic, partition)) ?? 0);
  }

  /** Deletes the records of a partition before an offset, as `kafka-delete-records` does. */
  deleteRecords(topic: string, partition: number, before: number): void {
    const log = this.log(topic, partition);
    log.splice(0, log.filter(({ offset }) => Number(offset) < before).length);
    this.lows.set(placeOf(topic, partition), before);
  }

  /** The topic is gone with the offsets of its groups, as when Kafka deletes it; it is made anew, empty. */
  loseTopic(topic: string): void {
    this.topics.delete(topic);
    for (const { committed } of this.groups.values()) {
      for (let partition = 0; partition < this.partitions; partition++) committed.delete(placeOf(topic, partition));
    }
    for (let partition = 0; partition < this.partitions; partition++) this.lows.delete(placeOf(topic, partition));
    this.wake((member) => member.reassigned());
  }

  /** A partition keeps its first `keep` records only, as after a power loss. */
  tearTail(topic: string, partition: number, keep: number): void {
    this.log(topic, partition).splice(keep);
    this.wake((member) => member.reassigned());
  }

  join(group: string, member: GroupMember): void {
    this.group(group).members.push(member);
    this.rebalance(group);
  }

  leave(group: string, member: GroupMember): void {
    const { members } = this.group(group);
    const index = members.indexOf(member);
    if (index < 0) return;
    members.splice(index, 1);
    this.rebalance(group);
  }

  /** Partitions of a topic that this member of the group is given: dealt round among those who listen to it. */
  assigned(group: string, member: GroupMember, topic: string): readonly number[] {
    const listeners = this.group(group).members.filter(({ topics }) => topics.includes(topic));
    const index = listeners.indexOf(member);
    if (index < 0) return [];
    return Array.from({ length: this.partitions }, (_, partition) => partition).filter((p) => p % listeners.length === index);
  }

  /** Next offset of a group, 0 for a new one; out of range means from the beginning (`fromBeginning: true`). */
  committed(group: string, topic: string, partition: number): number {
    const offset = this.group(group).committed.get(placeOf(topic, partition)) ?? 0;
    return offset > this.log(topic, partition).length ? 0 : offset;
  }

  commit(group: string, topic: string, partition: number, next: number): void {
    this.group(group).committed.set(placeOf(topic, partition), next);
  }

  /** How many members a group has now. */
  membersOf(group: string): number {
    return this.group(group).members.length;
  }

  private rebalance(group: string): void {
    for (const member of this.group(group).members) member.reassigned();
  }

  private wake(tell: (member: GroupMember) => void): void {
    for (const { members } of this.groups.values()) members.forEach(tell);
  }

  private group(name: string): Group {
    const known = this.groups.get(name);
    if (known) return known;
    const group: Group = { members: [], committed: new Map() };
    this.groups.set(name, group);
    return group;
  }

  private log(topic: string, partition: number): IncomingRecord[] {
    let partitions = this.topics.get(topic);
    if (!partitions) {
      partitions = Array.from({ length: this.partitions }, () => []);
      this.topics.set(topic, partitions);
    }
    const log = partitions[partition];
    if (!log) throw new RangeError(`Topic ${topic} has no partition ${partition}`);
    return log;
  }
}
