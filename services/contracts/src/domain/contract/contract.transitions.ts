import type { Transition, TransitionTable } from '@guildhall/kernel';
import type { ContractCommand } from './contract.commands.js';
import type { ContractEvent } from './contract.events.js';
import { settlementRows } from './contract.settlement-rows.js';
import type { ContractStatus } from './contract.state.js';

type State = '(none)' | ContractStatus;
type Row = Transition<State, ContractCommand['type'], ContractEvent['type']>;

const BOTH = ['client', 'freelancer'] as const;

const rows: readonly Row[] = [
  {
    name: 'draft',
    command: 'DraftContract',
    actors: ['fact'],
    from: ['(none)'],
    to: 'drafted',
    events: ['ContractDrafted'],
    notify: BOTH,
  },
  {
    name: 'draft refused',
    command: 'DraftContract',
    actors: ['fact'],
    from: ['(none)'],
    to: 'ended',
    events: ['ContractDrafted', 'ContractDeclined'],
  },
  {
    name: 'order',
    command: 'DraftOrder',
    actors: ['fact'],
    from: ['(none)'],
    to: 'funding',
    events: ['ContractDrafted', 'ContractOffered', 'PartySigned', 'ContractSigned', 'MilestonePlanned', 'FundingRequested'],
    notify: BOTH,
  },
  {
    name: 'order refused',
    command: 'DraftOrder',
    actors: ['fact'],
    from: ['(none)'],
    to: 'ended',
    events: ['ContractDrafted', 'ContractDeclined'],
  },
  { name: 'edit terms', command: 'EditTerms', actors: BOTH, from: ['drafted'], to: 'same', events: ['TermsDrafted'] },
  {
    name: 'offer',
    command: 'OfferContract',
    actors: ['client'],
    from: ['drafted'],
    to: 'offered',
    events: ['ContractOffered'],
    notify: ['freelancer'],
  },
  {
    name: 'decline',
    command: 'DeclineContract',
    actors: BOTH,
    from: ['drafted', 'offered'],
    to: 'ended',
    events: ['ContractDeclined'],
    notify: BOTH,
  },
  {
    name: 'expire draft',
    command: 'ExpireContract',
    actors: ['timer'],
    from: ['drafted'],
    to: 'ended',
    events: ['ContractDeclined'],
    deadline: { policy: 'offer.draftExpiryDays', clock: 'first-entered' },
    notify: BOTH,
  },
  {
    name: 'expire offer',
    command: 'ExpireContract',
    actors: ['timer'],
    from: ['offered'],
    to: 'ended',
    events: ['ContractDeclined'],
    deadline: { policy: 'offer.offerExpiryDays', clock: 'first-entered' },
    notify: BOTH,
  },
  {
    name: 'close with account',
    command: 'DeclineOpenContract',
    actors: ['fact'],
    from: ['drafted', 'offered', 'funding'],
    to: 'ended',
    events: ['ContractDeclined'],
    notify: BOTH,
  },
  {
    name: 'sign first',
    command: 'SignContract',
    actors: ['client'],
    from: ['offered'],
    to: 'same',
    events: ['PartySigned'],
    notify: ['freelancer'],
  },
  {
    name: 'sign second',
    command: 'SignContract',
    actors: ['freelancer'],
    from: ['offered'],
    to: 'funding',
    events: ['PartySigned', 'ContractSigned', 'MilestonePlanned', 'FundingRequested'],
    notify: ['client'],
  },
  ...settlementRows,
];

/** Contracts: what each state takes (contracts.md, Contract transitions). */
export const contractTable: TransitionTable<State, ContractCommand['type'], ContractEvent['type']> = {
  aggregate: 'contract',
  states: ['drafted', 'offered', 'funding', 'active', 'completing', 'ended'],
  ends: ['ended'],
  rows,
};
