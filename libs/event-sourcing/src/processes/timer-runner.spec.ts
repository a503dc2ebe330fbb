import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { InMemoryEventStore } from '../store/in-memory.store.js';
import { eventually } from '../subscriptions/fixtures/eventually.js';
import { appendTo, sampleEvent } from '../subscriptions/fixtures/sample-events.js';
import { LIMIT, openShop, ShopClock, typesOf } from './fixtures/shop.js';
import type { PendingTimer } from './process-board.js';
import { TimerQueue } from './timer-queue.js';

const order = (id: string): string => `spec.order-${id}`;
const stream = (id: string): string => `spec.process-order-fulfilment-${id}`;
const reminders = async (store: InMemoryEventStore, id: string): Promise<number> =>
  (await typesOf(store, order(id))).filter((type) => type === 'OrderReminded').length;
/** Too much to be paid at once, so that its timer pends. */
const UNPAID = LIMIT + 1;

describe('The timer runner', () => {
  it('fires at the end of the day when business time gets there, as a timer, once', async () => {
    const store = new InMemoryEventStore();
    const clock = new ShopClock();
    const shop = await openShop(store, clock);
    await shop.place('a', UNPAID);
    await eventually('the timer', () => shop.board.pendingTimers().length === 1);
    expect(shop.board.pendingTimers()[0]).toMatchObject({ name: 'overdue', dueAt: '2026-03-06T00:00:00.000Z', key: 'a' });
    clock.passDays(3);
    shop.timers.wake();
    expect(await reminders(store, 'a')).toBe(0);
    clock.passDays(1);
    shop.timers.wake();
    await eventually('the reminder', async () => (await reminders(store, 'a')) === 1);
    clock.passDays(30);
    shop.timers.wake();
    await eventually('an empty board', () => shop.board.pendingTimers().length === 0);
    const [actor] = [...(await lastOf(store, order('a')))];
    expect(actor).toEqual({ kind: 'timer', id: 'timer:overdue' });
    await shop.stop();
    expect(await reminders(store, 'a')).toBe(1);
  });

  it('does not fire what was cancelled', async () => {
    const store = new InMemoryEventStore();
    const clock = new ShopClock();
    const shop = await openShop(store, clock);
    await shop.place('a', 1);
    await eventually('the cancellation', async () => (await typesOf(store, stream('a'))).includes('TimerCancelled'));
    clock.passDays(30);
    shop.timers.wake();
    await eventually('an empty board', () => shop.board.pendingTimers().length === 0);
    await shop.stop();
    expect(await reminders(store, 'a')).toBe(0);
  });

  it('takes a late tick of a cancelled timer as nothing', async () => {
    const store = new InMemoryEventStore();
    const shop = await openShop(store, new ShopClock());
    await shop.place('a', UNPAID);
    await eventually('the timer', () => shop.board.pendingTimers().length === 1);
    const [timer] = shop.board.pendingTimers();
    await shop.runner.fire(timer as PendingTimer);
    const before = await typesOf(store, stream('a'));
    await shop.runner.fire(timer as PendingTimer);
    expect(await typesOf(store, stream('a'))).toEqual(before);
    await shop.stop();
  });

  it('fires what fell due while the service was down, once, after it has read the whole history', async () => {
    const store = new InMemoryEventStore();
    const clock = new ShopClock();
    const first = await openShop(store, clock);
    await first.place('a', UNPAID);
    await first.place('b', UNPAID);
    await eventually('both timers', () => first.board.pendingTimers().length === 2);
    await first.stop();
    clock.passDays(10);
    const second = await openShop(store, clock);
    await eventually('both reminders', async () => (await reminders(store, 'a')) + (await reminders(store, 'b')) === 2);
    await second.stop();
    const third = await openShop(store, clock);
    expect(third.board.pendingTimers()).toEqual([]);
    await third.stop();
    expect([await reminders(store, 'a'), await reminders(store, 'b')]).toEqual([1, 1]);
  });

  it('looks again when the sandbox clock is told to have moved', async () => {
    const store = new InMemoryEventStore();
    const clock = new ShopClock();
    const shop = await openShop(store, clock);
    await shop.place('a', UNPAID);
    await eventually('the timer', () => shop.board.pendingTimers().length === 1);
    clock.passDays(4);
    await appendTo(store, 'spec.clock-sandbox', sampleEvent('SandboxClockMoved', { offsetMs: 1 }));
    await eventually('the reminder', async () => (await reminders(store, 'a')) === 1);
    await shop.stop();
  });

  it('fires in the order of the instants, timers of one instant as they were started', async () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (days) => {
        const queue = new TimerQueue();
        const timers = days.map(
          (day, index) => ({ timerId: String(index), dueAt: new Date(day * 86_400_000).toISOString() }) as PendingTimer,
        );
        for (const timer of timers) queue.push(timer);
        const popped: PendingTimer[] = [];
        for (let timer = queue.pop(); timer; timer = queue.pop()) popped.push(timer);
        expect(popped).toEqual(
          [...timers].sort((a, b) => a.dueAt.localeCompare(b.dueAt) || Number(a.timerId) - Number(b.timerId)),
        );
      }),
    );
  });
});

const lastOf = async (store: InMemoryEventStore, name: string): Promise<readonly unknown[]> => {
  const last = await store.readLast(name);
  return [last?.metadata.actor];
};
