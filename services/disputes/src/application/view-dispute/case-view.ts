import { clocksOf, moneyOf, nextOf, rolesIn } from '../../domain/dispute/dispute.clocks.js';
import type { DisputeState } from '../../domain/dispute/dispute.state.js';
import { allowedFor } from '../../domain/dispute/dispute.transitions.js';
import type { BundleEntry } from '../../projections/contract-bundles/contract-bundles.projection.js';
import type { VerifiedCaller } from '@guildhall/service-kit';

/** Leaves out what is null, so that "not there" is an absent key everywhere. */
const present = <T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], null> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as { [K in keyof T]?: Exclude<T[K], null> };

/** A dispute as lists and queues show it. */
export const summaryOf = (state: DisputeState) => ({
  disputeId: state.opened?.disputeId,
  state: state.status,
  contractId: state.opened?.contractId,
  milestoneId: state.opened?.milestoneId,
  ...moneyOf(state),
  openedBy: state.opened?.openedBy,
  against: state.opened?.against,
  openedAt: state.opened?.openedAt,
  grounds: state.opened?.grounds,
  clocks: clocksOf(state),
  ...present({ next: nextOf(state), outcome: state.closed?.outcome ?? null, closedAt: state.closed?.closedAt ?? null }),
});
export type CaseSummary = ReturnType<typeof summaryOf>;

const proposalView = ({ proposal, mediationAnswers: answers }: DisputeState) => {
  if (!proposal) return null;
  const { proposalId, toFreelancer, toClient, reasons, ruleIds, answerBy } = proposal;
  return { proposalId, toFreelancer, toClient, reasons, ruleIds, answerBy, answers };
};

const rulingView = ({ ruling }: DisputeState) => {
  if (!ruling) return null;
  const { disputeId: _dispute, contractId: _contract, milestoneId: _milestone, ...told } = ruling;
  return told;
};

const responseView = ({ response }: DisputeState) => {
  if (!response) return null;
  const { statement, toFreelancer = null, givenAt } = response;
  return { statement, givenAt, ...present({ toFreelancer }) };
};

/** What happened to the milestone up to the opening, and its money until now; the contract's part ends at `asOf`. */
const bundleOf = ({ opened }: DisputeState, entries: readonly BundleEntry[]) => {
  const last = BigInt(opened?.asOf.revision ?? '0');
  const ofCase = entries.filter(
    ({ milestoneId, sourceRevision }) =>
      milestoneId === opened?.milestoneId && (sourceRevision === undefined || BigInt(sourceRevision) <= last),
  );
  return { asOf: opened?.asOf, entries: ofCase };
};

/** The whole case. Sealed offers show that they exist, to nobody more. */
export const caseView = (
  state: DisputeState,
  entries: readonly BundleEntry[],
  { partyId, accountId, roles }: Pick<VerifiedCaller, 'partyId' | 'accountId' | 'roles'>,
) => ({
  ...summaryOf(state),
  statement: state.opened?.statement,
  defaultOutcome: state.opened?.defaultOutcome,
  policyRefs: state.opened?.policyRefs,
  offers: state.offers,
  exhibits: state.exhibits,
  mediationAskedBy: state.mediationAskedBy,
  arbitrationAnswers: state.arbitrationAnswers,
  escalations: state.escalations,
  bundle: bundleOf(state, entries),
  ...present({
    response: responseView(state),
    proposal: proposalView(state),
    ruling: rulingView(state),
    split: state.outcome,
    splitId: state.splits.at(-1) ?? null,
    mediator: state.mediator,
    arbitration: state.arbitration,
    blocked: state.blocked,
    repair: state.repair,
  }),
  allowed: allowedFor(state.status, rolesIn(state, { partyId, accountId, operator: roles.includes('operator') ? 'yes' : 'no' })),
});
export type CaseView = ReturnType<typeof caseView>;
