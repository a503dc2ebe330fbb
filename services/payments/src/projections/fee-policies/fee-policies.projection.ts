import { defineProjection } from '@guildhall/event-sourcing';
import { feePolicyStorage, type FeePolicyEvent, type PolicyRules } from '../../domain/fee-policy/fee-policy.decider.js';

export type FeePolicyDocument = Readonly<{
  policyVersion: string;
  effectiveFrom: string;
  rules: PolicyRules;
  policyHash: string;
  state: 'proposed' | 'published';
  proposedBy: string;
  approvedBy: string | null;
}>;

/** Every version of the fee policy, proposed or in force from its date. */
export const feePolicies = defineProjection<FeePolicyEvent, FeePolicyDocument>({
  name: 'fee-policies',
  version: 1,
  from: [feePolicyStorage.category],
  ids: ({ streamKey }) => [streamKey],
  reduce(_document, { type, data }) {
    const { policyVersion, effectiveFrom, rules, policyHash, proposedBy } = data;
    const version = { policyVersion, effectiveFrom, rules, policyHash, proposedBy };
    switch (type) {
      case 'FeePolicyProposed':
        return { ...version, state: 'proposed', approvedBy: null };
      case 'FeePolicyPublished':
        return { ...version, state: 'published', approvedBy: data.approvedBy };
    }
  },
});
