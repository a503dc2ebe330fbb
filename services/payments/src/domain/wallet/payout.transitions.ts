import type { TransitionTable } from '@guildhall/kernel';
import type { Payout } from './wallet.state.js';
import type { WalletCommand } from './wallet.commands.js';
import type { WalletEvent } from './wallet.events.js';

export type PayoutStatus = Payout['status'] | '(none)';

/** The life of one payout; the provider's webhook may come before our own note, and money may come back after it was paid. */
export const payoutTransitions = {
  aggregate: 'payout',
  states: ['created', 'in_transit', 'paid', 'failed'],
  ends: ['failed'],
  rows: [
    {
      name: 'create',
      command: 'CreatePayout',
      actors: ['own party'],
      from: ['(none)'],
      to: 'created',
      events: ['PayoutCreated'],
      notify: ['freelancer'],
    },
    {
      name: 'hand to the provider',
      command: 'SubmitPayout',
      actors: ['system'],
      from: ['created'],
      to: 'in_transit',
      events: ['PayoutSubmitted'],
    },
    {
      name: 'confirm',
      command: 'SettlePayout',
      actors: ['provider'],
      from: ['created', 'in_transit'],
      to: 'paid',
      events: ['PayoutSettled'],
      notify: ['freelancer'],
    },
    {
      name: 'return',
      command: 'ReturnPayout',
      actors: ['provider'],
      from: ['created', 'in_transit', 'paid'],
      to: 'failed',
      events: ['PayoutReturned'],
      notify: ['freelancer'],
    },
  ],
} as const satisfies TransitionTable<PayoutStatus, WalletCommand['type'], WalletEvent['type']>;
