import type { Money } from '@guildhall/kernel';

/** The nine work roles of role table version 1 (domain README, "Work roles"). */
export type RoleId =
  | 'seller_sourcing'
  | 'listing_optimization'
  | 'logistics'
  | 'support_multilingual'
  | 'performance_marketing'
  | 'trust_safety_analyst'
  | 'creative_content'
  | 'web_store_build'
  | 'data_analysis';

/** Currencies that payments contracts in (payments.md, limits by currency). */
export type ContractCurrency = 'USD' | 'EUR' | 'GBP' | 'JPY' | 'KWD';

/** Someone who takes part. Ids are local to the story; the driver keeps what the platform made of them. */
export type Person = {
  readonly id: string;
  readonly side: 'client' | 'freelancer';
  readonly name: string;
  /** Under the reserved domain `example` (RFC 2606); unique within a seed. */
  readonly email: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** IANA name. */
  readonly timeZone: string;
  /** Legal tender of the country, ISO 4217. */
  readonly localCurrency: string;
  /** What the person contracts in: the legal tender where payments supports it, else EUR or USD. */
  readonly currency: ContractCurrency;
  /** Clients hire for an organisation. */
  readonly organisation: { readonly id: string; readonly name: string } | null;
  /** What a freelancer sells; empty for clients. */
  readonly workRoles: readonly RoleId[];
};

/** People of the platform who act in a story; the driver maps them to the seeded staff. */
export type StaffActor = 'mediator' | 'arbitrator';

export type PlannedMilestone = {
  readonly milestoneId: string;
  readonly title: string;
  readonly amount: Money;
  readonly dueAt: string;
};
export type Package = {
  readonly tier: 'basic' | 'standard' | 'premium';
  readonly units: number;
  readonly revisions: number;
  readonly deliveryDays: number;
  readonly price: Money;
};
/** Both shares of an amount; they add up to it. */
export type Shares = { readonly toFreelancer: Money; readonly toClient: Money };

type OnContract = { readonly contractId: string };
/** Instrument that the first milestone is charged to, as soon as this is done. */
type Charges = { readonly charges: string };
type OnMilestone = OnContract & { readonly milestoneId: string };
type OnVersion = OnMilestone & { readonly version: number };
type OnDispute = OnMilestone & { readonly disputeId: string };

/** What is done. `let_…` means that nobody acts until a deadline of the platform has passed. */
export type Deed =
  | { readonly kind: 'sign_up' }
  | { readonly kind: 'found_organisation'; readonly organisationId: string; readonly name: string; readonly country: string }
  | { readonly kind: 'add_instrument'; readonly instrumentId: string; readonly testToken: string; readonly holderName: string }
  | { readonly kind: 'add_destination'; readonly destinationId: string; readonly testToken: string; readonly method: string }
  | { readonly kind: 'verify'; readonly capabilities: readonly ('hire' | 'get_paid' | 'withdraw')[] }
  | {
      readonly kind: 'publish_gig';
      readonly gigId: string;
      readonly roleId: RoleId;
      readonly title: string;
      readonly packages: readonly Package[];
    }
  | ({
      readonly kind: 'order_package';
      readonly gigId: string;
      readonly tier: Package['tier'];
      readonly milestone: PlannedMilestone;
    } & Charges &
      OnContract)
  | {
      readonly kind: 'publish_brief';
      readonly briefId: string;
      readonly roleId: RoleId;
      readonly title: string;
      readonly outcome: string;
      readonly criteria: readonly string[];
      readonly budget: { readonly from: Money; readonly to: Money };
    }
  | {
      readonly kind: 'propose';
      readonly proposalId: string;
      readonly briefId: string;
      readonly pricing: 'fixed' | 'milestone';
      readonly price: Money;
      readonly milestones: readonly PlannedMilestone[];
    }
  | { readonly kind: 'award'; readonly proposalId: string; readonly briefId: string }
  | ({ readonly kind: 'accept_award'; readonly proposalId: string } & OnContract)
  | ({ readonly kind: 'offer_terms' } & OnContract)
  /** The second signature asks for the first money. */
  | ({ readonly kind: 'sign' } & Partial<Charges> & OnContract)
  | ({
      readonly kind: 'fund';
      readonly amount: Money;
      readonly instrumentId: string;
      readonly attempt: number;
      readonly expected: 'held' | 'refused';
    } & OnMilestone)
  | ({ readonly kind: 'start' } & OnMilestone)
  | ({ readonly kind: 'submit'; readonly contentHash: string; readonly note: string; readonly onTime: boolean } & OnVersion)
  | ({ readonly kind: 'request_changes'; readonly criteria: readonly string[] } & OnVersion)
  | ({ readonly kind: 'approve'; readonly amount: Money } & OnVersion)
  | ({ readonly kind: 'let_auto_approve'; readonly amount: Money } & OnVersion)
  | ({ readonly kind: 'release_part'; readonly amount: Money } & OnMilestone)
  | ({
      readonly kind: 'refund';
      readonly amount: Money;
      readonly source: 'held' | 'released';
      readonly reasonCode: string;
    } & OnMilestone)
  | ({
      readonly kind: 'request_cancellation';
      readonly splits: readonly (Shares & { readonly milestoneId: string })[];
    } & OnContract)
  | ({ readonly kind: 'accept_cancellation' } & OnContract)
  | ({ readonly kind: 'open_dispute'; readonly amount: Money; readonly ground: string } & OnDispute)
  | ({ readonly kind: 'let_dispute_default' } & Shares & OnDispute)
  | ({ readonly kind: 'respond_to_dispute'; readonly statement: string } & OnDispute)
  | ({ readonly kind: 'offer_split' } & Shares & OnDispute)
  | ({ readonly kind: 'accept_split' } & Shares & OnDispute)
  | ({ readonly kind: 'ask_mediation' } & OnDispute)
  | ({ readonly kind: 'propose_mediation'; readonly reasons: string } & Shares & OnDispute)
  | ({ readonly kind: 'answer_mediation'; readonly answer: 'accept' | 'reject' } & OnDispute)
  | ({ readonly kind: 'agree_arbitration' } & OnDispute)
  | ({ readonly kind: 'rule'; readonly freelancerPercent: number; readonly reasons: string } & Shares & OnDispute)
  | ({ readonly kind: 'let_ruling_execute' } & Shares & OnDispute)
  | ({
      readonly kind: 'review';
      readonly about: string;
      readonly ratings: Readonly<Record<string, number>>;
      readonly text: string;
    } & OnContract)
  | { readonly kind: 'pay_out'; readonly currency: ContractCurrency; readonly expected: 'paid' | 'returned' };

export type DeedKind = Deed['kind'];

/** Who intends what and when: `at` is business time, UTC ISO 8601; `actor` is a person's id or a staff actor. */
export type Intent = { readonly at: string; readonly actor: string } & Deed;

/** An intent with its place in the story: ordered by `at`, numbered from 1 without a gap. */
export type Action = { readonly seq: number } & Intent;

export type Story = {
  readonly seed: string;
  readonly contracts: number;
  readonly days: number;
  /** First instant of the story, UTC. */
  readonly start: string;
  readonly policyVersion: string;
  /** Where the exchange rates come from. */
  readonly ratesSource: string;
  readonly people: readonly Person[];
  readonly actions: readonly Action[];
};
