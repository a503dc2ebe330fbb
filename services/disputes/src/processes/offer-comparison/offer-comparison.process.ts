import { send, type Reaction, type Send } from '@guildhall/kernel';
import type { DisputeEvent } from '../../domain/dispute/dispute.events.js';
import type { ProcessCommand } from '../process-commands.js';

const order = (command: ProcessCommand): Send => send('compare', command);

/** Compares sealed offers also where the service died between sealing and comparing. */
export const offerComparison: Reaction<Extract<DisputeEvent, { type: 'OfferSealed' }>> = {
  kind: 'reaction',
  name: 'offer-comparison',
  from: ['disputes.dispute'],
  react({ type, data: { disputeId } }) {
    return type === 'OfferSealed' ? [order({ type: 'CompareOffers', data: { disputeId } })] : [];
  },
};
