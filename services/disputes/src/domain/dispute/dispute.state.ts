import type { EventData, Instant, Money } from '@guildhall/kernel';
import type { DisputeEvent, Escalation, Shares, Side } from './dispute.events.js';

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
  | 'closed';

export type Offer = Readonly<{ offerId: string; side: Side } & ({ kind: 'open'; toFreelancer: Money } | { kind: 'sealed' })>;
/** What will be paid, and why: of the ruling or settlement in force. `splitAt` is absent where it is paid at once. */
export type Outcome = Shares & Readonly<{ basis: 'ruling' | 'settlement'; basisId: string; splitAt?: Instant; offerId?: string }>;
type Data<T extends DisputeEvent['type']> = EventData<DisputeEvent, T>;

/** Plain JSON: read models keep it as it is. Nothing of a sealed offer but its existence is in it. */
export type DisputeState = Readonly<{
  status: DisputeStatus;
  opened: Data<'DisputeOpened'> | null;
  awaited: Data<'ResponseAwaited'> | null;
  reminders: number;
  response: Data<'ResponseGiven'> | null;
  offers: readonly Offer[];
  mediationAskedBy: readonly Side[];
  wanted: 'mediator' | 'arbitrator' | null;
  mediator: Pick<Data<'MediatorAssigned'>, 'mediatorAccountId' | 'reasonCodes' | 'proposalBy'> | null;
  proposal: Data<'MediationProposed'> | null;
  mediationAnswers: Readonly<Partial<Record<Side, 'accept' | 'reject'>>>;
  arbitrationOffer: Pick<Data<'ArbitrationOffered'>, 'answerBy' | 'cause'> | null;
  arbitrationAnswers: Readonly<Partial<Record<Side, 'agree' | 'decline'>>>;
  arbitration: Pick<Data<'ArbitrationStarted'>, 'arbitratorAccountId' | 'reasonCodes' | 'evidenceBy' | 'rulingBy'> | null;
  exhibits: readonly Omit<Data<'ExhibitAdded'>, 'disputeId' | 'contractId' | 'milestoneId'>[];
  escalations: readonly Readonly<{ reason: Escalation; since: Instant }>[];
  ruling: Data<'DisputeDecided'> | null;
  outcome: Outcome | null;
  splits: readonly string[];
  blocked: Readonly<{ splitId: string; reasonCode: string; since: Instant }> | null;
  repair: Readonly<{ repairId: string; proposedBy: string; reason: string }> | null;
  closed: Pick<Data<'DisputeClosed'>, 'outcome' | 'closedAt'> | null;
}>;

export const noDispute: DisputeState = {
  status: '(none)',
  opened: null,
  awaited: null,
  reminders: 0,
  response: null,
  offers: [],
  mediationAskedBy: [],
  wanted: null,
  mediator: null,
  proposal: null,
  mediationAnswers: {},
  arbitrationOffer: null,
  arbitrationAnswers: {},
  arbitration: null,
  exhibits: [],
  escalations: [],
  ruling: null,
  outcome: null,
  splits: [],
  blocked: null,
  repair: null,
  closed: null,
};

const NOTHING: Money = { amount: '0', currency: 'XXX' };

/** What the dispute is about: the claim, and from the freeze on what was found of it. */
export const amountOf = ({ awaited, opened }: DisputeState): Money => awaited?.amount ?? opened?.amount ?? NOTHING;
/** The side of a party; null for a stranger. */
export const sideOf = ({ opened }: DisputeState, partyId: string): Side | null => {
  if (opened?.clientPartyId === partyId) return 'client';
  return opened?.freelancerPartyId === partyId ? 'freelancer' : null;
};
export const otherSide = (side: Side): Side => (side === 'client' ? 'freelancer' : 'client');
/** The side that has to answer the opening. */
export const respondentSide = ({ opened }: DisputeState): Side => otherSide(opened?.openerSide ?? 'client');
/** The newest offer of a side and kind. */
export const latestOffer = <K extends Offer['kind']>(
  { offers }: DisputeState,
  side: Side,
  kind: K,
): Extract<Offer, { kind: K }> | undefined =>
  offers.findLast((offer): offer is Extract<Offer, { kind: K }> => offer.side === side && offer.kind === kind);
