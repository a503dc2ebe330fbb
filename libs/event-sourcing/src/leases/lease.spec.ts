import { describe, expect, it } from '@jest/globals';
import { WatchedStore } from '../commands/wallet.factory.js';
import type { StoredEvent } from '../store/event-store.port.js';
import { InMemoryEventStore } from '../store/in-memory.store.js';
import { OutcomeUnknown, StoreUnavailable } from '../store/store.errors.js';
import type { Lease } from './lease.js';
import { ManualTime } from './manual-time.js';
import { takeLease, type LeaseOptions } from './take-lease.js';
import { toldStanding, toldStruggling } from './told-standing.js';

const { signal: never } = new AbortController();

/** A store that can be away; a fault each for reads and appends. */
class Flaky extends InMemoryEventStore {
  isAway = false;
  override readLast(stream: string): Promise<StoredEvent | null> {
    return this.isAway ? Promise.reject(new StoreUnavailable('away')) : super.readLast(stream);
  }
  override append(...args: Parameters<InMemoryEventStore['append']>): ReturnType<InMemoryEventStore['append']> {
    return this.isAway ? Promise.reject(new StoreUnavailable('away')) : super.append(...args);
  }
}

const world = (store = new Flaky()) => {
  const time = new ManualTime();
  const now = (): Date => new Date(Date.parse('2026-03-01T00:00:00Z') + time.now());
  const options = (holder: string, more: Partial<LeaseOptions> = {}): LeaseOptions => ({
    service: 'contracts',
    runner: 'relay',
    holder,
    after: 'start',
    now,
    time,
    ...more,
  });
  const take = (holder: string, more?: Partial<LeaseOptions>): Promise<Lease> => takeLease(store, options(holder, more), never);
  /** Keeps renewing until it is killed: from then on it shows no life and does nothing. */
  const run = async (holder: string) => {
    const lease = await take(holder);
    const dead = new AbortController();
    const keeping = lease.keep(dead.signal);
    return { lease, keeping, kill: () => dead.abort() };
  };
  /** Somebody who wants the lease; `lease` is set once it has it. */
  const stand = (holder: string, more?: Partial<LeaseOptions>) => {
    const standby: { lease: Lease | null; tookAt: number } = { lease: null, tookAt: NaN };
    const done = take(holder, more).then((lease) => Object.assign(standby, { lease, tookAt: time.now() }));
    return { standby, done };
  };
  return { store, time, take, run, stand };
};

describe('A lease', () => {
  it('is an event of its stream, outside every service prefix; the term is the revision at which it was taken', async () => {
    const { store, take } = world();
    const lease = await take('a');
    expect(lease).toMatchObject({ term: 0n, stream: 'leases.contracts.relay', isHeld: true, holder: 'a' });
    expect(await store.readLast(lease.stream)).toMatchObject({
      type: 'LeaseTaken',
      data: { holder: 'a', takenAt: '2026-03-01T00:00:00.000Z' },
      category: 'leases.contracts.relay',
    });
  });

  it('stays with a holder that shows life, however long, and leaves one event behind', async () => {
    const { store, time, run, stand } = world();
    const { lease } = await run('a');
    const { standby } = stand('b');
    await time.advance(60_000);
    expect([standby.lease, lease.isHeld, await lease.renew()]).toEqual([null, true, true]);
    const left: StoredEvent[] = [];
    for await (const event of store.read(lease.stream)) left.push(event);
    expect(left).toMatchObject([{ type: 'LeaseRenewed', data: { holder: 'a', term: '0' } }]);
  });

  it.each([0, 700, 1_500, 2_999])(
    'is taken over within 10 s of a kill, %i ms after a renewal, and not before 8 s',
    async (ms) => {
      const { time, run, stand } = world();
      const { lease, kill } = await run('a');
      const { standby, done } = stand('b');
      await time.advance(9_000 + ms);
      kill();
      const diedAt = time.now();
      await time.advance(10_000);
      await done;
      const sinceRenewal = standby.tookAt - (diedAt - ms);
      expect(sinceRenewal).toBeGreaterThanOrEqual(8_000);
      expect(sinceRenewal).toBeLessThanOrEqual(10_000);
      expect(standby.lease?.term).toBeGreaterThan(lease.term);
      expect(await lease.renew()).toBe(false);
      expect(lease.lost.aborted).toBe(true);
    },
  );

  it('is free within a second after its holder released it', async () => {
    const { time, run, stand } = world();
    const { lease, kill, keeping } = await run('a');
    const { standby, done } = stand('b');
    await time.advance(4_200);
    kill();
    await keeping;
    await lease.release();
    const releasedAt = time.now();
    await time.advance(1_000);
    await done;
    expect(standby.tookAt - releasedAt).toBeLessThanOrEqual(1_000);
    expect(lease.isHeld).toBe(false);
  });

  it('is taken at once by the same replica after a kill, but not again after it was lost', async () => {
    const { time, run, stand } = world();
    const { lease, kill } = await run('host:4101');
    kill();
    const again = stand('host:4101');
    await again.done;
    expect(again.standby.tookAt).toBe(time.now());
    expect(await lease.renew()).toBe(false);
    const { standby } = stand('host:4101', { after: 'loss' });
    await time.advance(7_900);
    expect(standby.lease).toBeNull();
  });

  it('has one holder however many want it at once', async () => {
    const { time, stand } = world();
    const all = Array.from({ length: 20 }, (_, n) => stand(String(n)));
    await time.advance(1_000);
    const holders = all.flatMap(({ standby }) => standby.lease ?? []);
    expect(holders).toHaveLength(1);
    expect(await holders[0]?.renew()).toBe(true);
  });

  it('is apart for each runner and service', async () => {
    const { take } = world();
    const leases = [await take('a'), await take('b', { runner: 'projector' }), await take('b', { service: 'payments' })];
    expect(await Promise.all(leases.map((lease) => lease.renew()))).toEqual([true, true, true]);
  });

  it('stays where it is while the store is away, and is renewed when it is back', async () => {
    const { store, time, run, stand } = world();
    const { lease } = await run('a');
    const { standby } = stand('b');
    await time.advance(5_000);
    store.isAway = true;
    await time.advance(30_000);
    store.isAway = false;
    await time.advance(20_000);
    expect([standby.lease, await lease.renew()]).toEqual([null, true]);
  });

  it('goes over from a release before it learned to expire, whose stream then keeps one event', async () => {
    const { store, take } = world();
    const before = { id: 'e1', type: 'LeaseTaken', data: { holder: 'old', takenAt: 'x' } };
    const metadata = { schemaVersion: 1 } as StoredEvent['metadata'];
    await store.append('leases.contracts.relay', 'no_stream', [{ ...before, metadata }]);
    const lease = await take('old');
    expect(await lease.renew()).toBe(true);
    const left: string[] = [];
    for await (const event of store.read(lease.stream)) left.push(event.type);
    expect(left).toEqual(['LeaseRenewed']);
  });

  it('is taken and renewed once when the answers to the appends were lost', async () => {
    const store = new WatchedStore();
    const written = async (write: () => Promise<unknown>): Promise<never> => {
      await write();
      throw new OutcomeUnknown('lost');
    };
    store.faults.push(written);
    const options: LeaseOptions = { service: 'contracts', runner: 'relay', holder: 'a', after: 'start', time: new ManualTime() };
    const lease = await takeLease(store, options, never);
    expect(lease.term).toBe(0n);
    store.faults.push(written);
    expect(await lease.renew()).toBe(true);
    expect(await lease.renew()).toBe(true);
  });

  it('stands by no longer than it is told to', async () => {
    const { store, time, run } = world();
    await run('a');
    const stop = new AbortController();
    const waiting = takeLease(store, { service: 'contracts', runner: 'relay', holder: 'b', after: 'start', time }, stop.signal);
    const ended = expect(waiting).rejects.toThrow('This operation was aborted');
    await time.advance(1_000);
    stop.abort();
    await ended;
  });
});

describe('What a holder tells with its lease', () => {
  const line = { runner: 'relay', state: 'live', position: 7n, lagSeconds: 1, heartbeatAt: 5, advancedAt: 4, parked: 0 };
  const standing = () => [line];
  const told = (store: Flaky, nowMs: number) => toldStanding(store, { service: 'contracts', runner: 'relay', nowMs });

  it('is nothing before it has told anything', async () => {
    const { store, take } = world();
    expect(await told(store, Date.now())).toEqual([]);
    await take('a', { standing });
    expect(await told(store, Date.now())).toEqual([]);
  });

  it('is how its work stood at the last renewal', async () => {
    const { store, take } = world();
    await (await take('a', { standing })).renew();
    expect(await told(store, Date.now())).toEqual([line]);
  });

  it('is what keeps failing, the longest first, with the names of its errors and nothing that people wrote', async () => {
    const { store, take } = world();
    const failing = { process: 'release', key: 'k', since: 20, attempts: 3, error: 'StoreUnavailable: mail to a@example.org' };
    const more = Array.from({ length: 60 }, (_, n) => ({ ...failing, key: String(n), since: 21 + n }));
    await (await take('a', { standing, struggling: () => [...more, failing] })).renew();
    const found = await toldStruggling(store, { service: 'contracts', runner: 'relay' });
    expect(found).toHaveLength(50);
    expect(found[0]).toEqual({ ...failing, error: 'StoreUnavailable' });
  });

  it('is called unheld, with a lag that grows, once it shows no life or gave the lease up', async () => {
    const { store, take } = world();
    const lease = await take('a', { standing });
    await lease.renew();
    const saidAt = Date.parse((await store.readLast(lease.stream))?.recordedAt ?? '');
    expect(await told(store, saidAt + 9_000)).toEqual([{ ...line, state: 'unheld', lagSeconds: 10 }]);
    await lease.release();
    const leftAt = Date.parse((await store.readLast(lease.stream))?.recordedAt ?? '');
    expect(await told(store, leftAt)).toEqual([{ ...line, state: 'unheld' }]);
  });
});
