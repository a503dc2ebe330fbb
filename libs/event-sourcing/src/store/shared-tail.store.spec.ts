import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newId } from '@guildhall/kernel';
import type { AllMessage, AllOptions, EventMetadata, NewEvent } from './event-store.port.js';
import { InMemoryEventStore } from './in-memory.store.js';
import { SharedTailStore } from './shared-tail.store.js';
import { StoreUnavailable } from './store.errors.js';

const metadata: EventMetadata = {
  $correlationId: 'correlation',
  $causationId: 'causation',
  commandId: 'command',
  actor: { kind: 'system', id: 'process:spec' },
  occurredAt: '2026-03-01T00:00:00.000Z',
  schemaVersion: 1,
  policyRefs: {},
  region: 'eu',
};
const event = (n: number): NewEvent => ({ id: newId(), type: 'NumberNoted', data: { n }, metadata });

/** Counts the subscriptions that are open, and can break them. */
class WatchedStore extends InMemoryEventStore {
  readonly open = new Set<AbortController>();

  override async *subscribeAll(options: AllOptions, signal: AbortSignal): AsyncIterable<AllMessage> {
    const broken = new AbortController();
    this.open.add(broken);
    try {
      yield* super.subscribeAll(options, AbortSignal.any([signal, broken.signal]));
      if (broken.signal.aborted && !signal.aborted) throw new StoreUnavailable('broken');
    } finally {
      this.open.delete(broken);
    }
  }

  break(): void {
    for (const subscription of this.open) subscription.abort();
  }
}

/** One follower: the numbers it was told, in order; goes on behind them after a failure. */
class Reader {
  readonly numbers: number[] = [];
  failures = 0;
  readonly done: Promise<void>;
  private readonly stopping = new AbortController();
  private waiting: { count: number; reached: () => void }[] = [];

  constructor(
    private readonly store: SharedTailStore,
    private readonly options: AllOptions,
  ) {
    this.done = this.run();
  }

  async has(count: number): Promise<void> {
    if (this.numbers.length < count) await new Promise<void>((reached) => this.waiting.push({ count, reached }));
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.done;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    let options = this.options;
    while (!signal.aborted) {
      try {
        for await (const message of this.store.subscribeAll(options, signal)) {
          if (message.kind !== 'event') continue;
          this.numbers.push((message.event.data as { n: number }).n);
          options = { ...options, after: message.event.position };
          for (const { count, reached } of this.waiting) if (this.numbers.length >= count) reached();
        }
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) throw error;
        this.failures += 1;
      }
    }
  }
}

describe('SharedTailStore', () => {
  let raw: WatchedStore;
  let store: SharedTailStore;
  let readers: Reader[];
  const reader = (options: AllOptions): Reader => {
    const made = new Reader(store, options);
    readers.push(made);
    return made;
  };
  let next = 0;
  const write = async (stream: string): Promise<number> => {
    const n = next++;
    await raw.append(`${stream}-${newId()}`, 'no_stream', [event(n)]);
    return n;
  };
  beforeEach(() => {
    raw = new WatchedStore();
    store = new SharedTailStore(raw, ['shop.']);
    readers = [];
    next = 0;
  });
  afterEach(async () => {
    await Promise.all(readers.map((one) => one.stop()));
    expect(raw.open.size).toBe(0);
  });

  it('tells each follower its own streams over one subscription', async () => {
    const [all, carts] = [reader({ prefixes: ['shop.'] }), reader({ prefixes: ['shop.cart'] })];
    await write('shop.order');
    await write('shop.cart');
    await Promise.all([all.has(2), carts.has(1)]);
    for (let count = 0; count < 10; count += 1) await write('shop.cart');
    await Promise.all([all.has(12), carts.has(11)]);
    expect(all.numbers).toEqual(Array.from({ length: 12 }, (_, n) => n));
    expect(carts.numbers).toEqual(Array.from({ length: 11 }, (_, n) => n + 1));
    expect(raw.open.size).toBe(1);
  });

  it('leaves streams that are not shared to a subscription of their own', async () => {
    const [shared, foreign] = [reader({ prefixes: ['shop.'] }), reader({ prefixes: ['bank.'] })];
    await write('bank.account');
    await write('shop.order');
    await Promise.all([shared.has(1), foreign.has(1)]);
    expect(foreign.numbers).toEqual([0]);
    expect(shared.numbers).toEqual([1]);
  });

  it('goes on without gap or repeat after the connection was lost', async () => {
    const followers = [reader({ prefixes: ['shop.'] }), reader({ prefixes: ['shop.order'] })];
    await write('shop.order');
    await Promise.all(followers.map((one) => one.has(1)));
    raw.break();
    await write('shop.order');
    await Promise.all(followers.map((one) => one.has(2)));
    expect(followers.map(({ numbers }) => numbers)).toEqual([[0, 1], [0, 1]]); // prettier-ignore
    expect(followers.every(({ failures }) => failures > 0)).toBe(true);
  });

  it('sends a follower that is too slow back to a subscription of its own', async () => {
    const quick = reader({ prefixes: ['shop.'] });
    const stop = new AbortController();
    const slow = store.subscribeAll({ prefixes: ['shop.'] }, stop.signal)[Symbol.asyncIterator]();
    await write('shop.order');
    await quick.has(1);
    while ((await slow.next()).value?.kind !== 'caught-up');
    for (let count = 0; count < 5_000; count += 1) await write('shop.order');
    await quick.has(5_001);
    const told: unknown[] = [];
    const drain = async (): Promise<void> => {
      for (;;) told.push(await slow.next());
    };
    await expect(drain()).rejects.toThrow('fell behind');
    expect(told.length).toBe(4_096);
    expect(quick.failures).toBe(0);
  });

  it('tells everything once and in order, whoever comes, goes and fails', async () => {
    const step = fc.constantFrom('order', 'cart', 'join all', 'join carts', 'break', 'leave');
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60 }), async (steps) => {
        raw = new WatchedStore();
        store = new SharedTailStore(raw, ['shop.']);
        next = 0;
        const carts: number[] = [];
        const active: Readonly<{ of: 'all' | 'carts'; one: Reader }>[] = [];
        for (const action of steps) {
          if (action === 'order') await write('shop.order');
          if (action === 'cart') carts.push(await write('shop.cart'));
          if (action === 'join all') active.push({ of: 'all', one: reader({ prefixes: ['shop.'] }) });
          if (action === 'join carts') active.push({ of: 'carts', one: reader({ prefixes: ['shop.cart'] }) });
          if (action === 'break') raw.break();
          if (action === 'leave') await active.shift()?.one.stop();
        }
        const expected = { all: Array.from({ length: next }, (_, n) => n), carts };
        await Promise.all(active.map(({ of, one }) => one.has(expected[of].length)));
        for (const { of, one } of active) expect(one.numbers).toEqual(expected[of]);
        await Promise.all(active.map(({ one }) => one.stop()));
      }),
      { numRuns: 100 },
    );
  });
});
