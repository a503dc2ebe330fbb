import {
  approvalRemindedV1,
  changesRequestedV1,
  contractCompletingV1,
  contractDeclinedV1,
  contractEndedV1,
  contractOfferedV1,
  contractSignedV1,
  fundingRequestedV1,
  milestoneApprovedV1,
  milestoneLateV1,
  milestoneSubmittedV1,
  partialReleaseApprovedV1,
  refundApprovedV1,
  splitAgreedV1,
} from '@guildhall/event-catalogue';
import { factsFrom, type FactMapping } from '@guildhall/messaging';
import { contractStorage, type ContractEvent } from '../domain/contract/contract.events.js';

const tell = factsFrom<ContractEvent>(contractStorage);

/** What others hear of a contract: each fact from exactly one stored event, without what is private or personal in it. */
export const contractFacts: readonly FactMapping[] = [
  tell('ContractOffered', contractOfferedV1, ({ streamKey, data }) => {
    const { clientPartyId, freelancerPartyId, origin, pricingModel, currency, termsHash, expiresAt } = data;
    return { contractId: streamKey, clientPartyId, freelancerPartyId, origin, pricingModel, currency, termsHash, expiresAt };
  }),
  tell('ContractDeclined', contractDeclinedV1, ({ streamKey, data: { origin, by, reason } }) => ({
    contractId: streamKey,
    origin,
    by,
    reason,
  })),
  tell('ContractSigned', contractSignedV1, ({ streamKey, data }) => {
    const { signedAt: _, ...told } = data;
    return { contractId: streamKey, ...told };
  }),
  tell('FundingRequested', fundingRequestedV1, ({ streamKey, data }) => ({ contractId: streamKey, ...data })),
  tell('MilestoneSubmitted', milestoneSubmittedV1, ({ streamKey, data }) => {
    const { milestoneId, deliverableVersion, contentHash, submittedAt, autoApproveAt, aiUse } = data;
    const told = { contractId: streamKey, milestoneId, deliverableVersion, contentHash, submittedAt, aiUse };
    return autoApproveAt === undefined ? told : { ...told, autoApproveAt };
  }),
  tell('ApprovalReminded', approvalRemindedV1, ({ streamKey, data }) => ({ contractId: streamKey, ...data })),
  tell(
    'ChangesRequested',
    changesRequestedV1,
    ({ streamKey, data: { milestoneId, deliverableVersion, reasonCode, criteriaIds } }) => ({
      contractId: streamKey,
      milestoneId,
      deliverableVersion,
      reasonCode,
      criteriaIds,
    }),
  ),
  tell('MilestoneLate', milestoneLateV1, ({ streamKey, data }) => ({ contractId: streamKey, ...data })),
  tell('PartialReleaseApproved', partialReleaseApprovedV1, ({ streamKey, data }) => {
    const { milestoneId, releaseId, amount, payeePartyId, approvedBy } = data;
    return { contractId: streamKey, milestoneId, releaseId, amount, payeePartyId, approvedBy };
  }),
  tell('MilestoneApproved', milestoneApprovedV1, ({ streamKey, data }) => {
    const { repeats: _repeats, note: _note, authorAccountId: _author, ...told } = data;
    return { contractId: streamKey, ...told };
  }),
  tell('RefundApproved', refundApprovedV1, ({ streamKey, data }) => {
    const { milestoneId, refundId, amount, source, reasonCode, approvedBy } = data;
    return { contractId: streamKey, milestoneId, refundId, amount, source, reasonCode, approvedBy };
  }),
  tell('SplitAgreed', splitAgreedV1, ({ streamKey, data }) => {
    const { milestoneId, splitId, toFreelancer, toClient, payeePartyId, basis } = data;
    return { contractId: streamKey, milestoneId, splitId, toFreelancer, toClient, payeePartyId, basis };
  }),
  tell('ContractCompleting', contractCompletingV1, ({ streamKey, data: { endReason } }) => ({
    contractId: streamKey,
    endReason,
  })),
  tell('ContractEnded', contractEndedV1, ({ streamKey, data }) => ({ contractId: streamKey, ...data })),
];
