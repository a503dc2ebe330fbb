import { FACT, FactInvalid, validateOnWrite } from '@guildhall/event-catalogue';
import { common } from '@guildhall/service-kit';
import type { PolicyRules } from '../../domain/fee-policy/fee-policy.decider.js';

type Proposed = Readonly<{ policyVersion: string; effectiveFrom: string; rules: object; policyHash: string }>;

/** Rising tiers of one currency, the last one without end: otherwise a lifetime would fall between two. */
const misfits = (rules: PolicyRules): readonly string[] =>
  Object.entries(rules.freelancerTiers).flatMap(([currency, tiers]) =>
    tiers.flatMap(({ upTo }, index) => {
      const pointer = `/rules/freelancerTiers/${currency}/${index}/upTo`;
      const before = tiers[index - 1]?.upTo;
      if (upTo === null) return index === tiers.length - 1 ? [] : [pointer];
      if (index === tiers.length - 1 || upTo.currency !== currency) return [pointer];
      return before && BigInt(before.amount) >= BigInt(upTo.amount) ? [pointer] : [];
    }),
  );

/** The rules of a proposal, held against the schema of the fact that will tell them. Throws `COMMON.VALIDATION`. */
export const rulesIn = (proposed: Proposed): PolicyRules => {
  try {
    const { rules } = validateOnWrite(FACT.FeePolicyPublished, proposed);
    const pointers = misfits(rules);
    if (pointers.length === 0) return rules;
    const errors = pointers.map((pointer) => ({ pointer, detail: 'tiers rise in their own currency, only the last has no end' }));
    throw common('COMMON.VALIDATION', 'The tiers do not fit together', { errors });
  } catch (error) {
    if (!(error instanceof FactInvalid)) throw error;
    throw common('COMMON.VALIDATION', 'The rules do not fit the schema of FeePolicyPublished', { errors: error.problems });
  }
};
