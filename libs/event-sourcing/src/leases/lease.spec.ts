import { describe, expect, it } from '@jest/globals';
import { WatchedStore } from '../commands/wallet.factory.js';
import type { StoredEvent } from '../store/event-store.port.js';
import { InMemoryEventStore } from '../store/in-memory.store.js';
import { OutcomeUnknown, StoreUnavailable } from '../store/store.errors.js';
import { Lease } from './lease.js';

const options = (holder: string) => ({
  service: 'contracts',
  runner: 'relay',
  holder,
  now: () => new Date('2026-03-01T00:00:00Z'),
});

describe('A lease', () => {
  it('is an event of its stream, outside every service prefix; the term is its revision', async () => {
    const store = new InMemoryEventStore();
    const lease = await Lease.take(store, options('a'));
    expect(lease).toMatchObject({ term: 0n, stream: 'leases.contracts.relay', isHeld: true });
    expect(await store.readLast(lease.stream)).toMatchObject({
      type: 'LeaseTaken',
      data: { holder: 'a', takenAt: '2026-03-01T00:00:00.000Z' },
      category: 'leases.contracts.relay',
    });
    expect(await lease.verify()).toBe(true);
  });

  it('goes to the newest; the one before learns it when it looks', async () => {
    const store = new InMemoryEventStore();
    const first = await Lease.take(store, options('a'));
    const second = await Lease.take(store, options('b'));
    expect(second.term).toBe(1n);
    expect(first.isHeld).toBe(true);
    expect(await first.verify()).toBe(false);
    expect(first.lost.aborted).toBe(true);
    expect(await second.verify()).toBe(true);
  });

  it('has one holder however many take it at once, each with a term of its own', async () => {
    const store = new InMemoryEventStore();
    const leases = await Promise.all(Array.from({ length: 20 }, (_, n) => Lease.take(store, options(String(n)))));
    expect(new Set(leases.map(({ term }) => term)).size).toBe(20);
    const held = await Promise.all(leases.map((lease) => lease.verify()));
    expect(held.filter(Boolean)).toHaveLength(1);
    expect(leases[held.indexOf(true)]?.term).toBe(19n);
  });

  it('is apart for each runner and service', async () => {
    const store = new InMemoryEventStore();
    const relay = await Lease.take(store, options('a'));
    await Lease.take(store, { ...options('b'), runner: 'projector' });
    await Lease.take(store, { ...options('b'), service: 'payments' });
    expect(await relay.verify()).toBe(true);
  });

  it('is taken once when the answer to the append was lost', async () => {
    const store = new WatchedStore();
    store.faults.push(async (write) => {
      await write();
      throw new OutcomeUnknown('lost');
    });
    const lease = await Lease.take(store, options('a'));
    expect(lease.term).toBe(0n);
    expect(await lease.verify()).toBe(true);
  });

  it('tells its holder by signal while it is watched, through an outage', async () => {
    class Flaky extends InMemoryEventStore {
      outages = 0;
      override readLast(stream: string): Promise<StoredEvent | null> {
        if (this.outages === 0) return super.readLast(stream);
        this.outages -= 1;
        return Promise.reject(new StoreUnavailable('away'));
      }
    }
    const store = new Flaky();
    const lease = await Lease.take(store, options('a'));
    const lost = new Promise((resolve) => lease.lost.addEventListener('abort', resolve));
    const watching = lease.watch(new AbortController().signal, 1);
    await Lease.take(store, options('b'));
    store.outages = 3;
    await lost;
    await watching;
    expect(lease.isHeld).toBe(false);
  });

  it('stops watching when told to', async () => {
    const stop = new AbortController();
    const lease = await Lease.take(new InMemoryEventStore(), options('a'));
    const watching = lease.watch(stop.signal);
    stop.abort();
    await watching;
    expect(lease.isHeld).toBe(true);
  });
});
