import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { InMemoryEventStore } from '../store/in-memory.store.js';
import { StoreUnavailable } from '../store/store.errors.js';
import { eventually } from '../subscriptions/fixtures/eventually.js';
import { FaultyStore } from '../subscriptions/fixtures/faulty-store.js';
import { blocked, eventsOf, fulfilment, ledgerNotes, LIMIT, openShop, ShopClock, typesOf } from './fixtures/shop.js';
import { ProcessOperations } from './operations.js';

const by = { accountId: 'operator-1', reason: 'looked into it' };
const order = (id: string): string => `spec.order-${id}`;
const ledger = (id: string): string => `spec.ledger-${id}`;
const stream = (id: string): string => `spec.process-order-fulfilment-${id}`;

describe('The process runner', () => {
  it('records an input with what it causes in one append, delivers it, and carries correlation and cause on', async () => {
    const store = new InMemoryEventStore();
    const shop = await openShop(store, new ShopClock());
    await shop.place('a');
    await eventually('the shipment in the ledger', async () => (await typesOf(store, ledger('a'))).length === 1);
    expect(await typesOf(store, order('a'))).toEqual(['OrderPlaced', 'OrderPaid', 'OrderShipped']);
    await eventually('the second input', async () => (await typesOf(store, stream('a'))).length === 6);
    expect(await typesOf(store, stream('a'))).toEqual([
      'InputTaken',
      'CommandOrdered',
      'TimerStarted',
      'InputTaken',
      'TimerCancelled',
      'CommandOrdered',
    ]);
    const [placed, paid] = await eventsOf(store, order('a'));
    const [taken, ordered] = await eventsOf(store, stream('a'));
    expect(paid?.metadata).toMatchObject({
      actor: { kind: 'system', id: 'process:order-fulfilment' },
      $causationId: ordered?.id,
      region: 'eu',
    });
    expect(taken?.metadata.$causationId).toBe(placed?.id);
    const correlations = new Set(
      [...(await eventsOf(store, order('a'))), ...(await eventsOf(store, ledger('a')))].map(
        ({ metadata }) => metadata.$correlationId,
      ),
    );
    expect(correlations.size).toBe(1);
    await shop.stop();
  });

  it('keeps personal fields of own events out of the process stream', async () => {
    const store = new InMemoryEventStore();
    const shop = await openShop(store, new ShopClock());
    await shop.place('a');
    await eventually('the input', async () => (await typesOf(store, stream('a'))).length > 0);
    const [taken] = await eventsOf(store, stream('a'));
    expect((taken?.data as { input: { data: object } }).input.data).not.toHaveProperty('note');
    await shop.stop();
  });

  it('brings a refusal back as an input and shows the escalation; an operator retries with a reason', async () => {
    const store = new InMemoryEventStore();
    const clock = new ShopClock();
    const shop = await openShop(store, clock);
    await shop.place('a', LIMIT + 1);
    await eventually('the escalation', () => shop.board.escalated().length === 1);
    expect(shop.board.escalated()).toMatchObject([{ process: 'order-fulfilment', key: 'a', codes: ['SPEC.NO_FUNDS'] }]);
    const operations = new ProcessOperations({
      store,
      service: 'spec',
      processes: [fulfilment, ledgerNotes],
      board: shop.board,
      clock,
    });
    await operations.retry('order-fulfilment', 'a', { ...by, id: 'act-1' });
    await operations.retry('order-fulfilment', 'a', { ...by, id: 'act-1' });
    await eventually(
      'the second refusal',
      async () => (await typesOf(store, stream('a'))).filter((type) => type === 'Escalated').length === 2,
    );
    expect((await typesOf(store, stream('a'))).filter((type) => type === 'RetryOrdered')).toHaveLength(1);
    await operations.advance('order-fulfilment', 'a', by);
    await eventually('no escalation', () => shop.board.escalated().length === 0);
    await expect(operations.advance('order-fulfilment', 'a', by)).rejects.toMatchObject({ code: 'COMMON.NOT_FOUND' });
    await expect(operations.retry('order-fulfilment', 'b', by)).rejects.toMatchObject({ code: 'COMMON.NOT_FOUND' });
    await shop.stop();
  });

  it('takes a fact once, however often it comes', async () => {
    const store = new InMemoryEventStore();
    const shop = await openShop(store, new ShopClock());
    const fact = blocked('a');
    await Promise.all([1, 2, 3].map(() => shop.runner.take(fulfilment, fact)));
    await shop.runner.take(fulfilment, fact);
    expect(await typesOf(store, stream('a'))).toEqual(['InputTaken', 'CommandOrdered']);
    await eventually('the order to be closed', async () => (await typesOf(store, order('a'))).length === 1);
    await shop.stop();
  });

  it('notes the fact where a delivered command changes nothing', async () => {
    const store = new InMemoryEventStore();
    const gate = Promise.withResolvers<void>();
    const shop = await openShop(store, new ShopClock(), {
      intercept: (type) => (type === 'ShipOrder' ? gate.promise : Promise.resolve()),
    });
    await shop.place('a');
    await eventually('the payment', async () => (await typesOf(store, order('a'))).includes('OrderPaid'));
    await shop.runner.take(fulfilment, blocked('a', 'fact-1'));
    gate.resolve();
    await eventually('both deliveries', async () => (await typesOf(store, order('a'))).length === 4);
    expect([...(await typesOf(store, order('a')))].sort()).toEqual(
      ['OrderClosed', 'OrderPaid', 'OrderPlaced', 'OrderShipped'].sort(),
    );
    await shop.stop();
  });

  it('repeats outages without limit and parks nothing for them', async () => {
    const store = new InMemoryEventStore();
    let tries = 0;
    const intercept = async (type: string): Promise<void> => {
      if (type !== 'PayOrder') return;
      tries += 1;
      if (tries <= 4) throw new StoreUnavailable('planned');
    };
    const shop = await openShop(store, new ShopClock(), { intercept });
    await shop.place('a');
    await eventually('the payment', async () => (await typesOf(store, order('a'))).includes('OrderPaid'));
    expect(shop.parking.list()).toEqual([]);
    await shop.stop();
  });

  it('parks a fault by key after five tries, later ones behind it, and drains them in order after the fix', async () => {
    const store = new InMemoryEventStore();
    let broken = true;
    let tries = 0;
    const intercept = async (type: string, { correlationId }: { correlationId: string }): Promise<void> => {
      if (!broken || type === 'NoteShipped' || correlationId !== 'correlation-2') return;
      tries += 1;
      throw new TypeError('planned');
    };
    const shop = await openShop(store, new ShopClock(), { intercept });
    await shop.runner.take(fulfilment, blocked('a', 'fact-1'));
    await shop.place('b');
    await eventually('the parked order', () => shop.parking.isParked('order-fulfilment', 'a'));
    expect(tries).toBe(5);
    await expect(shop.runner.take(fulfilment, blocked('a', 'fact-2'))).rejects.toThrow(/parked/);
    await eventually('the other key', async () => (await typesOf(store, ledger('b'))).length === 1);
    await shop.place('a');
    await eventually('the event behind it', () => shop.parking.list('order-fulfilment').length === 2);
    broken = false;
    // The two, and what they cause while the key still waits.
    expect(await shop.parking.retry('order-fulfilment', 'a', by)).toBeGreaterThanOrEqual(2);
    await eventually('what was held up', async () => (await typesOf(store, order('a'))).includes('OrderPaid'));
    expect((await typesOf(store, order('a'))).slice(0, 2)).toEqual(['OrderPlaced', 'OrderClosed']);
    await shop.stop();
  });

  it('parks the poison of a reaction under the key of its stream; others go on', async () => {
    const store = new InMemoryEventStore();
    const shop = await openShop(store, new ShopClock());
    await shop.place('poison');
    await shop.place('fine');
    await eventually('the fine one', async () => (await typesOf(store, ledger('fine'))).length === 1);
    await eventually('the poison', () => shop.parking.isParked('ledger-notes', 'poison'));
    expect(shop.runner.lag().parked).toBe(1);
    await shop.stop();
  });

  it('goes on from its checkpoint after a stop, and sends again after a kill without a second effect', async () => {
    const store = new InMemoryEventStore();
    const clock = new ShopClock();
    const gate = Promise.withResolvers<void>();
    const killed = await openShop(store, clock, {
      intercept: (type) => (type === 'ShipOrder' ? gate.promise : Promise.resolve()),
    });
    await killed.place('a');
    await eventually('the order to ship', async () => (await typesOf(store, stream('a'))).length === 6);
    // A second instance begins where no checkpoint was written yet, while the first one still holds its delivery.
    const again = await openShop(store, clock);
    await eventually('the shipment', async () => (await typesOf(store, ledger('a'))).length === 1);
    gate.resolve();
    await killed.stop();
    await again.stop();
    expect(await typesOf(store, order('a'))).toEqual(['OrderPlaced', 'OrderPaid', 'OrderShipped']);
    expect(await typesOf(store, stream('a'))).toHaveLength(6);
    const later = await openShop(store, clock);
    expect(later.runner.lag().position).not.toBeNull();
    await later.stop();
    expect(await typesOf(store, ledger('a'))).toHaveLength(1);
  });

  it('gives every order exactly one effect under repeats, reordering, lost answers, outages and restarts', async () => {
    const step = fc.oneof(
      fc.record({
        kind: fc.constant('place' as const),
        id: fc.constantFrom('a', 'b', 'c', 'd'),
        amount: fc.constantFrom(1, LIMIT + 1),
      }),
      fc.record({ kind: fc.constant('fact' as const), id: fc.constantFrom('a', 'b', 'c', 'd') }),
      fc.record({
        kind: fc.constantFrom('restart' as const, 'lose' as const, 'away' as const, 'days' as const),
        count: fc.integer({ min: 1, max: 3 }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async (plan) => {
        const log = new InMemoryEventStore();
        const store = new FaultyStore(log);
        const clock = new ShopClock();
        let shop = await openShop(store, clock);
        const placed = new Map<string, number>();
        const facts = new Set<string>();
        const insist = async (work: () => Promise<unknown>): Promise<void> => {
          let left: unknown;
          await eventually('the command', () => work().then(() => true, (error: unknown) => { left = error; return false; })).catch(() => { throw left; }); // prettier-ignore
        };
        for (const one of plan) {
          switch (one.kind) {
            case 'place': {
              const { id } = one;
              const amount = placed.get(id) ?? one.amount;
              placed.set(id, amount);
              await insist(() => shop.place(id, amount));
              break;
            }
            case 'fact':
              facts.add(one.id);
              await insist(() => shop.runner.take(fulfilment, blocked(one.id)));
              break;
            case 'restart':
              await shop.stop();
              shop = await openShop(store, clock);
              break;
            case 'lose':
              store.loseAnswersOf(one.count);
              break;
            case 'away':
              store.beAwayFor(one.count);
              break;
            case 'days':
              clock.passDays(one.count);
              shop.timers.wake();
              break;
          }
        }
        const settled = async (): Promise<boolean> => {
          for (const [id, amount] of placed) {
            const types = await typesOf(log, order(id));
            const done =
              amount > LIMIT
                ? (await typesOf(log, stream(id))).includes('Escalated')
                : types.includes('OrderShipped') || types.includes('FactNoted');
            if (!done || (types.includes('OrderShipped') && (await typesOf(log, ledger(id))).length === 0)) return false;
          }
          for (const id of facts) if (!(await typesOf(log, order(id))).includes('OrderClosed')) return false;
          return true;
        };
        await eventually('everything to be settled', settled);
        await shop.stop();
        for (const id of ['a', 'b', 'c', 'd']) {
          const [types, notes, own] = [
            await typesOf(log, order(id)),
            await typesOf(log, ledger(id)),
            await typesOf(log, stream(id)),
          ];
          const count = (list: readonly string[], type: string): number => list.filter((one) => one === type).length;
          expect(new Set(types).size).toBe(types.length);
          expect(notes.length).toBe(count(types, 'OrderShipped'));
          expect(count(own, 'Escalated')).toBe((placed.get(id) ?? 0) > LIMIT ? 1 : 0);
          const inputs = (await eventsOf(log, stream(id)))
            .filter(({ type }) => type === 'InputTaken')
            .map(({ data }) => (data as { frame: { id: string } }).frame.id);
          expect(new Set(inputs).size).toBe(inputs.length);
        }
        expect(shop.parking.list()).toEqual([]);
      }),
      { numRuns: 30 },
    );
  }, 90_000);
});
