import { isZero, plus, zero, type Instant, type Money } from '@guildhall/kernel';
import { openFunding, partyOf, type Contract } from '../../domain/contract/contract.state.js';
import { heldOf, type Milestone } from '../../domain/contract/milestone.state.js';
import { otherSide, type Side } from '../../domain/contract/terms.js';

/** One thing that waits for a party. `until`: when it lapses or happens by itself; `onSilence`: what then. */
export type Waiting = Readonly<{
  side: Side;
  waitsFor: 'offer' | 'sign' | 'fund' | 'request_funding' | 'start_or_submit' | 'rework' | 'approve' | 'answer_cancellation';
  milestoneId: string | null;
  until: Instant | null;
  onSilence: string | null;
  amount: Money | null;
  deliverableVersion: number | null;
}>;

const nothing = { milestoneId: null, until: null, onSilence: null, amount: null, deliverableVersion: null } as const;

/** What waits for either side of a contract, from its state alone. */
export const waitingOf = (contract: Contract): readonly Waiting[] => {
  switch (contract.status) {
    case 'drafted':
      return [{ ...nothing, side: 'client', waitsFor: 'offer', until: contract.expiresAt, onSilence: 'draft_expired' }];
    case 'offered': {
      const side = contract.signatures.some((signature) => signature.side === 'client') ? 'freelancer' : 'client';
      return [{ ...nothing, side, waitsFor: 'sign', until: contract.expiresAt, onSilence: 'offer_expired' }];
    }
    case 'funding':
      return fundings(contract);
    case 'active':
      return [
        ...fundings(contract),
        ...contract.milestones.flatMap((milestone) => ofMilestone(contract, milestone)),
        ...cancellation(contract),
      ];
    case 'completing':
    case 'ended':
      return [];
  }
};

const fundings = ({ fundings: all, milestones, terms }: Contract): readonly Waiting[] =>
  all
    .filter(({ state }) => state === 'requested' || state === 'failed')
    .map(({ milestoneIds, payBy }) => ({
      ...nothing,
      side: 'client',
      waitsFor: 'fund',
      milestoneId: milestoneIds[0] ?? null,
      until: payBy,
      onSilence: 'funding_failed',
      amount: milestones
        .filter(({ milestoneId }) => milestoneIds.includes(milestoneId))
        .reduce((sum, { amount }) => plus(sum, amount), zero(terms.currency)),
    }));

const ofMilestone = (contract: Contract, milestone: Milestone): readonly Waiting[] => {
  const { milestoneId, dueAt, clock, deliverableVersion } = milestone;
  const held = heldOf(milestone);
  const common = { ...nothing, milestoneId, amount: held };
  switch (milestone.status) {
    case 'planned':
      if (openFunding(contract, milestoneId)) return [];
      return [{ ...common, side: 'client', waitsFor: 'request_funding', amount: milestone.amount }];
    case 'funded':
    case 'in_progress':
      return isZero(held)
        ? []
        : [{ ...common, side: 'freelancer', waitsFor: 'start_or_submit', until: dueAt, onSilence: 'late' }];
    case 'changes_requested':
      return isZero(held) ? [] : [{ ...common, side: 'freelancer', waitsFor: 'rework', deliverableVersion }];
    case 'submitted': {
      if (isZero(held)) return [];
      const running = clock.kind === 'running';
      const silence = running ? { until: clock.autoApproveAt, onSilence: 'auto_approved' } : {};
      return [{ ...common, side: 'client', waitsFor: 'approve', deliverableVersion, ...silence }];
    }
    case 'approved':
    case 'auto_approved':
    case 'settled':
    case 'refunded':
    case 'split':
    case 'dropped':
      return [];
  }
};

const cancellation = ({ cancellation: request }: Contract): readonly Waiting[] => {
  if (request?.state !== 'open') return [];
  const { requestedBy, answerBy, onSilence } = request;
  return [{ ...nothing, side: otherSide(requestedBy), waitsFor: 'answer_cancellation', until: answerBy, onSilence }];
};

/** Parties that something waits for. */
export const partiesWaitedFor = (contract: Contract, waiting: readonly Waiting[]): readonly string[] => [
  ...new Set(waiting.map(({ side }) => partyOf(contract, side))),
];
