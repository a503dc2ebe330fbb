import type { DomainEvent, Instant, Money, StorageContract } from '@guildhall/kernel';
import type { TermsDraft } from '../pricing.js';

export type GigPackage = Readonly<{
  tier: string;
  unit: string;
  unitsIncluded: number;
  revisions: number;
  deliveryDays: number;
  addOns: readonly Readonly<{ addOnId: string; deliveryDays: number; prices: readonly Money[] }>[];
  /** One price a currency: an explicit list, never a silent conversion. */
  prices: readonly Money[];
}>;
export type GigContent = {
  roleId: string;
  categoryId: string;
  title: string;
  description: string;
  skills: readonly string[];
  /** Free text that no skill of the taxonomy fits. */
  otherSkills: readonly string[];
  languages: readonly { code: string; level: string }[];
  attributes: Readonly<Record<string, string>>;
  packages: readonly GigPackage[];
};
type FactPackage = Omit<GigPackage, 'prices' | 'addOns'> & { addOns: readonly { addOnId: string; deliveryDays: number }[] };
type FactPrice = { tier: string; addOnId?: string; price: Money };
type Post = { postKind: 'gig'; postId: string; partyId: string };

export type GigEvent =
  | DomainEvent<
      'GigDrafted',
      GigContent & {
        gigId: string;
        freelancerPartyId: string;
        authorAccountId: string;
        /** Made of title and id; personal like the title. */
        slug: string;
        /** The version that this becomes when it is published. */
        draftVersion: number;
      }
    >
  | DomainEvent<'GigSubmitted', { gigId: string; gigVersion: number; partyId: string; ruleId: string; reasonCode: string }>
  | DomainEvent<
      'GigPublished',
      {
        gigId: string;
        gigVersion: number;
        freelancerPartyId: string;
        categoryId: string;
        roleId: string;
        pricingModel: 'fixed';
        packages: readonly FactPackage[];
        prices: readonly FactPrice[];
      }
    >
  /** An operator's decision with its reason; the event after it says what came of it. */
  | DomainEvent<'PostReviewed', Post & { decision: 'release' | 'deny'; by: string; ruleId: string; reason: string }>
  /** `stillOnSale`: a new version was denied, the one before it sells on. */
  | DomainEvent<'PostDenied', Post & { ruleId: string; reasonCode: string; by: string; stillOnSale: 'no' | 'yes' }>
  | DomainEvent<'GigPaused', { gigId: string; by: 'freelancer' | 'timer' | 'restriction'; reasonCode: string }>
  | DomainEvent<'GigArchived', { gigId: string; freelancerPartyId: string }>
  | DomainEvent<
      'PackageOrdered',
      {
        orderId: string;
        gigId: string;
        gigVersion: number;
        tier: string;
        addOns: readonly string[];
        units: number;
        clientPartyId: string;
        freelancerPartyId: string;
        termsDraft: TermsDraft;
        quoteId: string;
        policyRefs: Readonly<Record<string, string>>;
        payBy: Instant;
      }
    >;

const content = { subject: 'authorAccountId', purpose: 'content' } as const;

/** Stream `gigs.gig-<gigId>`: immutable versions, and the orders on them. */
export const gigStorage = {
  category: 'gigs.gig',
  schemaVersions: {
    GigDrafted: 1,
    GigSubmitted: 1,
    GigPublished: 1,
    PostReviewed: 1,
    PostDenied: 1,
    GigPaused: 1,
    GigArchived: 1,
    PackageOrdered: 1,
  },
  personal: {
    GigDrafted: { title: content, description: content, slug: content, otherSkills: content },
    PostReviewed: { reason: { subject: 'by', purpose: 'content' } },
  },
} as const satisfies StorageContract<GigEvent>;
