import {
  FACT,
  type PartyVolumeCrossed,
  type PayerValidated,
  type PayoutDestinationChanged,
  type PayoutFailed,
  type PayoutPaid,
} from '@guildhall/event-catalogue';
import { send, type FactInput, type Reaction, type Send } from '@guildhall/kernel';
import type { VerificationCommand } from '../../domain/verification/verification.commands.js';

export type VerificationFact = PartyVolumeCrossed | PayerValidated | PayoutDestinationChanged | PayoutFailed | PayoutPaid;

const note = (command: VerificationCommand): readonly Send[] => [send('note', command)];

/** What payments knows of a party and a requirement asks for. */
export const verificationFacts: Reaction<FactInput<VerificationFact>> = {
  kind: 'reaction',
  name: 'verification-facts',
  from: [],
  react({ type, data }, { occurredAt: at }) {
    switch (type) {
      case FACT.PayerValidated: {
        const { partyId, instrumentId } = data;
        return note({ type: 'NoteBillingMethod', data: { partyId, instrumentId } });
      }
      case FACT.PayoutDestinationChanged: {
        const { partyId, destinationId } = data;
        return note({ type: 'NotePayoutDestination', data: { partyId, destinationId } });
      }
      case FACT.PayoutFailed: {
        const { partyId, payoutId } = data;
        return note({ type: 'NotePayoutFailed', data: { partyId, payoutId, at } });
      }
      case FACT.PayoutPaid: {
        const { partyId, payoutId } = data;
        return note({ type: 'NotePayoutPaid', data: { partyId, payoutId } });
      }
      case FACT.PartyVolumeCrossed: {
        const { partyId, direction, thresholdId } = data;
        return note({ type: 'NoteVolume', data: { partyId, direction, thresholdId, at } });
      }
    }
  },
};
