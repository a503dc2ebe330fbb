import { allowedIn, formatMoney, minorOf, type DomainError, type Money, type TransitionTable } from '@guildhall/kernel';
import { fail } from '../contracts.errors.js';
import type { Standing } from './contract.commands.js';
import type { Contract, ContractStatus } from './contract.state.js';
import { contractTable } from './contract.transitions.js';
import type { Milestone, MilestoneStatus } from './milestone.state.js';
import { milestoneTable } from './milestone.transitions.js';
import type { Side } from './terms.js';

const byPeople = <S extends string>(table: TransitionTable<S>, sides: readonly string[]): TransitionTable<S> => ({
  ...table,
  rows: table.rows.filter(({ actors }) => actors.some((actor) => sides.includes(actor))),
});
const peoplesContract = byPeople(contractTable, ['client', 'freelancer']);
const peoplesMilestone = byPeople(milestoneTable, ['client', 'freelancer']);

/** Commands that a side may send in this state, by the table alone. */
export const allowedOnContract = (status: ContractStatus, side: Side): readonly string[] =>
  allowedIn(byPeople(contractTable, [side]), status);
export const allowedOnMilestone = (status: MilestoneStatus, side: Side): readonly string[] =>
  allowedIn(byPeople(milestoneTable, [side]), status);

/** The command does not fit the contract's state; says which ones do. */
export const illegal = (contract: Contract, what: string): DomainError =>
  fail('CONTRACTS.ILLEGAL_TRANSITION', `Cannot ${what}: the contract is ${contract.status}`, {
    allowed: allowedIn(peoplesContract, contract.status),
  });

/** The command does not fit the milestone's state; says which ones do. */
export const illegalMilestone = (milestone: Milestone, what: string): DomainError =>
  fail('CONTRACTS.ILLEGAL_TRANSITION', `Cannot ${what}: the milestone is ${milestone.status}`, {
    allowed: allowedIn(peoplesMilestone, milestone.status),
  });

export const requireStatus = (contract: Contract, statuses: readonly ContractStatus[], what: string): void => {
  if (!statuses.includes(contract.status)) throw illegal(contract, what);
};

export const requireMilestoneStatus = (milestone: Milestone, statuses: readonly MilestoneStatus[], what: string): void => {
  if (!statuses.includes(milestone.status)) throw illegalMilestone(milestone, what);
};

/** Parts of a live contract that a restriction leaves alone (identity.md, carve-outs). */
const WORK_CARVE_OUTS = ['live_contracts', 'funded_milestones'];

/** `commitment`: something new is agreed to; `work`: what was agreed and funded goes on, unless the restriction names it too. */
export const refuseSuspended = (contract: Contract, act: 'commitment' | 'work'): void => {
  const stopping = contract.suspensions.filter(
    ({ carveOut }) => act === 'commitment' || !WORK_CARVE_OUTS.some((part) => carveOut.includes(part)),
  );
  if (stopping.length === 0) return;
  throw fail('CONTRACTS.SUSPENDED', 'A party of this contract is suspended', {
    restrictionIds: stopping.map(({ restrictionId }) => restrictionId),
  });
};

export const requireCapability = (capability: 'hire' | 'get_paid', { state, missing }: Standing): void => {
  if (state === 'open') return;
  throw fail('CONTRACTS.CAPABILITY_MISSING', `The capability ${capability} is not open`, {
    missing: [capability],
    currentlyDue: missing,
  });
};

export const refuseDisputed = (milestone: Milestone, what: string): void => {
  if (!milestone.dispute) return;
  throw fail('CONTRACTS.MILESTONE_DISPUTED', `Cannot ${what} while a dispute is open`, {
    disputeId: milestone.dispute.disputeId,
  });
};

/** The amount must be positive and in the milestone's currency; the wrong currency is never held. */
export const requireAmount = (milestone: Milestone, amount: Money): void => {
  if (amount.currency === milestone.amount.currency && minorOf(amount) > 0n) return;
  throw fail(
    'CONTRACTS.AMOUNT_EXCEEDS_HELD',
    `${formatMoney(amount)} is no amount of this milestone in ${milestone.amount.currency}`,
  );
};

export const exceedsHeld = (amount: Money, held: Money): DomainError =>
  fail('CONTRACTS.AMOUNT_EXCEEDS_HELD', `${formatMoney(amount)} is more than may go out: ${formatMoney(held)}`, { held });
