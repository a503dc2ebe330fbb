import { accountRegisteredV1 } from './identity/account-registered.v1.fact.js';
import { organisationCreatedV1 } from './identity/organisation-created.v1.fact.js';
import { seatGrantedV1 } from './identity/seat-granted.v1.fact.js';
import { seatRevokedV1 } from './identity/seat-revoked.v1.fact.js';
import { roleGrantedV1 } from './identity/role-granted.v1.fact.js';
import { roleWithdrawnV1 } from './identity/role-withdrawn.v1.fact.js';
import { profilePublishedV1 } from './identity/profile-published.v1.fact.js';
import { partyVerifiedV1 } from './identity/party-verified.v1.fact.js';
import { capabilityEnabledV1 } from './identity/capability-enabled.v1.fact.js';
import { capabilityDisabledV1 } from './identity/capability-disabled.v1.fact.js';
import { partyRestrictedV1 } from './identity/party-restricted.v1.fact.js';
import { restrictionLiftedV1 } from './identity/restriction-lifted.v1.fact.js';
import { accountClosedV1 } from './identity/account-closed.v1.fact.js';
import { sessionRevokedV1 } from './identity/session-revoked.v1.fact.js';
import { signingKeyPublishedV1 } from './identity/signing-key-published.v1.fact.js';
import { sandboxClockMovedV1 } from './identity/sandbox-clock-moved.v1.fact.js';
import { subjectForgottenV1 } from './identity/subject-forgotten.v1.fact.js';
import { gigPublishedV1 } from './gigs/gig-published.v1.fact.js';
import { gigPausedV1 } from './gigs/gig-paused.v1.fact.js';
import { gigArchivedV1 } from './gigs/gig-archived.v1.fact.js';
import { briefPublishedV1 } from './gigs/brief-published.v1.fact.js';
import { briefClosedV1 } from './gigs/brief-closed.v1.fact.js';
import { proposalPlacedV1 } from './gigs/proposal-placed.v1.fact.js';
import { proposalAcceptedV1 } from './gigs/proposal-accepted.v1.fact.js';
import { packageOrderedV1 } from './gigs/package-ordered.v1.fact.js';
import { contractOfferedV1 } from './contracts/contract-offered.v1.fact.js';
import { contractDeclinedV1 } from './contracts/contract-declined.v1.fact.js';
import { contractSignedV1 } from './contracts/contract-signed.v1.fact.js';
import { fundingRequestedV1 } from './contracts/funding-requested.v1.fact.js';
import { milestoneSubmittedV1 } from './contracts/milestone-submitted.v1.fact.js';
import { approvalRemindedV1 } from './contracts/approval-reminded.v1.fact.js';
import { changesRequestedV1 } from './contracts/changes-requested.v1.fact.js';
import { milestoneLateV1 } from './contracts/milestone-late.v1.fact.js';
import { partialReleaseApprovedV1 } from './contracts/partial-release-approved.v1.fact.js';
import { milestoneApprovedV1 } from './contracts/milestone-approved.v1.fact.js';
import { refundApprovedV1 } from './contracts/refund-approved.v1.fact.js';
import { splitAgreedV1 } from './contracts/split-agreed.v1.fact.js';
import { contractCompletingV1 } from './contracts/contract-completing.v1.fact.js';
import { contractEndedV1 } from './contracts/contract-ended.v1.fact.js';
import { feePolicyPublishedV1 } from './payments/fee-policy-published.v1.fact.js';
import { payerValidatedV1 } from './payments/payer-validated.v1.fact.js';
import { payoutDestinationChangedV1 } from './payments/payout-destination-changed.v1.fact.js';
import { partyVolumeCrossedV1 } from './payments/party-volume-crossed.v1.fact.js';
import { milestoneFundedV1 } from './payments/milestone-funded.v1.fact.js';
import { fundingFailedV1 } from './payments/funding-failed.v1.fact.js';
import { milestoneReleasedV1 } from './payments/milestone-released.v1.fact.js';
import { milestoneRefundedV1 } from './payments/milestone-refunded.v1.fact.js';
import { milestoneSplitExecutedV1 } from './payments/milestone-split-executed.v1.fact.js';
import { releaseDeferredV1 } from './payments/release-deferred.v1.fact.js';
import { instructionRefusedV1 } from './payments/instruction-refused.v1.fact.js';
import { disputedAmountFrozenV1 } from './payments/disputed-amount-frozen.v1.fact.js';
import { escrowClosedV1 } from './payments/escrow-closed.v1.fact.js';
import { payoutPaidV1 } from './payments/payout-paid.v1.fact.js';
import { payoutFailedV1 } from './payments/payout-failed.v1.fact.js';
import { disputeOpenedV1 } from './disputes/dispute-opened.v1.fact.js';
import { responseRemindedV1 } from './disputes/response-reminded.v1.fact.js';
import { mediatorAssignedV1 } from './disputes/mediator-assigned.v1.fact.js';
import { disputeDecidedV1 } from './disputes/dispute-decided.v1.fact.js';
import { splitOrderedV1 } from './disputes/split-ordered.v1.fact.js';
import { disputeClosedV1 } from './disputes/dispute-closed.v1.fact.js';
import { reviewPublishedV1 } from './reputation/review-published.v1.fact.js';
import { scoreRecomputedV1 } from './reputation/score-recomputed.v1.fact.js';

/** Every fact version of the platform, by owner, in the order of the owner's page. A fact that is not built is absent. */
export const definitions = [
  // identity
  accountRegisteredV1,
  organisationCreatedV1,
  seatGrantedV1,
  seatRevokedV1,
  roleGrantedV1,
  roleWithdrawnV1,
  profilePublishedV1,
  partyVerifiedV1,
  capabilityEnabledV1,
  capabilityDisabledV1,
  partyRestrictedV1,
  restrictionLiftedV1,
  accountClosedV1,
  sessionRevokedV1,
  signingKeyPublishedV1,
  sandboxClockMovedV1,
  subjectForgottenV1,
  // gigs
  gigPublishedV1,
  gigPausedV1,
  gigArchivedV1,
  briefPublishedV1,
  briefClosedV1,
  proposalPlacedV1,
  proposalAcceptedV1,
  packageOrderedV1,
  // contracts
  contractOfferedV1,
  contractDeclinedV1,
  contractSignedV1,
  fundingRequestedV1,
  milestoneSubmittedV1,
  approvalRemindedV1,
  changesRequestedV1,
  milestoneLateV1,
  partialReleaseApprovedV1,
  milestoneApprovedV1,
  refundApprovedV1,
  splitAgreedV1,
  contractCompletingV1,
  contractEndedV1,
  // payments
  feePolicyPublishedV1,
  payerValidatedV1,
  payoutDestinationChangedV1,
  partyVolumeCrossedV1,
  milestoneFundedV1,
  fundingFailedV1,
  milestoneReleasedV1,
  milestoneRefundedV1,
  milestoneSplitExecutedV1,
  releaseDeferredV1,
  instructionRefusedV1,
  disputedAmountFrozenV1,
  escrowClosedV1,
  payoutPaidV1,
  payoutFailedV1,
  // disputes
  disputeOpenedV1,
  responseRemindedV1,
  mediatorAssignedV1,
  disputeDecidedV1,
  splitOrderedV1,
  disputeClosedV1,
  // reputation
  reviewPublishedV1,
  scoreRecomputedV1,
] as const;
