import { send, type Instant, type Reaction, type Send } from '@guildhall/kernel';
import type { ProcessCommand } from '../../domain/contract/contract.commands.js';
import type { PartyEvent, Stop } from '../../domain/party/party.events.js';

type Own = Extract<PartyEvent, { type: 'RestrictionBegan' | 'RestrictionEnded' | 'AccountClosureSeen' | 'ContractEntered' }>;
const order = (step: string, command: ProcessCommand): Send => send(step, command);

const suspend = (contractId: string, partyId: string, { restrictionId, carveOut }: Stop, at: Instant): Send =>
  order(`${contractId}|${restrictionId}`, { type: 'NoteSuspension', data: { contractId, restrictionId, partyId, carveOut, at } });
const decline = (contractId: string, at: Instant): Send =>
  order(`${contractId}|close`, { type: 'DeclineOpenContract', data: { contractId, reason: 'account_closed', at } });

/** What happens to a party reaches its open contracts; one that is entered later meets what is in force already. */
export const partyOverlays: Reaction<Own> = {
  kind: 'reaction',
  name: 'party-overlays',
  from: ['contracts.party'],
  react(input, { streamKey: partyId }) {
    switch (input.type) {
      case 'RestrictionBegan': {
        const { contractIds, restrictionId, carveOut, beganAt } = input.data;
        return contractIds.map((contractId) => suspend(contractId, partyId, { restrictionId, carveOut }, beganAt));
      }
      case 'RestrictionEnded': {
        const { contractIds, restrictionId, endedAt: at } = input.data;
        return contractIds.map((contractId) =>
          order(`${contractId}|${restrictionId}`, { type: 'NoteSuspensionLifted', data: { contractId, restrictionId, at } }),
        );
      }
      case 'AccountClosureSeen':
        return input.data.contractIds.map((contractId) => decline(contractId, input.data.closedAt));
      case 'ContractEntered': {
        const { contractId, stops, account, enteredAt } = input.data;
        return [
          ...stops.map((stop) => suspend(contractId, partyId, stop, enteredAt)),
          ...(account === 'closed' ? [decline(contractId, enteredAt)] : []),
        ];
      }
    }
  },
};
