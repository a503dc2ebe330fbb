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
  attachments: readonly { name: string; hash: string }[];
};
type OnProposal = { briefId: string; proposalId: string };

export type BriefEvent =
  | DomainEvent<'BriefDrafted', BriefContent & { briefId: string; clientPartyId: string; authorAccountId: string }>
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
        idleAt: Instant;
      }
    >
  | DomainEvent<'PostHeldForReview', { postKind: 'brief'; postId: string; partyId: string; ruleId: string; reasonCode: string }>
  | DomainEvent<
      'PostDenied',
      { postKind: 'brief'; postId: string; partyId: string; ruleId: string; reasonCode: string; by: string }
    >
  | DomainEvent<
      'ProposalEntered',
      OnProposal & {
        freelancerPartyId: string;
        clientPartyId: string;
        authorAccountId: string;
        /** Personal. */
        coverNote: string;
        terms: TermsDraft;
        quoteId: string;
        quoteValidUntil: Instant;
        policyRefs: Readonly<Record<string, string>>;
        enteredAt: Instant;
      }
    >
  | DomainEvent<'ProposalShortlisted', OnProposal>
  | DomainEvent<'AwardGiven', OnProposal & { awardedAt: Instant; expiresAt: Instant }>
  | DomainEvent<'AwardTakenBack', OnProposal>
  | DomainEvent<'SlotTaken', OnProposal & { freelancerPartyId: string }>
  | DomainEvent<'SlotFreed', OnProposal & { reason: string }>
  | DomainEvent<'HireSigned', OnProposal & { contractId: string }>
  | DomainEvent<'ProposalLeft', OnProposal & { as: 'declined' | 'expired' | 'retracted' }>
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
    PostDenied: 1,
    ProposalEntered: 1,
    ProposalShortlisted: 1,
    AwardGiven: 1,
    AwardTakenBack: 1,
    SlotTaken: 1,
    SlotFreed: 1,
    HireSigned: 1,
    ProposalLeft: 1,
    BriefClosed: 1,
  },
  personal: { BriefDrafted: { title: content, description: content, outcome: content }, ProposalEntered: { coverNote: content } },
} as const satisfies StorageContract<BriefEvent>;
