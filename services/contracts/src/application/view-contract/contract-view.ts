import { sideOf, type Contract } from '../../domain/contract/contract.state.js';
import { roundsLeft } from '../../domain/contract/decide-work.js';
import { allowedOnContract, allowedOnMilestone } from '../../domain/contract/guards.js';
import { heldOf, undisputedOf, type Instruction, type Milestone } from '../../domain/contract/milestone.state.js';
import type { Side } from '../../domain/contract/terms.js';
import type { ContractDocument, Deliverable } from '../../projections/contracts/contracts.projection.js';
import { summaryOf } from '../contract-summary.js';

/** Leaves out what is null, so that "not there" is an absent key everywhere. */
const present = <T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], null> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as { [K in keyof T]?: Exclude<T[K], null> };

const deliverableView = ({ version, contentHash, submittedAt, aiUse, files, note, changesRequested }: Deliverable) => ({
  version,
  contentHash,
  submittedAt,
  aiUse,
  files,
  ...present({
    note,
    changesRequested: changesRequested && { ...changesRequested, ...present({ note: changesRequested.note }) },
  }),
});

const instructionView = ({ id, kind, source, amount, toFreelancer, reason, state, refusal }: Instruction) => ({
  id,
  kind,
  source,
  amount,
  reason,
  state,
  ...present({ toFreelancer, reasonCode: refusal?.reasonCode ?? null, refusedAt: refusal?.seenAt ?? null }),
});

const disputeView = ({ dispute, freeze }: Milestone, { rulings }: ContractDocument) => {
  if (!dispute) return null;
  const { disputeId, amount, openedAt: since } = dispute;
  const frozen = freeze?.disputeId === disputeId ? { heldFrozen: freeze.heldFrozen, shortfallNet: freeze.shortfallNet } : {};
  const ruling = rulings.find((known) => known.disputeId === disputeId) ?? null;
  return { disputeId, amount, since, ...frozen, ...present({ ruling }) };
};

const milestoneView = (milestone: Milestone, document: ContractDocument, side: Side | null) => {
  const { contract, deliverables } = document;
  const { milestoneId, kind, status, amount, dueAt, criteriaIds, cancellableAt, funded, released, refundedAfterRelease, clock } =
    milestone;
  return {
    milestoneId,
    kind,
    state: status,
    amount,
    dueAt,
    criteriaIds,
    late: cancellableAt !== null,
    funded,
    held: heldOf(milestone),
    undisputed: undisputedOf(milestone),
    released,
    refundedAfterRelease,
    roundsLeft: roundsLeft(contract, milestone),
    deliverables: deliverables.filter((known) => known.milestoneId === milestoneId).map(deliverableView),
    instructions: milestone.instructions.map(instructionView),
    ...present({
      cancellableAt,
      heldRemaining: milestone.heldRemaining,
      autoApproveAt: clock.kind === 'running' ? clock.autoApproveAt : null,
      clockStopped: clock.kind === 'stopped' ? { daysLeft: clock.days } : null,
      approval: milestone.approval,
      deferral: milestone.deferral,
      dispute: disputeView(milestone, document),
    }),
    allowed: side ? allowedOnMilestone(status, side) : [],
  };
};

const fundingView = ({ reasonCode, ...funding }: Contract['fundings'][number]) => ({ ...funding, ...present({ reasonCode }) });

/** The whole contract for one viewer; `allowed`: commands that the viewer's side may send in this state. */
export const contractView = (document: ContractDocument, partyId: string) => {
  const { contract, versions, revision } = document;
  const side = sideOf(contract, partyId);
  return {
    ...summaryOf(contract),
    ...present({ side, expiresAt: contract.expiresAt, ruleId: contract.ruleId, cancellation: contract.cancellation }),
    policyRefs: contract.policyRefs,
    terms: contract.terms,
    termsVersions: versions.map(({ termsVersion, termsHash, at }) => ({ termsVersion, termsHash, at })),
    signatures: contract.signatures,
    milestones: contract.milestones.map((milestone) => milestoneView(milestone, document, side)),
    fundings: contract.fundings.map(fundingView),
    allowed: side ? allowedOnContract(contract.status, side) : [],
    revision,
  };
};
export type ContractView = ReturnType<typeof contractView>;
