import { count, currency, money, oneOf, ordinal, publicCode, token } from '../schema/fields.js';
import { list, nonEmptyList, nullable, object, type ValueOf } from '../schema/field.js';

/** Models that a draft can state with these clauses; the others need clauses of their own, hence a new version. */
export const draftPricingModel = oneOf('fixed', 'milestone');

/**
 * The structured clauses that both sides agreed to in gigs; contracts drafts its terms from them.
 * `price`: what the client pays before the client fee = sum of all milestone amounts. `dueInDays`: N days after signing (cross-
 * cutting.md, Time).
 * `revisions`: rounds of changes included. `autoApproval.days`: null switches it off, which both must sign.
 */
export const termsDraft = object({
  roleId: publicCode,
  pricingModel: draftPricingModel,
  currency,
  price: money,
  milestones: nonEmptyList(
    object({ kind: oneOf('deliverable', 'expense'), amount: money, dueInDays: ordinal, criteriaIds: list(token) }),
  ),
  revisions: count,
  autoApproval: object({ days: nullable(ordinal) }),
});
export type TermsDraft = ValueOf<typeof termsDraft>;
