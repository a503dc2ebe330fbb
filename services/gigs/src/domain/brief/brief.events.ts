import type { DomainEvent, Instant, Money, StorageContract } from '@guildhall/kernel';
import type { TermsDraft } from '../pricing.js';

export type BriefContent = {
  roleId: string;
  categoryId: string;
  title: string;
  description: string;
  outcome: string;
  kpis: readonly { metric: string; target: string }[];
  criteria: readonly { criteriaId: string; text: string }[];
  pricingModel: 'fixed' | 'milestone';
  budget: { low: Money; high: Money };
  hires: number;
  confidentiality: 'public';
  skills: readonly string[];
  /** Free text that no skill of the taxonomy fits. */
  otherSkills: readonly string[];
  attachments: readonly { name: string; hash: string }[];
};
type OnProposal = { briefId: string; proposalId: string; at: Instant };
type Post = { postKind: 'brief'; postId: string; partyId: string };

export type BriefEvent =
  | DomainEvent<
      'BriefDrafted',
      BriefContent & {
        briefId: string;
        clientPartyId: string;
        authorAccountId: string;
        /** The measures of the outcome, in clear: decisions need them after the text is erased. */
        criteriaIds: readonly string[];
        kpiCount: number;
      }
    >
  | DomainEvent<
      'BriefPublished',
      {
        briefId: string;
        clientPartyId: string;
        roleId: string;
        pricingModel: 'fixed' | 'milestone';
        budget: { low: Money; high: Money };
        currency: string;
        confidentiality: string;
        /** Days without an act on the brief after which it closes, as bound by the policy of this day. */
        idleDays: number;
        at: Instant;
      }
    >
  | DomainEvent<'PostHeldForReview', Post & { ruleId: string; reasonCode: string; at: Instant }>
  /** An operator's decision with its reason; the event after it says what came of it. */
  | DomainEvent<'PostReviewed', Post & { decision: 'release' | 'deny'; by: string; ruleId: string; reason: string }>
  | DomainEvent<'PostDenied', Post & { ruleId: string; reasonCode: string; by: string }>
  | DomainEvent<
      'ProposalEntered',
      OnProposal & {
        freelancerPartyId: string;
        clientPartyId: string;
        authorAccountId: string;
        coverNote: string;
        terms: TermsDraft;
        quoteId: string;
        quoteValidUntil: Instant;
        policyRefs: Readonly<Record<string, string>>;
      }
    >
  | DomainEvent<'ProposalShortlisted', OnProposal>
  | DomainEvent<'AwardGiven', OnProposal & { expiresAt: Instant }>
  | DomainEvent<'AwardTakenBack', OnProposal>
  /** `quoteId`, `policyRefs`: of the quote that binds, renewed where the first one had expired. */
  | DomainEvent<
      'SlotTaken',
      OnProposal & { freelancerPartyId: string; quoteId: string; policyRefs: Readonly<Record<string, string>> }
    >
  | DomainEvent<'OfferOut', OnProposal & { contractId: string }>
  | DomainEvent<'SlotFreed', OnProposal & { reason: string }>
  | DomainEvent<'HireSigned', OnProposal & { contractId: string }>
  | DomainEvent<'ProposalLeft', OnProposal & { freelancerPartyId: string; as: 'declined' | 'expired' | 'retracted' }>
  | DomainEvent<
      'BriefClosed',
      {
        briefId: string;
        clientPartyId: string;
        reason: string;
        hiredPartyIds: readonly string[];
        losingPartyIds: readonly string[];
      }
    >;

const content = { subject: 'authorAccountId', purpose: 'content' } as const;

/** Stream `gigs.brief-<briefId>`: decides all that proposals compete for. */
export const briefStorage = {
  category: 'gigs.brief',
  schemaVersions: {
    BriefDrafted: 1,
    BriefPublished: 1,
    PostHeldForReview: 1,
    PostReviewed: 1,
    PostDenied: 1,
    ProposalEntered: 1,
    ProposalShortlisted: 1,
    AwardGiven: 1,
    AwardTakenBack: 1,
    SlotTaken: 1,
    OfferOut: 1,
    SlotFreed: 1,
    HireSigned: 1,
    ProposalLeft: 1,
    BriefClosed: 1,
  },
  personal: {
    BriefDrafted: {
      title: content,
      description: content,
      outcome: content,
      kpis: content,
      criteria: content,
      otherSkills: content,
      attachments: content,
    },
    PostReviewed: { reason: { subject: 'by', purpose: 'content' } },
    ProposalEntered: { coverNote: content },
  },
} as const satisfies StorageContract<BriefEvent>;
