import { describe, expect, it } from '@jest/globals';
import { DomainError, eventIdOf } from '@guildhall/kernel';
import { CommandHandler, type CommandHandlerOptions } from './command-handler.js';
import { eventsIn, httpContext, processContext, walletDecider, walletStorage, WatchedStore } from './wallet.factory.js';

const stream = 'payments.wallet-1';

const setUp = (options: CommandHandlerOptions = {}) => {
  const store = new WatchedStore();
  const waits: number[] = [];
  const wait = async (ms: number): Promise<void> => void waits.push(ms);
  /** A handler of another process: nothing in memory is shared with it. */
  const process = () => new CommandHandler(store, walletStorage, walletDecider(), { wait, random: () => 1, ...options });
  return { store, waits, process, handler: process() };
};
const open = { type: 'Open', data: { ownerId: 'ada' } } as const;
const credit = (amount: number, parts?: number) => ({ type: 'Credit', data: { amount, ...(parts ? { parts } : {}) } }) as const;
const debit = (amount: number) => ({ type: 'Debit', data: { amount } }) as const;
const touch = { type: 'Touch', data: {} } as const;

describe('A command', () => {
  it('appends what was decided, with ids and metadata of its own, and answers the position', async () => {
    const { store, handler } = setUp();
    const context = httpContext({ policyRefs: { fee: '3' } });
    const written = await handler.handle('1', credit(5, 2), context);
    const events = await eventsIn(store, stream);
    expect(events.map(({ id }) => id)).toEqual([0, 1].map((index) => eventIdOf(stream, context.commandId, index)));
    expect(events[0]).toMatchObject({ type: 'Credited', data: { amount: 5 }, streamKey: '1', revision: 0n });
    expect(events[0]?.metadata).toEqual({
      $correlationId: 'correlation',
      $causationId: 'causation',
      commandId: context.commandId,
      requestHash: 'hash-of-request',
      actor: { kind: 'account', id: 'ada' },
      occurredAt: '2026-03-01T00:00:00.000Z',
      schemaVersion: 2,
      policyRefs: { fee: '3' },
      region: 'eu',
    });
    expect(written).toMatchObject({ position: `payments:${events[1]?.position}`, revision: 1n, replayed: 'first' });
    expect(written.events.map(({ id, type, data, metadata, revision }) => ({ id, type, data, metadata, revision }))).toEqual(
      events.map(({ id, type, data, metadata, revision }) => ({ id, type, data, metadata, revision })),
    );
  });

  it('costs one append and no read once the stream is warm', async () => {
    const { store, handler } = setUp();
    await handler.handle('1', open, httpContext());
    [store.appends, store.reads] = [0, 0];
    for (let n = 0; n < 10; n += 1) await handler.handle('1', credit(1), httpContext());
    expect([store.appends, store.reads]).toEqual([10, 0]);
  });

  it('shares what is remembered between the use cases of a process', async () => {
    const { store } = setUp();
    const decider = walletDecider();
    const one = new CommandHandler(store, walletStorage, decider);
    const other = new CommandHandler(store, walletStorage, decider);
    await one.handle('1', open, httpContext());
    store.reads = 0;
    await other.handle('1', credit(1), httpContext());
    await one.handle('1', credit(1), httpContext());
    expect(store.reads).toBe(0);
  });

  it('that is refused appends nothing and is decided anew the next time', async () => {
    const { store, handler } = setUp();
    const context = httpContext();
    await expect(handler.handle('1', debit(5), context)).rejects.toMatchObject({ code: 'PAYMENTS.INSUFFICIENT' });
    expect(await eventsIn(store, stream)).toEqual([]);
    await handler.handle('1', credit(5), httpContext());
    await handler.handle('1', debit(5), context);
    expect((await handler.load('1')).state.balance).toBe(0);
  });

  it('that changes nothing answers where the stream stands', async () => {
    const { store, handler } = setUp();
    const { position, revision } = await handler.handle('1', open, httpContext());
    expect(await handler.handle('1', touch, httpContext())).toMatchObject({ position, revision, events: [], replayed: 'first' });
    expect(await eventsIn(store, stream)).toHaveLength(1);
    expect(await handler.handle('2', touch, httpContext())).toMatchObject({ position: 'payments:0', revision: -1n });
  });

  it('gives the state that JSON gives back, so memory and log cannot differ', async () => {
    const { handler, process } = setUp();
    await handler.handle('1', { type: 'Credit', data: { amount: 1, at: undefined as never } }, httpContext());
    expect((await handler.load('1')).state).toEqual((await process().load('1')).state);
  });
});

describe('A repeated command', () => {
  it('gets the first answer and writes nothing, also after a restart', async () => {
    const { store, handler, process } = setUp();
    const context = httpContext();
    const first = await handler.handle('1', credit(5, 40), context);
    await handler.handle('1', debit(200), httpContext());
    for (const again of [handler, process()]) {
      const repeated = await again.handle('1', credit(5, 40), context);
      expect(repeated.replayed).toBe('replayed');
      expect(JSON.stringify(repeated)).toBe(JSON.stringify(first));
      expect(repeated.events.map(({ id, data }) => ({ id, data }))).toEqual(first.events.map(({ id, data }) => ({ id, data })));
    }
    expect(await eventsIn(store, stream)).toHaveLength(41);
  });

  it('is answered before access and revision are judged again', async () => {
    const { handler } = setUp();
    await handler.handle('1', open, httpContext());
    const context = httpContext({ ifMatch: 0n });
    await handler.handle('1', credit(5), context);
    const authorise = (): never => {
      throw new DomainError('PAYMENTS.NO_SUCH_WALLET', 'not-found', 'No such wallet');
    };
    expect((await handler.handle('1', credit(5), context, { authorise })).replayed).toBe('replayed');
  });

  it('of another request is refused with 422', async () => {
    const { handler, process } = setUp();
    const context = httpContext();
    await handler.handle('1', credit(5), context);
    for (const again of [handler, process()]) {
      const refused = again.handle('1', credit(6), { ...context, requestHash: 'another' });
      await expect(refused).rejects.toMatchObject({ code: 'COMMON.IDEMPOTENCY_KEY_REUSED', kind: 'invalid' });
    }
  });

  it('made under the key of before a rotation is known again', async () => {
    const { handler } = setUp();
    const context = httpContext();
    await handler.handle('1', credit(5), context);
    const { requestHash: formerRequestHash = '' } = context;
    const rotated = { ...context, requestHash: 'under the new key', formerRequestHash };
    expect((await handler.handle('1', credit(5), rotated)).replayed).toBe('replayed');
    const other = handler.handle('1', credit(6), { ...rotated, formerRequestHash: 'of another request' });
    await expect(other).rejects.toMatchObject({ code: 'COMMON.IDEMPOTENCY_KEY_REUSED' });
  });

  it('on two streams is two commands', async () => {
    const { handler } = setUp();
    const context = httpContext();
    const [one, two] = [await handler.handle('1', credit(5), context), await handler.handle('2', credit(5), context)];
    expect([one.replayed, two.replayed]).toEqual(['first', 'first']);
    expect(one.events[0]?.id).not.toBe(two.events[0]?.id);
  });

  it('of fifty at once has one effect and fifty equal answers', async () => {
    const { store, handler, process } = setUp();
    const others = [handler, process()];
    const context = httpContext();
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) => (others[n % 2] ?? handler).handle('1', credit(5), context)),
    );
    expect(await eventsIn(store, stream)).toHaveLength(1);
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers.filter(({ replayed }) => replayed === 'replayed').length).toBeGreaterThanOrEqual(48);
  });
});

describe('A command of a process', () => {
  it('leaves FactNoted where nothing changes, which the state never sees, and finds it again', async () => {
    const { store, handler, process } = setUp();
    await handler.handle('1', open, httpContext());
    const context = processContext({ factId: 'fact-1' });
    const first = await handler.handle('1', touch, context);
    expect((await eventsIn(store, stream)).at(-1)).toMatchObject({ type: 'FactNoted', data: { factId: 'fact-1' } });
    expect((await eventsIn(store, stream)).at(-1)?.metadata).not.toHaveProperty('requestHash');
    for (const again of [handler, process()]) {
      expect(await again.handle('1', touch, context)).toMatchObject({ replayed: 'replayed', position: first.position });
      expect((await again.load('1')).state.applied).toEqual(['WalletOpened']);
    }
    expect(await eventsIn(store, stream)).toHaveLength(2);
  });

  it('that is refused leaves no trace and tells its sender', async () => {
    const { store, handler } = setUp();
    await expect(handler.handle('1', debit(5), processContext())).rejects.toMatchObject({ code: 'PAYMENTS.INSUFFICIENT' });
    expect(await eventsIn(store, stream)).toEqual([]);
  });
});

describe('Access and If-Match', () => {
  it('are judged on the state that decides, after a lost race again', async () => {
    const { handler, process } = setUp();
    await handler.handle('1', credit(1), httpContext());
    const other = process();
    const balances: number[] = [];
    let raced: Promise<unknown> | undefined;
    await handler.handle('1', credit(1), httpContext(), {
      authorise: ({ balance }) => {
        balances.push(balance);
        raced ??= other.handle('1', credit(10), httpContext());
      },
    });
    await raced;
    expect((await handler.load('1')).state.balance).toBe(12);
    expect(balances.length === 1 || balances.at(-1) === 11).toBe(true);
  });

  it('refuse another revision with 409 and name the present one', async () => {
    const { handler } = setUp();
    await handler.handle('1', open, httpContext());
    await handler.handle('1', credit(1), httpContext({ ifMatch: 0n }));
    await expect(handler.handle('1', credit(1), httpContext({ ifMatch: 0n }))).rejects.toMatchObject({
      code: 'COMMON.REVISION_CONFLICT',
      kind: 'conflict',
      details: { revision: '1' },
    });
  });
});

describe('Loading', () => {
  it('sees what other processes wrote, and -1 for a stream that is not there', async () => {
    const { handler, process } = setUp();
    expect(await handler.load('1')).toMatchObject({ revision: -1n, state: { balance: 0 } });
    await handler.handle('1', credit(1), httpContext());
    await process().handle('1', credit(2), httpContext());
    expect(await handler.load('1')).toMatchObject({ revision: 1n, state: { balance: 3 } });
  });
});
