import type { Contract } from '../domain/contract/contract.state.js';
import type { Milestone } from '../domain/contract/milestone.state.js';

const milestoneSummary = ({ milestoneId, kind, status, amount, dueAt, cancellableAt, clock }: Milestone) => ({
  milestoneId,
  kind,
  state: status,
  amount,
  dueAt,
  late: cancellableAt !== null,
  ...(clock.kind === 'running' ? { autoApproveAt: clock.autoApproveAt } : {}),
});

/** Overlays that lie over the contract or one of its milestones. */
export const overlaysOf = ({ suspensions, milestones }: Contract): readonly string[] => [
  ...(milestones.some(({ dispute }) => dispute !== null) ? ['disputed'] : []),
  ...(suspensions.length > 0 ? ['suspended'] : []),
];

/** A contract as lists show it. */
export const summaryOf = (contract: Contract) => ({
  contractId: contract.contractId,
  state: contract.status,
  clientPartyId: contract.clientPartyId,
  freelancerPartyId: contract.freelancerPartyId,
  origin: contract.origin,
  roleId: contract.terms.roleId,
  pricingModel: contract.terms.pricingModel,
  price: contract.terms.price,
  termsVersion: contract.terms.termsVersion,
  termsHash: contract.termsHash,
  draftedAt: contract.draftedAt,
  ...(contract.endReason === null ? {} : { endReason: contract.endReason }),
  overlays: overlaysOf(contract),
  milestones: contract.milestones.map(milestoneSummary),
});
export type ContractSummary = ReturnType<typeof summaryOf>;
