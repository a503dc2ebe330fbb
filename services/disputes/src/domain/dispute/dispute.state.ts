import { minorOf, type EventData, type Instant, type Money } from '@guildhall/kernel';
import type { DisputeEvent, Side } from './dispute.events.js';

export type DisputeStatus =
  | '(none)'
  | 'opened'
  | 'awaiting_response'
  | 'negotiation'
  | 'mediation'
  | 'arbitration_offer'
  | 'arbitration'
  | 'defaulted'
  | 'decided'
  | 'settled'
  | 'executing'
  | 'repair'
  | 'executed'
  | 'closed';

export type Offer = Readonly<
  { offerId: string; side: Side; kind: 'open'; toFreelancer: bigint } | { offerId: string; side: Side; kind: 'sealed' }
>;
type Shares = Readonly<{ toFreelancer: Money; toClient: Money }>;

export type DisputeState = Readonly<{
  status: DisputeStatus;
  opened: EventData<DisputeEvent, 'DisputeOpened'> | null;
  /** What the dispute is about: the claim, and from the freeze on what was found. */
  amount: Money;
  reminders: number;
  answered: 'no' | 'yes';
  negotiationEndsAt: Instant;
  mediationEndsAt: Instant;
  offers: readonly Offer[];
  mediationAskedBy: readonly Side[];
  mediatorAccountId: string;
  proposal: EventData<DisputeEvent, 'MediationProposed'> | null;
  mediationAnswers: Readonly<Partial<Record<Side, 'accept' | 'reject'>>>;
  arbitrationAnswers: Readonly<Partial<Record<Side, 'agree' | 'decline'>>>;
  answerBy: Instant;
  arbitratorAccountId: string;
  evidenceBy: Instant;
  rulingBy: Instant;
  exhibits: readonly Readonly<{ side: Side; size: number; exhibitId: string }>[];
  /** What will be paid, and why: of the ruling or settlement in force. */
  outcome: (Shares & Readonly<{ basis: 'ruling' | 'settlement'; basisId: string; splitAt: Instant }>) | null;
  splits: readonly string[];
  repair: Readonly<{ repairId: string; proposedBy: string }> | null;
}>;

const NOTHING: Money = { amount: '0', currency: '' };

export const noDispute: DisputeState = {
  status: '(none)',
  opened: null,
  amount: NOTHING,
  reminders: 0,
  answered: 'no',
  negotiationEndsAt: '',
  mediationEndsAt: '',
  offers: [],
  mediationAskedBy: [],
  mediatorAccountId: '',
  proposal: null,
  mediationAnswers: {},
  arbitrationAnswers: {},
  answerBy: '',
  arbitratorAccountId: '',
  evidenceBy: '',
  rulingBy: '',
  exhibits: [],
  outcome: null,
  splits: [],
  repair: null,
};

/** The side of a party; null for a stranger. */
export const sideOf = ({ opened }: DisputeState, partyId: string): Side | null => {
  if (opened?.clientPartyId === partyId) return 'client';
  return opened?.freelancerPartyId === partyId ? 'freelancer' : null;
};
export const otherSide = (side: Side): Side => (side === 'client' ? 'freelancer' : 'client');
/** The side that has to answer the opening. */
export const respondentSide = ({ opened }: DisputeState): Side => otherSide(opened?.openerSide ?? 'client');

export const evolveDispute = (state: DisputeState, { type, data }: DisputeEvent): DisputeState => {
  switch (type) {
    case 'DisputeOpened':
      return { ...noDispute, status: 'opened', opened: data, amount: data.amount };
    case 'ResponseAwaited':
      return { ...state, status: 'awaiting_response', amount: data.amount };
    case 'ResponseReminded':
      return { ...state, reminders: data.reminder };
    case 'ResponseGiven':
      return {
        ...state,
        status: 'negotiation',
        answered: 'yes',
        negotiationEndsAt: data.negotiationEndsAt,
        mediationEndsAt: data.mediationEndsAt,
      };
    case 'OfferMade':
      return {
        ...state,
        offers: [
          ...state.offers,
          { offerId: data.offerId, side: data.side, kind: 'open', toFreelancer: minorOf(data.toFreelancer) },
        ],
      };
    case 'OfferSealed':
      return { ...state, offers: [...state.offers, { offerId: data.offerId, side: data.side, kind: 'sealed' }] };
    case 'DisputeSettled': {
      const { toFreelancer, toClient, settlementId } = data;
      return {
        ...state,
        status: 'settled',
        outcome: { toFreelancer, toClient, basis: 'settlement', basisId: settlementId, splitAt: '' },
      };
    }
    case 'MediationAsked':
      return { ...state, mediationAskedBy: [...state.mediationAskedBy, data.side] };
    case 'MediatorAssigned':
      return { ...state, status: 'mediation', mediatorAccountId: data.mediatorAccountId };
    case 'MediationProposed':
      return { ...state, proposal: data, mediationAnswers: {} };
    case 'MediationAnswered':
      return { ...state, mediationAnswers: { ...state.mediationAnswers, [data.side]: data.answer } };
    case 'ArbitrationOffered':
      return { ...state, status: 'arbitration_offer', answerBy: data.answerBy, arbitrationAnswers: {} };
    case 'ArbitrationAnswered':
      return { ...state, arbitrationAnswers: { ...state.arbitrationAnswers, [data.side]: data.answer } };
    case 'ArbitrationStarted':
      return {
        ...state,
        status: 'arbitration',
        arbitratorAccountId: data.arbitratorAccountId,
        evidenceBy: data.evidenceBy,
        rulingBy: data.rulingBy,
      };
    case 'ExhibitAdded':
      return { ...state, exhibits: [...state.exhibits, { side: data.side, size: data.size, exhibitId: data.exhibitId }] };
    case 'DisputeDecided': {
      const { toFreelancer, toClient, rulingId, splitAt, decidedAs } = data;
      return { ...state, status: decidedAs, outcome: { toFreelancer, toClient, basis: 'ruling', basisId: rulingId, splitAt } };
    }
    case 'SplitOrdered':
      return { ...state, status: 'executing', splits: [...state.splits, data.splitId], repair: null };
    case 'RulingExecuted':
      return { ...state, status: 'executed' };
    case 'ExecutionBlocked':
      return { ...state, status: 'repair' };
    case 'RepairProposed':
      return { ...state, repair: { repairId: data.repairId, proposedBy: data.proposedBy } };
    case 'DisputeClosed':
      return { ...state, status: 'closed' };
  }
};
