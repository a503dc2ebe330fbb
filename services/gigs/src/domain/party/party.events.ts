import type { DomainEvent, Instant, StorageContract } from '@guildhall/kernel';

export type Capability = 'hire' | 'get_paid' | 'withdraw' | 'arbitrate';
export type PostKind = 'gig' | 'brief';
/** Posts and open proposals of a party that something happens to. */
export type Holdings = Readonly<{
  gigIds: readonly string[];
  briefIds: readonly string[];
  proposals: readonly Readonly<{ proposalId: string; briefId: string }>[];
}>;

/** What gigs heard of a party, and what the party has on offer; `sourceRevision`: of the fact, a decimal string. */
export type PartyEvent =
  | DomainEvent<'CapabilityOpened', { capability: Capability; policyVersion: string; sourceRevision: string }>
  | DomainEvent<
      'CapabilityClosed',
      { capability: Capability; disabledReason: string; currentlyDue: readonly string[]; sourceRevision: string }
    >
  | DomainEvent<
      'RestrictionBegan',
      Holdings & {
        restrictionId: string;
        stage: string;
        scope: readonly string[];
        reasonCode: string;
        reviewDate: string;
        sourceRevision: string;
        /** Whether its scope hides posts. */
        hides: 'no' | 'yes';
      }
    >
  | DomainEvent<
      'RestrictionEnded',
      Holdings & { restrictionId: string; cause: string; sourceRevision: string; shows: 'no' | 'yes' }
    >
  | DomainEvent<'AccountClosureSeen', Holdings & { accountId: string; closedAt: Instant }>
  | DomainEvent<
      'ProfileSeen',
      {
        accountId: string;
        skills: readonly string[];
        languages: readonly { code: string; level: string }[];
        timeZone: string;
        workModes: readonly string[];
        country: string;
        sourceRevision: string;
      }
    >
  | DomainEvent<'PayerValidated', { instrumentId: string; method: string; country: string; checkKind: string }>
  | DomainEvent<
      'ReviewSeen',
      {
        reviewId: string;
        contractId: string;
        authorPartyId: string;
        roleId: string;
        dimensions: readonly { name: string; rating: number }[];
        flags: readonly string[];
        revealedAt: Instant;
      }
    >
  | DomainEvent<
      'ScoreSeen',
      {
        side: 'freelancer' | 'client';
        roleId: string;
        headline: number | null;
        n: number;
        clients: number;
        scoreVersion: string;
        asOf: Instant;
      }
    >
  /** A text that the party wants to post; `duplicateOf`: another post of the party on offer with the same text and price. */
  | DomainEvent<'PostOffered', { postKind: PostKind; postId: string; fingerprint: string; duplicateOf: string | null }>
  /** A post went live although the party may not have one: it is taken back at once. */
  | DomainEvent<'PostStopped', Holdings & { postId: string; because: 'restricted' | 'account_closed' }>
  | DomainEvent<'PostLeft', { postId: string }>
  | DomainEvent<'ProposalOpened', { proposalId: string; briefId: string; account: 'open' | 'closed' }>
  | DomainEvent<'ProposalClosed', { proposalId: string }>;

/** Stream `gigs.party-<partyId>`. */
export const partyStorage = {
  category: 'gigs.party',
  schemaVersions: {
    CapabilityOpened: 1,
    CapabilityClosed: 1,
    RestrictionBegan: 1,
    RestrictionEnded: 1,
    AccountClosureSeen: 1,
    ProfileSeen: 1,
    PayerValidated: 1,
    ReviewSeen: 1,
    ScoreSeen: 1,
    PostOffered: 1,
    PostStopped: 1,
    PostLeft: 1,
    ProposalOpened: 1,
    ProposalClosed: 1,
  },
} as const satisfies StorageContract<PartyEvent>;
