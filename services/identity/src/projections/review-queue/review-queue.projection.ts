import { defineProjection, ERASED } from '@guildhall/event-sourcing';
import type { Instant } from '@guildhall/kernel';
import { verificationStorage, type VerificationEvent } from '../../domain/verification/verification.events.js';
import type { Capability } from '../../domain/verification/verification.types.js';

/**
 * A submission that waits for a reviewer. Holds sensitive data in clear; it goes when the review is over. `state`: collecting while
 * something that the party must show is missing, so that a later submission completes it.
 */
export type ReviewDocument = Readonly<{
  partyId: string;
  submissionId: string;
  state: 'collecting' | 'waiting' | 'answered';
  since: Instant;
  capabilities: readonly Capability[];
  items: Readonly<Record<string, unknown>>;
  reviewers: 1 | 2;
  passedBy: readonly string[];
  suspectedBy: readonly string[];
}>;

/** Where the key is gone a mark stands for all documents; the items that were shown are known all the same. */
const shown = (
  documents: Readonly<Record<string, unknown>> | string,
  outlines: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> =>
  typeof documents === 'string' ? Object.fromEntries(Object.keys(outlines).map((item) => [item, ERASED])) : documents;

/** "What waits for a review?" The queue shows `waiting` only, the oldest first. */
export const reviewQueue = defineProjection<VerificationEvent, ReviewDocument>({
  name: 'review-queue',
  version: 1,
  from: [verificationStorage.category],
  indexes: [{ key: { state: 1, since: 1 } }],
  ids: ({ streamKey }) => [streamKey],
  reduce(document, { type, data }) {
    switch (type) {
      case 'VerificationSubmitted': {
        const { partyId, submissionId, documents, submittedAt: since } = data;
        const capabilities = [...new Set([...(document?.capabilities ?? []), ...data.capabilities])];
        const items = { ...document?.items, ...shown(documents, data.outlines) };
        return {
          partyId,
          submissionId,
          state: 'collecting',
          since,
          capabilities,
          items,
          reviewers: 1,
          passedBy: [],
          suspectedBy: [],
        };
      }
      case 'VerificationStarted':
        return document && { ...document, state: 'waiting', reviewers: data.reviewers };
      case 'ReviewPassed':
        return document && { ...document, passedBy: [data.by] };
      case 'FraudSuspected':
        return document && { ...document, suspectedBy: [data.by] };
      case 'VerificationNeedsMore': {
        const wrong = new Set(data.errors.map(({ item }) => item));
        const items = Object.fromEntries(Object.entries(document?.items ?? {}).filter(([item]) => !wrong.has(item)));
        return document && { ...document, state: 'answered', items };
      }
      case 'PartyVerified':
      case 'VerificationRejected':
        return null;
      case 'VerificationOpened':
      case 'CapabilitiesWanted':
      case 'CapabilityEnabled':
      case 'CapabilityDisabled':
      case 'RequirementDue':
      case 'BillingMethodNoted':
      case 'PayoutDestinationNoted':
      case 'PayoutFailureNoted':
      case 'PayoutPaidNoted':
      case 'VolumeNoted':
        return document;
    }
  },
});
