import data from '../policies/kyc-v1.json' with { type: 'json' };
import type { Capability, Direction, Item, Level, PartyKind, Threshold } from './verification.types.js';

/** When an item falls due: before the capability opens, from a volume on, or never (it is asked for, not needed). */
export type DueFrom = 'at_start' | 'on_request' | Threshold;

export type Requirement = Readonly<{
  capability: Capability;
  partyKind: PartyKind;
  due: DueFrom;
  /** A country group; absent: everywhere. */
  countries?: string;
  items: readonly Item[];
}>;

export type ItemRule = Readonly<{
  /** Who shows it: the party by a submission, or payments by a fact. */
  source: 'party' | 'payments';
  format: string;
  why: string;
  takes: string;
  alternatives: readonly string[];
}>;

export type KycPolicy = Readonly<{
  version: string;
  expiryLeadDays: number;
  graceDays: number;
  leastAge: number;
  /** Failed payouts in a row that reopen the destination. */
  payoutFailures: number;
  secondReviewer: Readonly<{ capabilities: readonly Capability[]; thresholds: readonly Threshold[] }>;
  levels: readonly Level[];
  thresholds: readonly Threshold[];
  /** Capabilities that a role, or being an organisation, is for. */
  wantedBy: Readonly<Record<string, readonly Capability[]>>;
  countryGroups: Readonly<Record<string, readonly string[]>>;
  items: Readonly<Record<Item, ItemRule>>;
  requirements: readonly Requirement[];
}>;

/** The policy in force (identity.md, Policy defaults); the thresholds' amounts are payments' own. */
export const kycPolicy = data as KycPolicy;

/** What a volume in this direction concerns. */
export const directionOf = (capability: Capability): Direction => {
  switch (capability) {
    case 'hire':
      return 'spent';
    case 'get_paid':
    case 'withdraw':
    case 'arbitrate':
      return 'earned';
  }
};

/** The rows for a party's kind and country. */
export const requirementsFor = (partyKind: PartyKind, country: string): readonly Requirement[] =>
  kycPolicy.requirements.filter(
    ({ partyKind: kind, countries }) =>
      kind === partyKind && (countries === undefined || (kycPolicy.countryGroups[countries] ?? []).includes(country)),
  );

/** True where the policy says what a party of this kind must show for the capability. */
export const isOffered = (capability: Capability, partyKind: PartyKind): boolean =>
  kycPolicy.requirements.some((row) => row.capability === capability && row.partyKind === partyKind);

/** Capabilities that come with a role of a person (none for staff roles without one), or with being an organisation. */
export const wantedBy = (role: string): readonly Capability[] => kycPolicy.wantedBy[role] ?? [];
