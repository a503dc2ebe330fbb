import { describe, expect, it } from '@jest/globals';
import type { StoredEvent } from '../log/record.js';
import { Group, type PulledEvent } from './group.js';
import { Progress } from './progress.js';
import { rulesOf } from './group.factory.js';
import type { GroupRules } from './settings.js';

const eventAt = (revision: number, id = `e${revision}`): StoredEvent => ({
  id,
  type: 'Noted',
  isJson: true,
  data: new Uint8Array(),
  metadata: new Uint8Array(),
  position: 100 + revision,
  stream: 's',
  revision,
  created: 0,
});
const pulled = (revision: number, id?: string): PulledEvent => {
  const source = eventAt(revision, id);
  return { source, event: { event: source }, position: revision };
};

/** A group that writes down what it orders: `1:e0` is e0 delivered to consumer 1, `1:e0+2` its third delivery. */
function groupWith(others: Partial<GroupRules> = {}) {
  const rules = rulesOf(others);
  const delivered: string[] = [];
  const parked: string[] = [];
  const handled: string[] = [];
  const orders = new Map<string, () => void>();
  const group: Group = new Group(rules, new Progress(rules, -1, undefined, 0), {
    deliver: (consumer, { id }, retries) => delivered.push(`${consumer}:${id}${retries > 0 ? `+${retries}` : ''}`),
    park: (message, reason) => {
      parked.push(`${message.id}: ${reason}`);
      orders.set(message.id, () => group.parked(message, 0));
      orders.set(`not ${message.id}`, () => group.notParked(message, 0));
    },
    replayed: (revision) => handled.push(`replayed ${revision}`),
    handled: (consumer, elapsed) => handled.push(`${consumer} after ${elapsed}`),
  });
  let next = 0;
  const give = (count: number): void => {
    const events = Array.from({ length: count }, () => pulled(next++));
    group.take(events, next - 1, 0, 0);
  };
  return { group, delivered, parked, handled, give, told: (what: string) => orders.get(what)?.() };
}

describe('A group', () => {
  it('gives a consumer as many messages as it has room for, and more as it answers', () => {
    const { group, delivered, give } = groupWith();
    give(4);
    group.join(1, 2, 0);
    expect(delivered).toEqual(['1:e0', '1:e1']);
    group.ack(['e1'], 5);
    expect(delivered).toEqual(['1:e0', '1:e1', '1:e2']);
    expect(group.counts).toEqual({ waiting: 1, retrying: 0, inFlight: 2, parking: 0, consumers: 1 });
    expect(group.roomOf(1)).toEqual({ room: 0, inFlight: 2 });
  });
  it('gives nothing to a consumer that is held up', () => {
    const { group, delivered, give } = groupWith();
    group.join(1, 10, 0);
    group.pause(1);
    give(2);
    expect(delivered).toEqual([]);
    group.resume(1, 0);
    expect(delivered).toEqual(['1:e0', '1:e1']);
  });
  it('lets no more than its limit of consumers in', () => {
    const { group } = groupWith({ maxSubscriberCount: 1 });
    expect([group.join(1, 1, 0), group.join(2, 1, 0)]).toEqual([true, false]);
    group.leave(1, 0);
    expect(group.join(3, 1, 0)).toBe(true);
  });
  it('sends again before new ones, in the order of the source, and counts', () => {
    const { group, delivered, give } = groupWith();
    group.join(1, 3, 0);
    group.pause(1);
    give(5);
    group.resume(1, 0);
    group.pause(1);
    group.nack(['e2'], 'retry', '', 0);
    group.nack(['e0'], 'unknown', '', 0);
    expect(group.counts.retrying).toBe(2);
    group.resume(1, 0);
    expect(delivered).toEqual(['1:e0', '1:e1', '1:e2', '1:e0+1', '1:e2+1']);
  });
  it('parks what failed once more than it may be retried, with the reason', () => {
    const { group, delivered, parked, give } = groupWith({ maxRetryCount: 2 });
    group.join(1, 1, 0);
    give(1);
    for (let failure = 0; failure < 3; failure += 1) group.nack(['e0'], 'retry', 'no', 0);
    expect(delivered).toEqual(['1:e0', '1:e0+1', '1:e0+2']);
    expect(parked).toEqual(['e0: Reached retry count of 2']);
  });
  it('handles a parked message only once the log has it, and delivers it again where the log refused', () => {
    const { group, delivered, told, give } = groupWith();
    group.join(1, 1, 0);
    give(1);
    group.nack(['e0'], 'park', 'broken', 0);
    expect(group.progress.place).toBe(-1);
    told('not e0');
    expect(delivered).toEqual(['1:e0', '1:e0']);
    group.nack(['e0'], 'park', 'broken', 0);
    told('e0');
    expect(group.progress.place).toBe(0);
  });
  it.each(['skip', 'stop'] as const)('takes a message away on %s', (action) => {
    const { group, parked, give } = groupWith();
    group.join(1, 1, 0);
    give(1);
    group.nack(['e0'], action, '', 0);
    expect([group.progress.place, parked, group.counts.inFlight]).toEqual([0, [], 0]);
  });
  it('takes a message back from a consumer that has it too long', () => {
    const { group, delivered, handled, give } = groupWith({ messageTimeoutMs: 100 });
    give(1);
    group.join(1, 1, 40);
    expect(group.expiresAt()).toBe(140);
    group.expire(139);
    expect(delivered).toEqual(['1:e0']);
    group.expire(140);
    expect([delivered, handled]).toEqual([['1:e0', '1:e0+1'], ['1 after 100']]);
  });
  it('waits for ever where there is no time-out', () => {
    const { group, delivered, give } = groupWith({ messageTimeoutMs: 0 });
    give(1);
    group.join(1, 1, 0);
    group.expire(1e12);
    expect([group.expiresAt(), delivered]).toEqual([undefined, ['1:e0']]);
  });
  it('gives what a consumer left behind to another', () => {
    const { group, delivered, give } = groupWith();
    group.join(1, 2, 0);
    give(2);
    group.join(2, 2, 0);
    group.leave(1, 0);
    expect(delivered).toEqual(['1:e0', '1:e1', '2:e0+1', '2:e1+1']);
  });
  it('leaves an answer alone that comes too late or twice', () => {
    const { group, give } = groupWith();
    group.join(1, 1, 0);
    give(2);
    group.ack(['e0'], 0);
    group.ack(['e0', 'unknown'], 0);
    group.nack(['e0'], 'park', '', 0);
    expect(group.counts).toMatchObject({ inFlight: 1, parking: 0 });
  });
  it('keeps the second of two messages with one id until the first is answered', () => {
    const { group, delivered } = groupWith();
    group.join(1, 3, 0);
    group.take([pulled(0, 'same'), pulled(1, 'same'), pulled(2)], 2, 0, 0);
    expect(delivered).toEqual(['1:same', '1:e2']);
    group.ack(['same'], 0);
    expect([delivered.at(-1), group.progress.place]).toEqual(['1:same', 0]);
  });
  it('sends replayed messages before new ones and tells when one needs its place no more', () => {
    const { group, delivered, handled, give } = groupWith();
    give(2);
    const link = eventAt(7, 'link');
    group.replay([{ id: 'link', event: { event: eventAt(0), link }, origin: { kind: 'parked', revision: 7 } }], 0);
    group.join(1, 1, 0);
    group.ack(['link'], 3);
    expect([delivered, handled]).toEqual([
      ['1:link', '1:e0'],
      ['1 after 3', 'replayed 7'],
    ]);
    expect(group.progress.place).toBe(-1);
  });
});

describe('The buffers of a group', () => {
  it('take whole batches up to the history buffer, and up to the live buffer at the end', () => {
    const { group, give } = groupWith({ readBatchSize: 4, historyBufferSize: 10, liveBufferSize: 5 });
    expect(group.wanted()).toBe(4);
    give(4);
    expect(group.wanted()).toBe(4);
    group.reached('end');
    expect([group.wanted(), group.live]).toEqual([0, true]);
    group.reached('more');
    give(4);
    expect(group.wanted()).toBe(0);
  });
  it('take a batch as large as the buffer where the batch is larger', () => {
    const { group, give } = groupWith({ readBatchSize: 20, historyBufferSize: 3 });
    expect(group.wanted()).toBe(3);
    give(3);
    expect(group.wanted()).toBe(0);
  });
});
