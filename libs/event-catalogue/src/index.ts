export * from './catalogue.js';
export * from './topics.js';
export { schemaChanges, worstOf, type Effect, type SchemaChange } from './compatibility/changes.js';
export { FactInvalid, validateOnRead, validateOnWrite, type FactProblem } from './validation.js';
export {
  dataSchemaUri,
  type DataOf,
  type FactDefinition,
  type FactKey,
  type FactOf,
  type WireType,
} from './schema/fact-definition.js';
export { CLASS_KEYWORD, type DataClass, type JsonSchema } from './schema/json-schema.js';
export type { FeeRules } from './structures/fee-rules.js';
export type { PlannedMilestone } from './structures/planned-milestone.js';
export type { MilestoneKind, PricingModel } from './structures/pricing.js';
export type { TermsDraft } from './structures/terms-draft.js';
export * from './identity/account-registered.v1.fact.js';
export * from './identity/organisation-created.v1.fact.js';
export * from './identity/seat-granted.v1.fact.js';
export * from './identity/seat-revoked.v1.fact.js';
export * from './identity/role-granted.v1.fact.js';
export * from './identity/role-withdrawn.v1.fact.js';
export * from './identity/profile-published.v1.fact.js';
export * from './identity/party-verified.v1.fact.js';
export * from './identity/capability-enabled.v1.fact.js';
export * from './identity/capability-disabled.v1.fact.js';
export * from './identity/party-restricted.v1.fact.js';
export * from './identity/restriction-lifted.v1.fact.js';
export * from './identity/account-closed.v1.fact.js';
export * from './identity/session-revoked.v1.fact.js';
export * from './identity/signing-key-published.v1.fact.js';
export * from './identity/sandbox-clock-moved.v1.fact.js';
export * from './identity/subject-forgotten.v1.fact.js';
export * from './gigs/gig-published.v1.fact.js';
export * from './gigs/gig-paused.v1.fact.js';
export * from './gigs/gig-archived.v1.fact.js';
export * from './gigs/brief-published.v1.fact.js';
export * from './gigs/brief-closed.v1.fact.js';
export * from './gigs/proposal-placed.v1.fact.js';
export * from './gigs/proposal-accepted.v1.fact.js';
export * from './gigs/package-ordered.v1.fact.js';
export * from './contracts/contract-offered.v1.fact.js';
export * from './contracts/contract-declined.v1.fact.js';
export * from './contracts/contract-signed.v1.fact.js';
export * from './contracts/funding-requested.v1.fact.js';
export * from './contracts/milestone-submitted.v1.fact.js';
export * from './contracts/approval-reminded.v1.fact.js';
export * from './contracts/changes-requested.v1.fact.js';
export * from './contracts/milestone-late.v1.fact.js';
export * from './contracts/partial-release-approved.v1.fact.js';
export * from './contracts/milestone-approved.v1.fact.js';
export * from './contracts/refund-approved.v1.fact.js';
export * from './contracts/split-agreed.v1.fact.js';
export * from './contracts/contract-completing.v1.fact.js';
export * from './contracts/contract-ended.v1.fact.js';
export * from './payments/fee-policy-published.v1.fact.js';
export * from './payments/payer-validated.v1.fact.js';
export * from './payments/payout-destination-changed.v1.fact.js';
export * from './payments/party-volume-crossed.v1.fact.js';
export * from './payments/milestone-funded.v1.fact.js';
export * from './payments/funding-failed.v1.fact.js';
export * from './payments/milestone-released.v1.fact.js';
export * from './payments/milestone-refunded.v1.fact.js';
export * from './payments/milestone-split-executed.v1.fact.js';
export * from './payments/release-deferred.v1.fact.js';
export * from './payments/instruction-refused.v1.fact.js';
export * from './payments/disputed-amount-frozen.v1.fact.js';
export * from './payments/escrow-closed.v1.fact.js';
export * from './payments/payout-paid.v1.fact.js';
export * from './payments/payout-failed.v1.fact.js';
export * from './disputes/dispute-opened.v1.fact.js';
export * from './disputes/response-reminded.v1.fact.js';
export * from './disputes/mediator-assigned.v1.fact.js';
export * from './disputes/dispute-decided.v1.fact.js';
export * from './disputes/split-ordered.v1.fact.js';
export * from './disputes/dispute-closed.v1.fact.js';
export * from './reputation/review-published.v1.fact.js';
export * from './reputation/score-recomputed.v1.fact.js';
