import { describe, expect, it } from '@jest/globals';
import { isDomainError } from '@guildhall/kernel';
import fc from 'fast-check';
import { OutcomeUnknown } from '../store/store.errors.js';
import { CommandHandler } from './command-handler.js';
import {
  eventsIn,
  httpContext,
  processContext,
  walletDecider,
  walletStorage,
  WatchedStore,
  type AppendFault,
  type WalletCommand,
} from './wallet.factory.js';

const stream = 'payments.wallet-1';

type Step = Readonly<{
  id: number;
  process: number;
  amount: number;
  kind: 'Credit' | 'Debit' | 'Touch';
  by: 'account' | 'system';
}>;

/** Few ids over many steps, so that most steps are repeats; an id always means the same request, as its hash would prove. */
const steps = fc.array(fc.record({ id: fc.integer({ min: 0, max: 7 }), process: fc.integer({ min: 0, max: 2 }) }), {
  minLength: 1,
  maxLength: 30,
});
const requests = fc.array(
  fc.record({
    amount: fc.integer({ min: 1, max: 9 }),
    kind: fc.constantFrom('Credit' as const, 'Debit' as const, 'Touch' as const),
    by: fc.constantFrom('account' as const, 'system' as const),
  }),
  { minLength: 8, maxLength: 8 },
);
const faults = fc.array(fc.constantFrom('none', 'none', 'lost after', 'lost before'), { maxLength: 40 });

const faultOf: Record<string, AppendFault> = {
  none: (write) => write(),
  'lost before': () => Promise.reject(new OutcomeUnknown('before')),
  'lost after': async (write) => {
    await write();
    throw new OutcomeUnknown('after');
  },
};
const commandOf = ({ kind, amount }: Step): WalletCommand =>
  kind === 'Touch' ? { type: kind, data: {} } : { type: kind, data: { amount } };

describe('Commands of several processes, repeated, racing and with lost answers', () => {
  it('have at most one effect each, equal answers, and leave memory and log the same', () =>
    fc.assert(
      fc.asyncProperty(steps, requests, faults, async (order, asked, lost) => {
        const store = new WatchedStore();
        store.faults.push(...lost.map((name) => faultOf[name] as AppendFault));
        const options = { wait: async () => undefined, random: () => 0, retry: { conflictTries: 100 } };
        const handlers = [0, 1, 2].map(() => new CommandHandler(store, walletStorage, walletDecider(), options));
        const answers = new Map<string, Set<string>>();
        const run = async (step: Step): Promise<void> => {
          const over = { commandId: `command-${step.id}` };
          const context = step.by === 'account' ? httpContext(over) : processContext({ ...over, factId: `fact-${step.id}` });
          try {
            const written = await handlers[step.process]?.handle('1', commandOf(step), context);
            if (!written || written.events.length === 0) return;
            const seen = answers.get(over.commandId) ?? new Set();
            answers.set(over.commandId, seen.add(JSON.stringify(written)));
          } catch (error) {
            if (!isDomainError(error) && !(error instanceof OutcomeUnknown)) throw error;
          }
        };
        await Promise.all(order.map(({ id, process }) => run({ id, process, ...(asked[id] as Omit<Step, 'id' | 'process'>) })));

        const log = await eventsIn(store, stream);
        const ids = log.map(({ metadata }) => metadata.commandId);
        expect(new Set(ids).size).toBe(ids.length);
        for (const seen of answers.values()) expect(seen.size).toBe(1);
        const states = await Promise.all(handlers.map(async (handler) => (await handler.load('1')).state));
        const { state } = await new CommandHandler(store, walletStorage, walletDecider()).load('1');
        for (const remembered of states) expect(remembered).toEqual(state);
        expect(state.balance).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 60 },
    ));
});
