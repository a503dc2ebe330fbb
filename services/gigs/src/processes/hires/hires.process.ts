import type { ContractDeclined, ContractOffered, ContractSigned } from '@guildhall/event-catalogue';
import { send, type FactInput, type Reaction } from '@guildhall/kernel';

type Input = FactInput<ContractOffered> | FactInput<ContractDeclined> | FactInput<ContractSigned>;

/** What became of a contract goes back to the brief that it was born of; an order or an offer holds no slot. */
export const hires: Reaction<Input> = {
  kind: 'reaction',
  name: 'hires',
  from: [],
  react({ type, data }, { occurredAt: at }) {
    const { origin, contractId } = data;
    if (origin.kind !== 'proposal') return [];
    const proposalId = origin.id;
    switch (type) {
      case 'guildhall.contracts.contract-offered.v1':
        return [send('note', { type: 'NoteOfferOut', data: { proposalId, contractId, at } })];
      case 'guildhall.contracts.contract-declined.v1':
        return [send('note', { type: 'FreeSlot', data: { proposalId, reason: data.reason, at } })];
      case 'guildhall.contracts.contract-signed.v1':
        return [send('note', { type: 'NoteHireSigned', data: { proposalId, contractId, at } })];
    }
  },
};
