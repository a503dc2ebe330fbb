import { DomainError, newId, type Command, type Decider, type DomainEvent, type StorageContract } from '@guildhall/kernel';
import type { AppendResult, EventStore, ExpectedRevision, NewEvent, StoredEvent } from '../store/event-store.port.js';
import { InMemoryEventStore } from '../store/in-memory.store.js';
import type { CommandContext } from './command-context.js';

/** A small aggregate for the specs of the command handler: a wallet that may not go below zero. */
export type WalletEvent =
  | DomainEvent<'WalletOpened', { ownerId: string }>
  | DomainEvent<'Credited', { amount: number; at?: string }>
  | DomainEvent<'Debited', { amount: number }>;
export type WalletCommand =
  | Command<'Open', { ownerId: string }>
  | Command<'Credit', { amount: number; at?: string; parts?: number }>
  | Command<'Debit', { amount: number }>
  | Command<'Touch', object>;
export type Wallet = Readonly<{ ownerId: string | null; balance: number; applied: readonly string[] }>;

export const walletStorage = {
  category: 'payments.wallet',
  schemaVersions: { WalletOpened: 1, Credited: 2, Debited: 1 },
} as const satisfies StorageContract<WalletEvent>;

/** A decider of its own for each call: handlers of one decider on one store share their memory, as within one process. */
export const walletDecider = (): Decider<WalletCommand, WalletEvent, Wallet> => ({
  initialState: () => ({ ownerId: null, balance: 0, applied: [] }),
  decide({ type, data }, { ownerId, balance }) {
    switch (type) {
      case 'Open':
        return ownerId === null ? [{ type: 'WalletOpened', data }] : [];
      case 'Credit': {
        const { parts = 1, ...credited } = data;
        return Array.from({ length: parts }, () => ({ type: 'Credited' as const, data: credited }));
      }
      case 'Debit':
        if (data.amount > balance) throw new DomainError('PAYMENTS.INSUFFICIENT', 'conflict', 'Not enough there');
        return [{ type: 'Debited', data }];
      case 'Touch':
        return [];
    }
  },
  evolve(state, { type, data }) {
    const applied = [...state.applied, type];
    switch (type) {
      case 'WalletOpened':
        return { ...state, applied, ownerId: data.ownerId };
      case 'Credited':
        return { ...state, applied, balance: state.balance + data.amount };
      case 'Debited':
        return { ...state, applied, balance: state.balance - data.amount };
    }
  },
});

/** The context of an HTTP command; `over` replaces parts. */
export const httpContext = (over: Partial<CommandContext> = {}): CommandContext => ({
  commandId: newId(),
  requestHash: 'hash-of-request',
  actor: { kind: 'account', id: 'ada' },
  correlationId: 'correlation',
  causationId: 'causation',
  occurredAt: '2026-03-01T00:00:00.000Z',
  region: 'eu',
  ...over,
});

/** The context of a process's command. */
export const processContext = (over: Partial<CommandContext> = {}): CommandContext => {
  const { requestHash: _none, ...context } = httpContext();
  return { ...context, actor: { kind: 'system', id: 'process:spec' }, factId: newId(), ...over };
};

/** What happens to an append: it goes through, fails before, or fails after it was written. */
export type AppendFault = (write: () => Promise<AppendResult>) => Promise<AppendResult>;

/** The in-memory store with counters, and faults that appends meet in turn. */
export class WatchedStore extends InMemoryEventStore {
  appends = 0;
  reads = 0;
  readonly faults: AppendFault[] = [];
  readFault: (() => Error) | null = null;

  override append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    this.appends += 1;
    const fault = this.faults.shift();
    const write = (): Promise<AppendResult> => super.append(stream, expected, events);
    return fault ? fault(write) : write();
  }

  override async *read(stream: string, options?: Readonly<{ from?: bigint; maxCount?: number }>): AsyncIterable<StoredEvent> {
    this.reads += 1;
    if (this.readFault) throw this.readFault();
    yield* super.read(stream, options);
  }
}

export const eventsIn = async (store: EventStore, stream: string): Promise<readonly StoredEvent[]> => {
  const events: StoredEvent[] = [];
  for await (const event of store.read(stream)) events.push(event);
  return events;
};
