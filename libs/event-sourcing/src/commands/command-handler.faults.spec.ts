import { describe, expect, it } from '@jest/globals';
import { codedStore } from '../store/coded-store.js';
import type { AppendResult } from '../store/event-store.port.js';
import { FirstWriterStore } from '../store/first-writer-store.js';
import { OutcomeUnknown, StoreUnavailable } from '../store/store.errors.js';
import { InMemorySubjectKeys } from '../keys/in-memory-subject-keys.js';
import { CommandHandler } from './command-handler.js';
import {
  eventsIn,
  httpContext,
  processContext,
  walletDecider,
  walletStorage,
  WatchedStore,
  type AppendFault,
} from './wallet.factory.js';

const stream = 'payments.wallet-1';
const credit = (amount: number) => ({ type: 'Credit', data: { amount } }) as const;
const debit = (amount: number) => ({ type: 'Debit', data: { amount } }) as const;
const touch = { type: 'Touch', data: {} } as const;

const writtenButLost: AppendFault = async (write) => {
  await write();
  throw new OutcomeUnknown('the connection broke after the write');
};
const lostBeforeWrite: AppendFault = async () => {
  throw new OutcomeUnknown('the connection broke before the write');
};

const setUp = () => {
  const store = new WatchedStore();
  const clock = { ms: 0 };
  const waits: number[] = [];
  const wait = async (ms: number): Promise<void> => {
    waits.push(ms);
    clock.ms += ms;
  };
  const process = () => new CommandHandler(store, walletStorage, walletDecider(), { wait, random: () => 1, now: () => clock.ms });
  return { store, clock, waits, process, handler: process() };
};
/** Another process writes just before this append, so it loses the race. */
const beaten = (other: CommandHandler<ReturnType<typeof credit>, never, unknown>): AppendFault => {
  return async (write): Promise<AppendResult> => {
    await other.handle('1', credit(1), httpContext());
    return write();
  };
};

describe('Lost races', () => {
  it('are decided again on the new state, with growing pauses', async () => {
    const { store, waits, process, handler } = setUp();
    await handler.handle('1', credit(1), httpContext());
    const other = process();
    await other.load('1');
    store.faults.push(beaten(other as never), (write) => write(), beaten(other as never));
    await handler.handle('1', debit(1), httpContext());
    expect(waits).toEqual([100, 150]);
    expect((await handler.load('1')).state.balance).toBe(2);
  });

  it('end in 409 after three tries over HTTP', async () => {
    const { store, process, handler } = setUp();
    const other = process();
    for (let n = 0; n < 3; n += 1) store.faults.push(beaten(other as never), (write) => write());
    await expect(handler.handle('1', credit(5), httpContext())).rejects.toMatchObject({ code: 'COMMON.REVISION_CONFLICT' });
    expect((await handler.load('1')).state.balance).toBe(3);
  });

  it('never end for a command of a process', async () => {
    const { store, waits, process, handler } = setUp();
    const other = process();
    for (let n = 0; n < 20; n += 1) store.faults.push(beaten(other as never), (write) => write());
    await handler.handle('1', credit(5), processContext());
    expect((await handler.load('1')).state.balance).toBe(25);
    expect(Math.max(...waits)).toBe(2_000);
  });
});

describe('Stale memory', () => {
  it('refuses nobody: the tail is read before a refusal stands', async () => {
    const { process, handler } = setUp();
    await handler.handle('1', credit(1), httpContext());
    await process().handle('1', credit(100), httpContext());
    await handler.handle('1', debit(50), httpContext());
    expect((await handler.load('1')).state.balance).toBe(51);
  });

  it('does not call a command empty that has something to do by now', async () => {
    const { store, handler, process } = setUp();
    await handler.handle('1', credit(1), httpContext());
    await process().handle('1', credit(1), httpContext());
    const written = await handler.handle('1', touch, httpContext());
    expect(written.revision).toBe(1n);
    expect(await eventsIn(store, stream)).toHaveLength(2);
  });

  it('finds a command that another process has executed', async () => {
    const { store, handler, process } = setUp();
    await handler.handle('1', credit(100), httpContext());
    const context = httpContext();
    const other = process();
    await other.handle('1', credit(1), httpContext());
    const first = await other.handle('1', debit(101), context);
    expect(JSON.stringify(await handler.handle('1', debit(101), context))).toBe(JSON.stringify(first));
    expect(await eventsIn(store, stream)).toHaveLength(3);
  });

  it('of a longer log is dropped when the store was replaced by a shorter one', async () => {
    const { store, handler } = setUp();
    await handler.handle('1', credit(1), httpContext());
    await handler.handle('1', credit(1), httpContext());
    const replaced = new WatchedStore();
    store.append = replaced.append.bind(replaced);
    store.read = replaced.read.bind(replaced);
    await handler.handle('1', credit(7), httpContext());
    expect((await handler.load('1')).state.balance).toBe(7);
  });
});

describe('An unknown outcome', () => {
  it.each([
    ['after', writtenButLost],
    ['before', lostBeforeWrite],
  ])('%s the write is asked for again with the same ids: one effect, a first answer', async (_when, fault) => {
    const { store, handler } = setUp();
    await handler.handle('1', credit(1), httpContext());
    store.faults.push(fault, fault);
    const context = httpContext();
    const written = await handler.handle('1', credit(5), context);
    expect(written).toMatchObject({ replayed: 'first', revision: 1n });
    expect(await eventsIn(store, stream)).toHaveLength(2);
    expect(JSON.stringify(await handler.handle('1', credit(5), context))).toBe(JSON.stringify(written));
  });

  it('is told to a process at once, whose repeat finds the first answer', async () => {
    const { store, handler } = setUp();
    store.faults.push(writtenButLost);
    const context = processContext();
    await expect(handler.handle('1', credit(5), context)).rejects.toBeInstanceOf(OutcomeUnknown);
    expect((await handler.handle('1', credit(5), context)).replayed).toBe('replayed');
    expect(await eventsIn(store, stream)).toHaveLength(1);
  });

  it('between append and answer, a thousand times and over restarts, has one effect', async () => {
    const { store, process } = setUp();
    const context = processContext();
    store.faults.push(writtenButLost);
    await expect(process().handle('1', credit(5), context)).rejects.toBeInstanceOf(OutcomeUnknown);
    const answers = new Set<string>();
    for (let n = 0; n < 1_000; n += 1) answers.add(JSON.stringify(await process().handle('1', credit(5), context)));
    expect(answers.size).toBe(1);
    expect(await eventsIn(store, stream)).toHaveLength(1);
  });
});

describe('A store that is away', () => {
  it('is waited for within the budget over HTTP, then it is StoreUnavailable', async () => {
    const { store, clock, handler } = setUp();
    store.readFault = () => new StoreUnavailable('connection refused');
    await expect(handler.handle('1', credit(5), httpContext())).rejects.toBeInstanceOf(StoreUnavailable);
    expect(clock.ms).toBeLessThanOrEqual(6_000);
    expect(clock.ms).toBeGreaterThan(3_000);
  });

  it('that comes back in time costs nothing but time', async () => {
    const { store, handler } = setUp();
    let failures = 3;
    store.readFault = () => new StoreUnavailable('connection refused');
    const { readFault } = store;
    store.readFault = () => {
      failures -= 1;
      if (failures === 0) store.readFault = null;
      return readFault();
    };
    expect((await handler.handle('1', credit(5), httpContext())).revision).toBe(0n);
  });

  it('does not make those who wait for their turn wait for each one before them', async () => {
    const { store, clock, handler } = setUp();
    store.readFault = () => new StoreUnavailable('connection refused');
    const refused = await Promise.allSettled(Array.from({ length: 20 }, () => handler.handle('1', credit(5), httpContext())));
    expect(refused.every(({ status }) => status === 'rejected')).toBe(true);
    expect(clock.ms).toBeLessThan(8_000);
  });

  it('is told to a process at once', async () => {
    const { store, waits, handler } = setUp();
    store.readFault = () => new StoreUnavailable('connection refused');
    await expect(handler.handle('1', credit(5), processContext())).rejects.toBeInstanceOf(StoreUnavailable);
    expect(waits).toEqual([]);
  });
});

describe('Several api processes on one log', () => {
  it('answer a repeat from what is stored, not from what they would have written', async () => {
    const log = new WatchedStore();
    const keys = new InMemorySubjectKeys();
    const process = () => {
      const store = codedStore(new FirstWriterStore(log), { storages: [walletStorage], keys });
      return new CommandHandler(store, walletStorage, walletDecider(), { wait: async () => undefined });
    };
    const [a, b] = [process(), process()];
    await a.handle('1', credit(1), httpContext());
    await b.load('1');
    const context = httpContext();
    const at = (text: string) => ({ type: 'Credit', data: { amount: 5, at: text } }) as const;
    const first = await a.handle('1', at('12:00:00'), context);
    const repeated = await b.handle('1', at('12:00:01'), { ...context, occurredAt: '2026-03-01T00:00:01.000Z' });
    expect(repeated.replayed).toBe('replayed');
    expect(repeated.events[0]?.data).toEqual(first.events[0]?.data);
    const reused = b.handle('1', at('12:00:02'), { ...context, requestHash: 'another' });
    await expect(reused).rejects.toMatchObject({ code: 'COMMON.IDEMPOTENCY_KEY_REUSED' });
    expect(await eventsIn(log, stream)).toHaveLength(2);
  });
});
