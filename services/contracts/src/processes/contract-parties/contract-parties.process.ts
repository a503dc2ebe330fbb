import { send, type Reaction, type Send } from '@guildhall/kernel';
import type { ContractEvent } from '../../domain/contract/contract.events.js';
import type { PartyCommand } from '../../domain/party/party.decider.js';

type Own = Extract<ContractEvent, { type: 'ContractDrafted' | 'ContractDeclined' | 'ContractEnded' }>;
const order = (step: string, command: PartyCommand): Send => send(step, command);

/** Tells both parties' streams which contracts are open, so that a restriction or a closed account finds them. */
export const contractParties: Reaction<Own> = {
  kind: 'reaction',
  name: 'contract-parties',
  from: ['contracts.contract'],
  react(input, { streamKey: contractId }) {
    switch (input.type) {
      case 'ContractDrafted': {
        const { clientPartyId, freelancerPartyId, terms, draftedAt: at } = input.data;
        const entered = { contractId, price: terms.price, at };
        return [
          order('client', {
            type: 'EnterContract',
            data: { ...entered, partyId: clientPartyId, counterpartyId: freelancerPartyId },
          }),
          order('freelancer', {
            type: 'EnterContract',
            data: { ...entered, partyId: freelancerPartyId, counterpartyId: clientPartyId },
          }),
        ];
      }
      case 'ContractDeclined':
      case 'ContractEnded': {
        const left = { contractId, lived: input.type === 'ContractEnded' ? 'lived' : 'declined' } as const;
        const { clientPartyId, freelancerPartyId } = input.data;
        return [
          order('client', { type: 'LeaveContract', data: { ...left, partyId: clientPartyId } }),
          order('freelancer', { type: 'LeaveContract', data: { ...left, partyId: freelancerPartyId } }),
        ];
      }
    }
  },
};
