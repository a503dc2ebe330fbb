import { afterAll, describe, expect, it } from '@jest/globals';
import { newId } from '@guildhall/kernel';
import { InMemorySubjectKeys } from '../keys/in-memory-subject-keys.js';
import { codedStore } from '../store/coded-store.js';
import { testEventStoreUrl } from '../store/contract/config.js';
import { EventStoreDbStore } from '../store/eventstoredb.store.js';
import { CommandHandler } from './command-handler.js';
import { eventsIn, httpContext, processContext, walletDecider, walletStorage } from './wallet.factory.js';

// A category of its own for each run: the server is shared.
const storage = { ...walletStorage, category: `suite${newId().replaceAll('-', '')}.wallet` } as const;
const store = codedStore(new EventStoreDbStore(testEventStoreUrl()), { storages: [storage], keys: new InMemorySubjectKeys() });
/** Each has a decider of its own, so no two share their memory: they stand for processes. */
const process = () => new CommandHandler(store, storage, walletDecider());
const credit = (amount: number) => ({ type: 'Credit', data: { amount } }) as const;
const debit = (amount: number) => ({ type: 'Debit', data: { amount } }) as const;

afterAll(() => store.close());

describe('The command handler on the real log', () => {
  it('gives fifty parallel repeats one effect and fifty equal answers', async () => {
    const key = newId();
    const handlers = [process(), process()];
    const context = httpContext();
    const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => handlers[n % 2]?.handle(key, credit(5), context)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await eventsIn(store, `${storage.category}-${key}`)).toHaveLength(1);
    const afterRestart = await process().handle(key, credit(5), context);
    expect(afterRestart.replayed).toBe('replayed');
    expect(JSON.stringify(afterRestart)).toBe(JSON.stringify(answers[0]));
  });

  it('lets one of fifty parallel commands spend what is there once', async () => {
    const key = newId();
    const handler = process();
    await handler.handle(key, credit(5), httpContext());
    const tries = await Promise.allSettled(Array.from({ length: 50 }, () => handler.handle(key, debit(5), httpContext())));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await process().load(key)).state.balance).toBe(0);
  });

  it('gets every command of two racing processes through', async () => {
    const key = newId();
    const [one, other] = [process(), process()];
    await Promise.all(Array.from({ length: 6 }, (_, n) => (n % 2 ? one : other).handle(key, credit(1), processContext())));
    expect((await process().load(key)).state.balance).toBe(6);
  });
});
