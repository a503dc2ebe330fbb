import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { StoredEvent } from '../log/record.js';
import { messageOf, type Message } from './message.js';
import { strategyOf, type Strategy } from './strategies.js';

const event = (stream: string, others: Partial<Record<'type' | 'data' | 'metadata', string>> = {}): StoredEvent => ({
  id: `${stream}`,
  type: others.type ?? 'Noted',
  isJson: true,
  data: Buffer.from(others.data ?? ''),
  metadata: Buffer.from(others.metadata ?? ''),
  position: 1,
  stream,
  revision: 0,
  created: 0,
});
const of = (stored: StoredEvent): Message => messageOf({ event: stored }, { kind: 'source', position: 0, sequence: 0 });
const consumer = (id: number, room = 1_000) => ({ id, room });
const chosen = (strategy: Strategy, message: Message): number | string => {
  const choice = strategy.choose(message);
  return typeof choice === 'string' ? choice : choice.id;
};

describe('Every strategy', () => {
  it.each(['RoundRobin', 'DispatchToSingle', 'Pinned', 'PinnedByCorrelation'] as const)(
    '%s finds nobody where there is no consumer, or none with room, or all have left',
    (name) => {
      const strategy = strategyOf(name);
      const gone = consumer(1);
      expect(chosen(strategy, of(event('s')))).toBe('full');
      strategy.added(gone);
      strategy.removed(gone);
      expect(chosen(strategy, of(event('s')))).toBe('full');
      strategy.added(consumer(2, 0));
      expect(chosen(strategy, of(event('s')))).toBe('full');
    },
  );
});

describe('Pinned strategies', () => {
  it('keep a stream with its consumer while that is busy and others are not', () => {
    const strategy = strategyOf('Pinned');
    const one = { id: 1, room: 1 };
    strategy.added(one);
    const message = of(event('s'));
    expect(chosen(strategy, message)).toBe(1);
    strategy.delivered(message, one);
    one.room = 0;
    strategy.added(consumer(2));
    expect(chosen(strategy, of(event('s')))).toBe('busy');
  });
  it('take a link, followed or not, for an event of the stream that it points into', () => {
    const link = event('links', { type: '$>', data: '3@target' });
    const [followed, bare] = [{ event: event('target'), link }, { event: link }].map((resolved) =>
      messageOf(resolved, { kind: 'source', position: 0, sequence: 0 }),
    );
    for (let tries = 0; tries < 20; tries += 1) {
      const strategy = strategyOf('Pinned');
      for (let id = 1; id <= 5; id += 1) strategy.added(consumer(id));
      // Others first, so that the target's bucket lies with any of the consumers.
      for (let n = 0; n < tries; n += 1) strategy.choose(of(event(`other-${n}`)));
      const choices = [of(event('target')), followed, bare].map((message) => message && chosen(strategy, message));
      expect(new Set(choices).size).toBe(1);
    }
  });
  it('tell correlations apart by $correlationId, and events without one by their stream', () => {
    const strategy = strategyOf('PinnedByCorrelation');
    for (let id = 1; id <= 50; id += 1) strategy.added(consumer(id));
    const with_ = (stream: string, metadata: string): number | string => chosen(strategy, of(event(stream, { metadata })));
    expect(with_('a', '{"$correlationId":"x"}')).toBe(with_('b', '{"$correlationId":"x"}'));
    expect(with_('a', 'no JSON')).toBe(with_('a', '{"$correlationId":7}'));
    expect(with_('a', '')).not.toBe(with_('b', ''));
  });
  it('give each consumer its share, also one that comes later and when one has left', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 0, max: 400 }), (count, offset) => {
        const strategy = strategyOf('Pinned');
        const consumers = Array.from({ length: count }, (_, id) => consumer(id));
        const messages = Array.from({ length: 300 }, (_, n) => of(event(`s-${offset + n}`)));
        const served = () => {
          const load = new Map<number | string, number>();
          for (const message of messages) {
            const id = chosen(strategy, message);
            load.set(id, (load.get(id) ?? 0) + 1);
          }
          return load;
        };
        for (const one of consumers) {
          strategy.added(one);
          served();
        }
        // Shares are counted in buckets; several streams may fall into one.
        for (const load of served().values()) expect(load).toBeGreaterThan(300 / count / 3);
        const [first] = consumers;
        if (!first || count === 1) return;
        strategy.removed(first);
        const left = served();
        expect(left.has(first.id)).toBe(false);
        expect([...left.values()].reduce((sum, load) => sum + load, 0)).toBe(300);
      }),
    );
  });
  it('do not move what is in flight to a newcomer', () => {
    const strategy = strategyOf('Pinned');
    const one = consumer(1);
    strategy.added(one);
    const messages = Array.from({ length: 100 }, (_, n) => of(event(`s-${n}`)));
    for (const message of messages) {
      strategy.choose(message);
      strategy.delivered(message, one);
    }
    strategy.added(consumer(2));
    expect(new Set(messages.map((message) => chosen(strategy, message)))).toEqual(new Set([1]));
    for (const message of messages) strategy.returned(message);
    strategy.added(consumer(3));
    expect(new Set(messages.map((message) => chosen(strategy, message)))).toEqual(new Set([1, 3]));
  });
});
