import type { DomainEvent, Instant, StorageContract } from '@guildhall/kernel';

export const RESTRICTION_SCOPES = ['hire', 'propose', 'publish', 'payout', 'spend', 'message', 'contracts'] as const;
export type RestrictionScope = (typeof RESTRICTION_SCOPES)[number];

/** Steps of the ladder that take something away; a notice takes nothing. */
export type Limiting = 'limited' | 'suspended';
export const LADDER_STAGES = ['notice', 'limited', 'suspended'] as const;
export type LadderStage = (typeof LADDER_STAGES)[number];

/** What every step says of itself. `reviewDate`: UTC day; `evidenceRefs`: ids or hashes of what it rests on. */
export type Grounds = {
  scope: readonly RestrictionScope[];
  reasonCode: string;
  evidenceRefs: readonly string[];
  reviewDate: string;
};
type Step = Grounds & { partyId: string; restrictionId: string; appealId: string; at: Instant };

export type RestrictionEvent =
  | DomainEvent<'PartyNotified', Step & { by: string }>
  /** The first of two operators. */
  | DomainEvent<'SuspensionProposed', Step & { by: string }>
  /** `carveOut`: what goes on all the same. */
  | DomainEvent<'PartyRestricted', Step & { stage: Limiting; carveOut: readonly string[]; decidedBy: readonly string[] }>
  | DomainEvent<
      'RestrictionLifted',
      {
        partyId: string;
        restrictionId: string;
        cause: 'lifted_by_operator' | 'review_date_passed';
        /** Null when the review date passed. */
        liftedBy: string | null;
        /** Personal: of its author. */
        reason: string | null;
        at: Instant;
      }
    >
  | DomainEvent<
      'AppealOpened',
      {
        appealId: string;
        restrictionId: string;
        partyId: string;
        openedBy: string;
        /** Personal: of its author. */
        text: string;
        openedAt: Instant;
      }
    >;

/** Stream `identity.restriction-<restrictionId>`. */
export const restrictionStorage = {
  category: 'identity.restriction',
  schemaVersions: { PartyNotified: 1, SuspensionProposed: 1, PartyRestricted: 1, RestrictionLifted: 1, AppealOpened: 1 },
  personal: {
    RestrictionLifted: { reason: { subject: 'liftedBy', purpose: 'content' } },
    AppealOpened: { text: { subject: 'openedBy', purpose: 'content' } },
  },
} as const satisfies StorageContract<RestrictionEvent>;
