import { describe, expect, it } from '@jest/globals';
import { InMemoryEventStore } from '../store/in-memory.store.js';
import { Fenced } from './fenced.js';
import { eventually } from './fixtures/eventually.js';
import { FaultyStore } from './fixtures/faulty-store.js';
import { appendTo, sampleEvent } from './fixtures/sample-events.js';
import { follow, type FollowedBatch } from './follow.js';

const counted = (n: number) => sampleEvent('Counted', { n });
const numbersOf = (batches: readonly FollowedBatch[]): unknown[] =>
  batches.flatMap(({ events }) => events.map(({ data }) => (data as { n: number }).n));

describe('A follower of $all', () => {
  it('hands over what is there and what comes, in order, and says when it has caught up', async () => {
    const store = new InMemoryEventStore();
    await appendTo(store, 'spec.counter-a', counted(1), counted(2));
    const batches: FollowedBatch[] = [];
    const follower = follow({ store, prefixes: ['spec.'], handle: async (batch) => void batches.push(batch) });
    await follower.caughtUp;
    expect(numbersOf(batches)).toEqual([1, 2]);
    expect(follower.progress()).toMatchObject({ state: 'live', lagSeconds: 0 });
    await appendTo(store, 'spec.counter-b', counted(3));
    await eventually('the third event', () => numbersOf(batches).length === 3);
    await follower.stop();
    expect(follower.progress().state).toBe('stopped');
  });

  it('sees each event once across broken connections', async () => {
    const store = new FaultyStore(new InMemoryEventStore());
    for (let n = 0; n < 30; n += 1) await appendTo(store, 'spec.counter-a', counted(n));
    store.cutSubscriptionAfter(7);
    const batches: FollowedBatch[] = [];
    const faults: string[] = [];
    const follower = follow({
      store,
      prefixes: ['spec.'],
      handle: async (batch) => void batches.push(batch),
      onFault: ({ where }) => faults.push(where),
    });
    await eventually('all events', () => numbersOf(batches).length === 30);
    await follower.stop();
    expect(numbersOf(batches)).toEqual(Array.from({ length: 30 }, (_, n) => n));
    expect(store.subscriptions).toBe(2);
    expect(faults).toEqual(['subscription']);
  });

  it('repeats a batch that was not handled, and does not pass it', async () => {
    const store = new InMemoryEventStore();
    const position = await appendTo(store, 'spec.counter-a', counted(1));
    let tries = 0;
    const handle = async (): Promise<void> => {
      tries += 1;
      if (tries < 3) throw new Error('planned');
    };
    const follower = follow({ store, prefixes: ['spec.'], handle });
    await eventually('the third try', () => follower.progress().position === position);
    expect(tries).toBe(3);
    await follower.stop();
  });

  it('resumes after the position it is given, exclusive', async () => {
    const store = new InMemoryEventStore();
    const after = await appendTo(store, 'spec.counter-a', counted(1));
    await appendTo(store, 'spec.counter-a', counted(2));
    const batches: FollowedBatch[] = [];
    const follower = follow({ store, prefixes: ['spec.'], after, handle: async (batch) => void batches.push(batch) });
    await follower.caughtUp;
    expect(numbersOf(batches)).toEqual([2]);
    await follower.stop();
  });

  it('stops for good when it is fenced', async () => {
    const store = new InMemoryEventStore();
    await appendTo(store, 'spec.counter-a', counted(1));
    const follower = follow({ store, prefixes: ['spec.'], handle: () => Promise.reject(new Fenced('spec')) });
    await expect(follower.done).rejects.toThrow(Fenced);
    expect(follower.progress().state).toBe('stopped');
  });

  it('takes nothing while it is paused and goes on from there', async () => {
    const store = new InMemoryEventStore();
    const batches: FollowedBatch[] = [];
    const follower = follow({ store, prefixes: ['spec.'], handle: async (batch) => void batches.push(batch) });
    await follower.caughtUp;
    follower.pause();
    await appendTo(store, 'spec.counter-a', counted(1));
    await eventually('an event that waits', () => follower.progress().lagSeconds >= 0 && follower.progress().state === 'paused');
    expect(numbersOf(batches)).toEqual([]);
    follower.resume();
    await eventually('the event', () => numbersOf(batches).length === 1);
    await follower.stop();
  });

  it('counts the lag from when the store wrote the next unhandled event', async () => {
    const store = new InMemoryEventStore({ now: () => new Date(Date.now() - 30_000) });
    await appendTo(store, 'spec.counter-a', counted(1));
    const gate = Promise.withResolvers<void>();
    const follower = follow({ store, prefixes: ['spec.'], handle: () => gate.promise });
    await eventually('a lag', () => follower.progress().lagSeconds > 0);
    expect(Math.abs(follower.progress().lagSeconds - 30)).toBeLessThan(2);
    gate.resolve();
    await eventually('no lag', () => follower.progress().lagSeconds === 0);
    await follower.stop();
  });

  it('restarts a subscription that stays silent while the head moves on', async () => {
    const inner = new InMemoryEventStore();
    const store = new FaultyStore(inner);
    const silent = store.subscribeAll.bind(store);
    let opened = 0;
    store.subscribeAll = async function* (options, signal) {
      opened += 1;
      if (opened > 1) return yield* silent(options, signal);
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    };
    await appendTo(store, 'spec.counter-a', counted(1));
    const batches: FollowedBatch[] = [];
    const follower = follow({ store, prefixes: ['spec.'], stallMs: 10, handle: async (batch) => void batches.push(batch) });
    await eventually('the event of the second subscription', () => numbersOf(batches).length === 1);
    await follower.stop();
  });
});
