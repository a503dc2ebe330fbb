import { deriveId, endOfDayUtc, minorOf, type Instant } from '@guildhall/kernel';
import { fail } from '../disputes.errors.js';
import policy from '../policies/dispute-v1.json' with { type: 'json' };
import type { Ruling } from './dispute.commands.js';
import type { DisputeEvent, SettlementBasis, Side } from './dispute.events.js';
import { demandNoConflict, demandSum, idOf, sharesOf, shareWhenLost } from './dispute.guards.js';
import { amountOf, type DisputeState } from './dispute.state.js';

type Event<T extends DisputeEvent['type']> = Extract<DisputeEvent, { type: T }>;

/** Decisions rest for this window before their split is ordered. */
const windowEnd = (at: Instant): Instant => endOfDayUtc(at, policy.rulingWindowDays);

/** A dispute is settled once, so its settlement has one id. `closing`: the offer that did it. */
export const settledEvent = (
  state: DisputeState,
  basis: SettlementBasis,
  toFreelancer: bigint,
  closing: Readonly<{ offerId?: string }> = {},
): Event<'DisputeSettled'> => {
  const settlementId = deriveId(idOf(state).disputeId, 'settlement');
  const shares = sharesOf(state, toFreelancer);
  return {
    type: 'DisputeSettled',
    data: { ...idOf(state), settlementId, basis, amount: amountOf(state), ...shares, ...closing },
  };
};

/** A default: the silent side loses the claimed amount and carries the fault. */
export const defaultedEvent = (state: DisputeState, loser: Side, rulingId: string, at: Instant): Event<'DisputeDecided'> => ({
  type: 'DisputeDecided',
  data: {
    ...idOf(state),
    rulingId,
    decidedAs: 'defaulted',
    amount: amountOf(state),
    ...sharesOf(state, shareWhenLost(state, loser)),
    faultFreelancer: loser === 'freelancer' ? 1 : 0,
    faultClient: loser === 'client' ? 1 : 0,
    ruleIds: ['silence'],
    factIds: [idOf(state).disputeId],
    formula: 'the silent side loses the claimed amount',
    decidedBy: 'policy',
    splitAt: windowEnd(at),
  },
});

const FAULT_STEPS = 10_000n;

/** The last proposal becomes the decision; each side's fault is the share that it loses, to four digits. */
export const proposalAsDecision = (state: DisputeState, rulingId: string, at: Instant): Event<'DisputeDecided'> | null => {
  const { proposal } = state;
  if (!proposal) return null;
  const { toFreelancer, toClient, ruleIds, reasons, mediatorAccountId, proposalId } = proposal;
  const amount = amountOf(state);
  const lost = (minorOf(toClient) * FAULT_STEPS) / (minorOf(amount) || 1n);
  return {
    type: 'DisputeDecided',
    data: {
      ...idOf(state),
      rulingId,
      decidedAs: 'decided',
      amount,
      toFreelancer,
      toClient,
      faultFreelancer: Number(lost) / Number(FAULT_STEPS),
      faultClient: Number(FAULT_STEPS - lost) / Number(FAULT_STEPS),
      ruleIds: ruleIds.length > 0 ? ruleIds : ['last_proposal'],
      factIds: [proposalId],
      formula: 'the last proposal of the mediator',
      reasons,
      decidedBy: mediatorAccountId,
      splitAt: windowEnd(at),
    },
  };
};

/** A ruling names rules, facts and formula, its shares sum to the amount, and who rules stands apart. */
export const rulingEvent = (state: DisputeState, ruling: Ruling): Event<'DisputeDecided'> => {
  const { by, at, conflict, rulingId, toFreelancer, toClient, faultFreelancer, faultClient } = ruling;
  const { ruleIds, factIds, formula, reasons } = ruling;
  demandNoConflict(conflict);
  if (ruleIds.length === 0 || factIds.length === 0 || formula.trim() === '' || reasons.trim() === '')
    throw fail('DISPUTES.REASONS_MISSING', 'A ruling names rule ids, facts, the formula and reasons');
  demandSum(state, { toFreelancer, toClient });
  const shares = { amount: amountOf(state), toFreelancer, toClient, faultFreelancer, faultClient };
  const grounds = { ruleIds, factIds, formula, reasons, decidedBy: by };
  const data = { ...idOf(state), rulingId, decidedAs: 'decided', ...shares, ...grounds, splitAt: windowEnd(at) } as const;
  return { type: 'DisputeDecided', data };
};

export const closedEvent = (
  state: DisputeState,
  outcome: Event<'DisputeClosed'>['data']['outcome'],
  closedAt: Instant,
): Event<'DisputeClosed'> => ({ type: 'DisputeClosed', data: { ...idOf(state), outcome, closedAt } });
