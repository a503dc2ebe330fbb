import type { FeePolicyPublished } from '@guildhall/event-catalogue';
import { send, type FactInput, type Reaction } from '@guildhall/kernel';

/** Published fee policies are noted for their milestone minimums. */
export const hearFeePolicies: Reaction<FactInput<FeePolicyPublished>> = {
  kind: 'reaction',
  name: 'hear-fee-policies',
  from: [],
  react({ data: { policyVersion, effectiveFrom, policyHash, rules } }) {
    const { milestoneMinimum } = rules;
    return [send('note', { type: 'NoteFeePolicy', data: { policyVersion, effectiveFrom, policyHash, milestoneMinimum } })];
  },
};
