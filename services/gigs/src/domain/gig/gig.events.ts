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
  languages: readonly { code: string; level: string }[];
  attributes: Readonly<Record<string, string>>;
  packages: readonly GigPackage[];
};
type FactPackage = Omit<GigPackage, 'prices' | 'addOns'> & { addOns: readonly { addOnId: string; deliveryDays: number }[] };
type FactPrice = { tier: string; addOnId?: string; price: Money };

export type GigEvent =
  | DomainEvent<'GigDrafted', GigContent & { gigId: string; freelancerPartyId: string; authorAccountId: string; slug: string }>
  | DomainEvent<'GigSubmitted', { gigId: string; ruleId: string; reasonCode: string }>
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
  | DomainEvent<
      'PostDenied',
      { postKind: 'gig'; postId: string; partyId: string; ruleId: string; reasonCode: string; by: string }
    >
  | DomainEvent<'GigPaused', { gigId: string; by: 'freelancer' | 'timer' | 'restriction'; reasonCode: string }>
  | DomainEvent<'GigArchived', { gigId: string }>
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
    PostDenied: 1,
    GigPaused: 1,
    GigArchived: 1,
    PackageOrdered: 1,
  },
  personal: { GigDrafted: { title: content, description: content } },
} as const satisfies StorageContract<GigEvent>;
