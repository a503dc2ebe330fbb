import type { ContractEvent } from './contract.events.js';
import { exists, noContract, withMilestone, type Contract, type ContractState } from './contract.state.js';
import { isMilestoneEvent, milestoneEvolve } from './milestone.evolve.js';
import { plannedMilestone } from './milestone.state.js';

type Own = Exclude<ContractEvent, { type: 'MilestonePlanned' }>;

/** Folds one event. Events before `ContractDrafted` do not occur; if they did, they would change nothing. */
export const evolveContract = (state: ContractState, event: ContractEvent): ContractState => {
  if (event.type === 'ContractDrafted') return drafted(event.data);
  if (!exists(state)) return noContract;
  if (event.type === 'MilestonePlanned') return { ...state, milestones: [...state.milestones, plannedMilestone(event.data)] };
  return evolveExisting(state, event);
};

const drafted = (data: Extract<ContractEvent, { type: 'ContractDrafted' }>['data']): Contract => ({
  status: 'drafted',
  contractId: data.contractId,
  origin: data.origin,
  clientPartyId: data.clientPartyId,
  freelancerPartyId: data.freelancerPartyId,
  quoteId: data.quoteId,
  policyRefs: data.policyRefs,
  terms: data.terms,
  termsHash: data.termsHash,
  draftedAt: data.draftedAt,
  expiresAt: data.expiresAt ?? null,
  payBy: data.payBy ?? null,
  signatures: [],
  milestones: [],
  fundings: [],
  suspensions: [],
  cancellation: null,
  escrow: 'open',
  endReason: null,
  ruleId: null,
});

const evolveExisting = (state: Contract, event: Exclude<Own, { type: 'ContractDrafted' }>): Contract => {
  if (event.type === 'InstructionRefusalSeen' && event.data.kind === 'funding') {
    return withFunding(state, event.data.instructionId, 'closed', event.data.reasonCode);
  }
  if (isMilestoneEvent(event)) {
    const { milestoneId } = event.data;
    if (milestoneId === undefined) return state;
    const changed = withMilestone(state, milestoneId, (milestone) => milestoneEvolve(milestone, event));
    return event.type === 'MilestoneFundingSeen' ? funded(changed, event.data.fundingId) : changed;
  }
  switch (event.type) {
    case 'TermsDrafted':
      return { ...state, terms: event.data.terms, termsHash: event.data.termsHash };
    case 'ContractOffered':
      return { ...state, status: 'offered', expiresAt: event.data.expiresAt };
    case 'ContractDeclined':
      return { ...state, status: 'ended', endReason: event.data.reason, expiresAt: null };
    case 'PartySigned': {
      const { side, partyId, basis, signedAt } = event.data;
      return { ...state, signatures: [...state.signatures, { side, partyId, basis, at: signedAt }] };
    }
    case 'ContractSigned':
      return { ...state, status: 'funding', expiresAt: null };
    case 'FundingRequested': {
      const { fundingId, lines, payBy } = event.data;
      const milestoneIds = lines.map(({ milestoneId }) => milestoneId);
      return {
        ...state,
        fundings: [...state.fundings, { fundingId, milestoneIds, payBy, state: 'requested', reasonCode: null }],
      };
    }
    case 'FundingFailureSeen': {
      const { fundingId, reasonCode, finality } = event.data;
      return withFunding(state, fundingId, finality === 'final' ? 'closed' : 'failed', reasonCode);
    }
    case 'ContractActivated':
      return { ...state, status: 'active' };
    case 'CancellationRequested': {
      const { requestId, requestedBy, splits, answerBy, onSilence } = event.data;
      return { ...state, cancellation: { requestId, requestedBy, splits, answerBy, onSilence, state: 'open' } };
    }
    case 'CancellationAnswered': {
      const answers = { accepted: 'accepted', refused: 'refused', silence: 'unanswered' } as const;
      return { ...state, cancellation: state.cancellation && { ...state.cancellation, state: answers[event.data.answer] } };
    }
    case 'OverlaySet':
      return withOverlay(state, event.data);
    case 'OverlayCleared':
      return withoutOverlay(state, event.data);
    case 'ContractCompleting':
      return { ...state, status: 'completing', endReason: event.data.endReason, ruleId: event.data.ruleId ?? null };
    case 'EscrowClosureSeen':
      return { ...state, escrow: 'closed' };
    case 'ContractEnded':
      return { ...state, status: 'ended' };
  }
};

const withFunding = (
  state: Contract,
  fundingId: string,
  funding: Contract['fundings'][number]['state'],
  reasonCode: string | null,
): Contract => ({
  ...state,
  fundings: state.fundings.map((known) => (known.fundingId === fundingId ? { ...known, state: funding, reasonCode } : known)),
});
const funded = (state: Contract, fundingId: string): Contract => withFunding(state, fundingId, 'funded', null);

type Set = Extract<ContractEvent, { type: 'OverlaySet' }>['data'];
const withOverlay = (state: Contract, set: Set): Contract => {
  switch (set.overlay) {
    case 'suspended': {
      const { causeId, partyId, carveOut } = set;
      return { ...state, suspensions: [...state.suspensions, { restrictionId: causeId, partyId, carveOut }] };
    }
    case 'disputed': {
      const { causeId, amount, setAt, daysLeft } = set;
      return withMilestone(state, set.milestoneId, (known) => ({
        ...known,
        dispute: { disputeId: causeId, amount, openedAt: setAt },
        clock: daysLeft === undefined ? known.clock : { kind: 'stopped', days: daysLeft },
      }));
    }
  }
};

type Cleared = Extract<ContractEvent, { type: 'OverlayCleared' }>['data'];
const withoutOverlay = (state: Contract, cleared: Cleared): Contract => {
  switch (cleared.overlay) {
    case 'suspended':
      return { ...state, suspensions: state.suspensions.filter(({ restrictionId }) => restrictionId !== cleared.causeId) };
    case 'disputed': {
      const { milestoneId, autoApproveAt } = cleared;
      return withMilestone(state, milestoneId, (known) => ({
        ...known,
        dispute: null,
        clock: autoApproveAt === undefined ? { kind: 'off' } : { kind: 'running', autoApproveAt },
      }));
    }
  }
};
