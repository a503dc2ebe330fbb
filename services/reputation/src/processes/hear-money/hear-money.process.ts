import type { MilestoneRefunded, MilestoneReleased, MilestoneSplitExecuted, PayerValidated } from '@guildhall/event-catalogue';
import { send, type FactInput, type Reaction } from '@guildhall/kernel';
import type { ContractCommand } from '../../domain/contract/contract.decider.js';
import type { PartyCommand } from '../../domain/party/party.decider.js';

type Told =
  FactInput<MilestoneReleased> | FactInput<MilestoneRefunded> | FactInput<MilestoneSplitExecuted> | FactInput<PayerValidated>;

const note = (command: ContractCommand | PartyCommand) => [send('note', command)];

/** Money of a contract gives its evidence weight; a payer whose money was seen to be good is believed in full. */
export const hearMoney: Reaction<Told> = {
  kind: 'reaction',
  name: 'hear-money',
  from: [],
  react({ type, data }, { id: factId, occurredAt: at }) {
    switch (type) {
      case 'guildhall.payments.milestone-released.v1': {
        const { contractId, milestoneId, gross: amount } = data;
        return note({ type: 'NotePayment', data: { contractId, told: { factId, milestoneId, amount, at } } });
      }
      case 'guildhall.payments.milestone-refunded.v1': {
        const { contractId, milestoneId, source, amount } = data;
        return note({ type: 'NoteRefund', data: { contractId, told: { factId, milestoneId, source, amount, at } } });
      }
      case 'guildhall.payments.milestone-split-executed.v1': {
        const { contractId, milestoneId, toFreelancer, toClient, heldPart } = data;
        const told = { factId, milestoneId, toFreelancer, toClient, heldPart, at };
        return note({ type: 'NoteSplit', data: { contractId, told } });
      }
      case 'guildhall.payments.payer-validated.v1': {
        const { partyId, instrumentId, method, country, checkKind } = data;
        const told = { instrumentId, method, country, checkKind, validatedAt: at };
        return note({ type: 'NotePayerValidation', data: { partyId, told } });
      }
    }
  },
};
