import { cancelTimer, escalate, send, startTimer } from '@guildhall/kernel';
import type { CommandRefused, Instant, ProcessManager, TimerDue } from '@guildhall/kernel';
import type { ContractEvent } from '../../domain/contract/contract.events.js';

type Expiry = Readonly<{ contractId: string; stage: 'drafted' | 'offered'; at: Instant }>;
type Own = Extract<ContractEvent, { type: 'ContractDrafted' | 'ContractOffered' | 'ContractSigned' | 'ContractDeclined' }>;
type Input = Own | TimerDue<'expire', Expiry> | CommandRefused<Expiry>;

/** Ends drafts that nobody offers and offers that nobody signs, each at its own date. */
export const offerExpiry: ProcessManager<Input, null> = {
  name: 'offer-expiry',
  from: ['contracts.contract'],
  correlate: (input, { streamKey }) => {
    switch (input.type) {
      case 'ContractDrafted':
      case 'ContractOffered':
      case 'ContractSigned':
      case 'ContractDeclined':
        return streamKey;
      case 'timer.expire':
      case 'CommandRefused':
        return input.data.contractId;
    }
  },
  initialState: () => null,
  evolve: (state) => state,
  react(input, _, { streamKey: contractId }) {
    switch (input.type) {
      case 'ContractDrafted': {
        const { expiresAt } = input.data;
        return expiresAt === undefined
          ? []
          : [startTimer('expire', expiresAt, { contractId, stage: 'drafted', at: expiresAt }, 'drafted')];
      }
      case 'ContractOffered': {
        const { expiresAt } = input.data;
        return [
          cancelTimer('expire', 'drafted'),
          startTimer('expire', expiresAt, { contractId, stage: 'offered', at: expiresAt }, 'offered'),
        ];
      }
      case 'ContractSigned':
      case 'ContractDeclined':
        return [cancelTimer('expire', 'drafted'), cancelTimer('expire', 'offered')];
      case 'timer.expire':
        return [send('expire', { type: 'ExpireContract', data: input.data })];
      case 'CommandRefused':
        return [escalate(input.data.code)];
    }
  },
};
