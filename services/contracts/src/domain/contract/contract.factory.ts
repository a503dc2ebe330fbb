import type { Instant, Money } from '@guildhall/kernel';
import { bornOf } from '@guildhall/kernel';
import type { ContractCommand, Standing } from './contract.commands.js';
import { contractDecider } from './contract.decider.js';
import type { ContractEvent } from './contract.events.js';
import { existing, milestoneOf, type Contract, type ContractState } from './contract.state.js';
import { milestoneIdOf } from './decide-signing.js';
import type { Milestone } from './milestone.state.js';
import type { Clauses, HashTerms, Terms } from './terms.js';

/** Enough of a hash for specs: another version or price gives another one. */
const hashForSpecs: HashTerms = ({ termsVersion, price }: Terms) =>
  `sha256:${`${termsVersion}${price.amount}`.padStart(64, '0')}`;
export const decider = contractDecider(hashForSpecs);

export const usd = (amount: string): Money => ({ amount: `${Math.round(Number(amount) * 100)}`, currency: 'USD' });
export const PROPOSAL = '65dc17f8-0479-533a-9aaf-f566a1da8ec8';
export const CONTRACT = bornOf(PROPOSAL, 'contract');
export const CLIENT = '7e014f6b-1b3f-5c1c-8045-75472df8e535';
export const FREELANCER = 'adba5708-f0d0-5f1f-b871-a1fd2536c23e';
export const AUTHOR = '8fac2768-2267-5b88-b0c1-49a5a884a9d1';
export const QUOTE = '9c9efe64-9257-5dde-99b9-aad034aa8253';
export const DISPUTE = 'fc502577-33d8-5fb7-953e-bf0c75ad7db0';
export const REQUEST = '4df3f6a0-694f-514c-9aa0-af2fa79717e5';
export const RESTRICTION = 'b641ca19-e69a-5df1-a588-0796226773c2';
export const M1 = milestoneIdOf(CONTRACT, 0);
export const M2 = milestoneIdOf(CONTRACT, 1);
/** Signed on 20 February, so that due times (14 d) lie before most of the specs' March. */
export const START: Instant = '2026-02-20T09:00:00.000Z';
export const hashOf = (letter: string): string => `sha256:${letter.repeat(64)}`;
export const OPEN: Standing = { state: 'open', missing: [] };

type Data<T extends ContractCommand['type']> = Extract<ContractCommand, { type: T }>['data'];
const command = <T extends ContractCommand['type']>(type: T, data: Data<T>): ContractCommand =>
  ({ type, data }) as ContractCommand;

export const clauses = (...amounts: readonly string[]): Clauses => ({
  pricingModel: amounts.length > 1 ? 'milestone' : 'fixed',
  price: usd(String(amounts.reduce((sum, amount) => sum + Number(amount), 0))),
  milestones: amounts.map((amount) => ({ kind: 'deliverable', amount: usd(amount), dueInDays: 14, criteriaIds: ['c1', 'c2'] })),
  revisions: 2,
  autoApproval: { days: 14 },
  funding: 'next',
});

const born = (terms: Clauses) => ({
  contractId: CONTRACT,
  clientPartyId: CLIENT,
  freelancerPartyId: FREELANCER,
  roleId: 'listing_optimization',
  currency: 'USD',
  quoteId: QUOTE,
  policyRefs: { fee: 'fee-v1' },
  clauses: terms,
  at: START,
});
export const draft = (terms: Clauses = clauses('1000.00')): ContractCommand =>
  command('DraftContract', { ...born(terms), origin: { kind: 'proposal', id: PROPOSAL } });
export const order = (terms: Clauses = clauses('1000.00')): ContractCommand =>
  command('DraftOrder', { ...born(terms), origin: { kind: 'order', id: PROPOSAL }, payBy: '2026-02-20T09:15:00.000Z' });
export const editTerms = (terms: Clauses): ContractCommand =>
  command('EditTerms', { side: 'client', clauses: terms, minimum: usd('5.00'), at: START });
export const offer = (hire: Standing = OPEN, recently = '0'): ContractCommand =>
  command('OfferContract', { hire, minimum: usd('5.00'), recentlyAgreed: usd(recently), at: START });
export const sign = (
  side: 'client' | 'freelancer',
  termsHash: string,
  at: Instant = START,
  standing: Standing = OPEN,
): ContractCommand =>
  command('SignContract', { side, partyId: side === 'client' ? CLIENT : FREELANCER, termsHash, standing, at });
export const decline = (side: 'client' | 'freelancer'): ContractCommand =>
  command('DeclineContract', { side, reason: 'other_plans', authorAccountId: AUTHOR, at: START });
export const expire = (stage: 'drafted' | 'offered', at: Instant): ContractCommand =>
  command('ExpireContract', { contractId: CONTRACT, stage, at });
export const declineOpen = (): ContractCommand =>
  command('DeclineOpenContract', { contractId: CONTRACT, reason: 'account_closed', at: START });
export const requestFunding = (milestoneId = M2, at: Instant = START): ContractCommand =>
  command('RequestFunding', { milestoneId, at });
export const funded = (amount: string, revision: string, milestoneId = M1, remaining = amount): ContractCommand =>
  command('NoteFunding', {
    contractId: CONTRACT,
    milestoneId,
    fundingId: 'b1fdc718-c603-5c73-8d49-e2f27160630a',
    holdId: 'e5a96a1e-6fa0-5a21-aa9c-fb2b49652795',
    amount: usd(amount),
    benefits: usd('0'),
    heldRemaining: usd(remaining),
    escrowRevision: revision,
    at: START,
  });
export const fundingFailed = (fundingId: string, finality: 'final' | 'retried'): ContractCommand =>
  command('NoteFundingFailure', {
    contractId: CONTRACT,
    fundingId,
    milestoneIds: [M1],
    reasonCode: 'card_declined',
    attempt: 1,
    finality,
    at: START,
  });
export const start = (milestoneId = M1): ContractCommand => command('StartMilestone', { milestoneId, at: START });
export const submit = (letter: string, at: Instant, milestoneId = M1): ContractCommand =>
  command('SubmitMilestone', {
    milestoneId,
    contentHash: hashOf(letter),
    files: [],
    fileNames: [],
    authorAccountId: AUTHOR,
    aiUse: 'none',
    at,
  });
export const requestChanges = (
  deliverableVersion: number,
  at: Instant,
  criteriaIds: readonly string[] = ['c2'],
): ContractCommand =>
  command('RequestChanges', {
    milestoneId: M1,
    deliverableVersion,
    criteriaIds,
    reasonCode: 'criteria_not_met',
    authorAccountId: AUTHOR,
    at,
  });
export const approve = (deliverableVersion: number, letter: string, amount?: string): ContractCommand =>
  command('ApproveMilestone', {
    milestoneId: M1,
    deliverableVersion,
    contentHash: hashOf(letter),
    at: '2026-03-14T12:00:00.000Z',
    ...(amount === undefined ? {} : { amount: usd(amount) }),
  });
export const autoApprove = (deliverableVersion: number, autoApproveAt: Instant): ContractCommand =>
  command('AutoApprove', { contractId: CONTRACT, milestoneId: M1, deliverableVersion, autoApproveAt });
export const remind = (deliverableVersion: number, autoApproveAt: Instant): ContractCommand =>
  command('RemindApproval', { contractId: CONTRACT, milestoneId: M1, deliverableVersion, autoApproveAt });
export const releasePart = (amount: string): ContractCommand => command('ReleasePart', { milestoneId: M1, amount: usd(amount) });
export const giveBack = (amount: string, source: 'held' | 'released' = 'held', at: Instant = START): ContractCommand =>
  command('GiveBack', { milestoneId: M1, amount: usd(amount), source, reasonCode: 'given_back', at });
export const markLate = (): ContractCommand => command('MarkLate', { contractId: CONTRACT, milestoneId: M1 });
export const cancelLate = (at: Instant): ContractCommand => command('CancelLate', { milestoneId: M1, at });

type Moved = Readonly<{ amount: string; remaining: string; revision: string; milestoneId?: string; at?: Instant }>;
const moved = ({ remaining, revision, milestoneId = M1, at = '2026-03-20T00:00:00.000Z' }: Moved) => ({
  contractId: CONTRACT,
  milestoneId,
  heldRemaining: usd(remaining),
  escrowRevision: revision,
  at,
});
export const released = (releaseId: string, told: Moved): ContractCommand =>
  command('NoteRelease', { ...moved(told), releaseId, gross: usd(told.amount), source: 'hold' });
export const refunded = (refundId: string, told: Moved, source: 'held' | 'released' = 'held'): ContractCommand =>
  command('NoteRefund', { ...moved(told), refundId, amount: usd(told.amount), source });
export const split = (splitId: string, told: Moved & Readonly<{ toFreelancer: string; toClient: string }>): ContractCommand =>
  command('NoteSplit', {
    ...moved(told),
    splitId,
    toFreelancer: usd(told.toFreelancer),
    toClient: usd(told.toClient),
    heldPart: usd(told.amount),
  });
export const deferred = (releaseId: string): ContractCommand =>
  command('NoteDeferral', {
    contractId: CONTRACT,
    milestoneId: M1,
    releaseId,
    released: usd('400.00'),
    deferred: usd('400.00'),
    reasonCode: 'frozen',
    escrowRevision: '5',
  });
export const refused = (
  instructionId: string,
  kind: 'release' | 'refund' | 'split' | 'funding',
  reasonCode: string,
): ContractCommand =>
  command('NoteRefusal', {
    contractId: CONTRACT,
    instructionId,
    kind,
    reasonCode,
    escrowRevision: '6',
    at: START,
    ...(kind === 'funding' ? {} : { milestoneId: M1 }),
  });
export const repeatRefused = (): ContractCommand => command('RepeatRefused', { contractId: CONTRACT, milestoneId: M1 });
export const repeatByHand = (instructionId: string): ContractCommand =>
  command('RepeatInstruction', {
    milestoneId: M1,
    instructionId,
    reason: 'the payee is known now',
    authorAccountId: AUTHOR,
    at: START,
  });
export const dispute = (amount: string, at: Instant, milestoneId = M1): ContractCommand =>
  command('NoteDispute', {
    contractId: CONTRACT,
    milestoneId,
    disputeId: DISPUTE,
    amount: usd(amount),
    openedBy: CLIENT,
    respondBy: '2026-03-14T00:00:00.000Z',
    defaultOutcome: 'respondent_loses_claim',
    at,
  });
export const freeze = (heldFrozen: string): ContractCommand =>
  command('NoteFreeze', {
    contractId: CONTRACT,
    milestoneId: M1,
    disputeId: DISPUTE,
    freezeId: '3cbe26cf-e73a-50fd-8a19-ee6b5dd020a8',
    amount: usd(heldFrozen),
    heldFrozen: usd(heldFrozen),
    walletFrozenNet: usd('0'),
    shortfallNet: usd('0'),
  });
export const ruling = (): ContractCommand =>
  command('NoteRuling', {
    contractId: CONTRACT,
    milestoneId: M1,
    disputeId: DISPUTE,
    rulingId: 'a6aa6923-3269-5da9-a6e1-02ec74ae9ec2',
    decidedAs: 'decided',
    amount: usd('400.00'),
    toFreelancer: usd('240.00'),
    toClient: usd('160.00'),
    faultFreelancer: 0.4,
    faultClient: 0.6,
    ruleIds: ['r.delivered_in_part'],
    factIds: ['284f03a4-333a-59fd-bf39-b303299254a8'],
  });
export const disputeClosed = (at: Instant, outcome = 'withdrawn', milestoneId = M1): ContractCommand =>
  command('NoteDisputeClosed', { contractId: CONTRACT, milestoneId, disputeId: DISPUTE, outcome, at });
export const suspend = (...carveOut: readonly string[]): ContractCommand =>
  command('NoteSuspension', { contractId: CONTRACT, restrictionId: RESTRICTION, partyId: FREELANCER, carveOut, at: START });
export const liftSuspension = (): ContractCommand =>
  command('NoteSuspensionLifted', { contractId: CONTRACT, restrictionId: RESTRICTION, at: START });
export const requestCancellation = (
  side: 'client' | 'freelancer',
  ...splits: readonly (readonly [string, string, string])[]
): ContractCommand =>
  command('RequestCancellation', {
    requestId: REQUEST,
    side,
    splits: splits.map(([milestoneId, toFreelancer, toClient]) => ({
      milestoneId,
      toFreelancer: usd(toFreelancer),
      toClient: usd(toClient),
    })),
    authorAccountId: AUTHOR,
    at: START,
  });
export const answer = (side: 'client' | 'freelancer', given: 'accept' | 'refuse'): ContractCommand =>
  command('AnswerCancellation', { requestId: REQUEST, side, answer: given, at: START });
export const lapse = (at: Instant): ContractCommand =>
  command('LapseCancellation', { contractId: CONTRACT, requestId: REQUEST, at });
export const escrowClosed = (): ContractCommand =>
  command('NoteEscrowClosed', {
    contractId: CONTRACT,
    funded: usd('1000.00'),
    released: usd('1000.00'),
    refunded: usd('0'),
    chargedBack: usd('0'),
    at: START,
  });

/** A command, or one that looks at the contract so far. */
export type Step = ContractCommand | ((contract: Contract) => ContractCommand);
/** The events that these commands decide, one after another; a step may look at the contract so far. */
export const after = (...steps: readonly Step[]): readonly ContractEvent[] => {
  const events: ContractEvent[] = [];
  let state: ContractState = decider.initialState();
  for (const step of steps) {
    const decided = decider.decide(typeof step === 'function' ? step(existing(state)) : step, state);
    events.push(...decided);
    state = decided.reduce<ContractState>((folded, event) => decider.evolve(folded, event), state);
  }
  return events;
};

/** A contract drafted from a proposal, offered and signed by both; its first money is asked for. */
export const signedSteps = (terms: Clauses = clauses('1000.00')): readonly Step[] => [
  draft(terms),
  offer(),
  ({ termsHash }) => sign('client', termsHash),
  ({ termsHash }) => sign('freelancer', termsHash),
];
/** The same with the first milestone funded. */
export const fundedSteps = (amount = '1000.00', terms: Clauses = clauses(amount)): readonly Step[] => [
  ...signedSteps(terms),
  funded(amount, '1'),
];

export const contractAfter = (...steps: readonly Step[]): Contract =>
  existing(after(...steps).reduce<ContractState>((state, event) => decider.evolve(state, event), decider.initialState()));
export const milestoneAfter = (...steps: readonly Step[]): Milestone => milestoneOf(contractAfter(...steps), M1);
/** Id of the latest money instruction of the first milestone. */
export const latestInstruction = (contract: Contract): string => milestoneOf(contract, M1).instructions.at(-1)?.id ?? '';
