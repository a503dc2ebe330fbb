import {
  compareMoney,
  deriveId,
  endOfDayUtc,
  isBefore,
  isZero,
  minorOf,
  money,
  plus,
  splitByLargestRemainder,
  zero,
  type Instant,
  type Money,
} from '@guildhall/kernel';
import { fail } from '../contracts.errors.js';
import { boundPolicy } from '../policies/policies.js';
import type { CommandData } from './contract.commands.js';
import type { ContractEvent, ProposedSplit, SilenceOutcome } from './contract.events.js';
import type { Cancellation, Contract } from './contract.state.js';
import { illegal, refuseDisputed, requireStatus } from './guards.js';
import { heldOf, type Milestone } from './milestone.state.js';
import { otherSide, type Side } from './terms.js';

/** Milestones whose money a cancellation divides: held and not approved. */
const dividable = ({ milestones }: Contract): readonly Milestone[] =>
  milestones.filter(
    (milestone) =>
      ['funded', 'in_progress', 'submitted', 'changes_requested'].includes(milestone.status) && !isZero(heldOf(milestone)),
  );

const nothingSubmitted = (milestones: readonly Milestone[]): boolean =>
  milestones.every(({ deliverableVersion }) => deliverableVersion === 0);

export const decideRequestCancellation = (
  command: CommandData<'RequestCancellation'>,
  contract: Contract,
): readonly ContractEvent[] => {
  const { requestId, side, splits, note, authorAccountId, at } = command;
  requireStatus(contract, ['active'], 'request cancellation');
  if (contract.cancellation?.state === 'open') throw illegal(contract, 'request cancellation twice');
  const divided = dividable(contract);
  divided.forEach((milestone) => refuseDisputed(milestone, 'cancel'));
  if (!coversExactly(splits, divided)) {
    const held = divided.map((milestone) => ({ milestoneId: milestone.milestoneId, held: heldOf(milestone) }));
    throw fail(
      'CONTRACTS.SPLIT_DOES_NOT_SUM',
      'Propose one split for each milestone that holds unapproved money, over all of it',
      { held },
    );
  }
  // Printed in the request, so that the other side knows what its silence does.
  const onSilence: SilenceOutcome = nothingSubmitted(divided) ? 'splits_executed' : 'stays';
  const answerBy = endOfDayUtc(at, boundPolicy('cancellation', contract.policyRefs).answerDays);
  const data = { requestId, requestedBy: side, splits, answerBy, onSilence, requestedAt: at, authorAccountId };
  return [{ type: 'CancellationRequested', data: note === undefined ? data : { ...data, note } }];
};

const coversExactly = (splits: readonly ProposedSplit[], divided: readonly Milestone[]): boolean =>
  splits.length === divided.length && divided.every((milestone) => splits.some((split) => sumsTo(split, milestone)));

const sumsTo = ({ milestoneId, toFreelancer, toClient }: ProposedSplit, milestone: Milestone): boolean => {
  const held = heldOf(milestone);
  const comparable = [toFreelancer, toClient].every(({ currency }) => currency === held.currency);
  if (milestoneId !== milestone.milestoneId || !comparable) return false;
  if (minorOf(toFreelancer) < 0n || minorOf(toClient) < 0n) return false;
  return compareMoney(plus(toFreelancer, toClient), held) === 0;
};

export const decideAnswerCancellation = (
  command: CommandData<'AnswerCancellation'>,
  contract: Contract,
): readonly ContractEvent[] => {
  const { requestId, side, answer, at } = command;
  requireStatus(contract, ['active'], 'answer a cancellation');
  const request = contract.cancellation;
  if (request?.requestId !== requestId || request.state !== 'open')
    throw illegal(contract, 'answer a cancellation that is not open');
  if (side !== otherSide(request.requestedBy)) throw fail('CONTRACTS.ACTOR_NOT_ALLOWED', 'The other side answers a cancellation');
  switch (answer) {
    case 'refuse':
      return [{ type: 'CancellationAnswered', data: { requestId, answer: 'refused', by: side, answeredAt: at } }];
    case 'accept':
      dividable(contract).forEach((milestone) => refuseDisputed(milestone, 'cancel'));
      return cancelled(contract, request, 'accepted', side, at);
  }
};

/** Silence takes the proposed split where nothing was submitted; else the contract stays, and a party may open a dispute. */
export const decideLapse = (
  { requestId, at }: CommandData<'LapseCancellation'>,
  contract: Contract,
): readonly ContractEvent[] => {
  const request = contract.cancellation;
  if (contract.status !== 'active' || request?.requestId !== requestId || request.state !== 'open') return [];
  if (isBefore(at, request.answerBy)) return [];
  const divided = dividable(contract);
  if (nothingSubmitted(divided) && divided.every(({ dispute }) => dispute === null))
    return cancelled(contract, request, 'silence', 'timer', at);
  return [{ type: 'CancellationAnswered', data: { requestId, answer: 'silence', by: 'timer', answeredAt: at } }];
};

const cancelled = (
  contract: Contract,
  request: Cancellation,
  answer: 'accepted' | 'silence',
  by: Side | 'timer',
  at: Instant,
): readonly ContractEvent[] => {
  const divided = dividable(contract);
  const untouched = contract.milestones.every(({ deliverableVersion }) => deliverableVersion === 0);
  return [
    { type: 'CancellationAnswered', data: { requestId: request.requestId, answer, by, answeredAt: at } },
    ...divided.map((milestone) => splitAgreed(contract, request, milestone)),
    ...droppedEvents(contract, 'cancelled'),
    // R2 of reputation: a mutual cancellation before work is nobody's fault.
    { type: 'ContractCompleting', data: { endReason: 'cancelled', completingAt: at, ...(untouched ? { ruleId: 'R2' } : {}) } },
  ];
};

const splitAgreed = ({ freelancerPartyId }: Contract, request: Cancellation, milestone: Milestone): ContractEvent => {
  const { milestoneId } = milestone;
  const proposed = request.splits.find((split) => split.milestoneId === milestoneId);
  // Money that came after the request was proposed to nobody: it goes back.
  const { toFreelancer, toClient } = shareOf(heldOf(milestone), proposed?.toFreelancer, proposed?.toClient);
  const splitId = deriveId(request.requestId, milestoneId);
  return {
    type: 'SplitAgreed',
    data: { milestoneId, splitId, toFreelancer, toClient, payeePartyId: freelancerPartyId, basis: 'cancellation' },
  };
};

/** What is held now in the proposed proportion; a minor unit that does not divide goes to the freelancer first. */
export const shareOf = (
  held: Money,
  toFreelancer?: Money,
  toClient?: Money,
): Readonly<{ toFreelancer: Money; toClient: Money }> => {
  const weights = [toFreelancer ? minorOf(toFreelancer) : 0n, toClient ? minorOf(toClient) : 0n] as const;
  if (weights[0] + weights[1] === 0n) return { toFreelancer: zero(held.currency), toClient: held };
  const [freelancer = 0n, client = 0n] = splitByLargestRemainder(minorOf(held), weights);
  return { toFreelancer: money(freelancer, held.currency), toClient: money(client, held.currency) };
};

/** Planned milestones end with the contract that would have funded them. */
export const droppedEvents = ({ milestones }: Contract, reason: string): readonly ContractEvent[] =>
  milestones
    .filter(({ status }) => status === 'planned')
    .map(({ milestoneId }) => ({ type: 'MilestoneDropped', data: { milestoneId, reason } }));
