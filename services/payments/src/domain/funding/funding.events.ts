import type { DomainEvent, Instant, Money, StorageContract } from '@guildhall/kernel';

export type FundingLine = Readonly<{ milestoneId: string; holdId: string; transferId: string; amount: Money; clientFee: Money }>;

export type FundingEvent =
  | DomainEvent<
      'FundingOpened',
      {
        fundingId: string;
        contractId: string;
        clientPartyId: string;
        quoteId: string;
        lines: readonly FundingLine[];
        /** Lines and client fee: what the provider is asked for. */
        total: Money;
        payBy: Instant;
      }
    >
  /** The effect is claimed before the provider is asked; `reference` is its idempotency key. */
  | DomainEvent<
      'ChargeClaimed',
      { fundingId: string; clientPartyId: string; attempt: number; reference: string; instrumentId: string; amount: Money }
    >
  | DomainEvent<'ChargeAuthorised', { fundingId: string; attempt: number; chargeId: string; provider: string }>
  /** Told as `FundingFailed`; `final`: no money will come. `retryAt` absent: only by the client. */
  | DomainEvent<
      'FundingRefused',
      {
        fundingId: string;
        contractId: string;
        milestoneIds: readonly string[];
        attempt: number;
        reasonCode: string;
        final: boolean;
      }
    >
  | DomainEvent<'ChargeRetried', { fundingId: string; attempt: number; instrumentId: string }>
  /** From here payBy has lost: the charge is captured and the holds follow, unless the provider refuses the capture. */
  | DomainEvent<
      'FundingCommitted',
      {
        fundingId: string;
        contractId: string;
        clientPartyId: string;
        chargeId: string;
        provider: string;
        total: Money;
        lines: readonly FundingLine[];
        committedAt: Instant;
      }
    >
  /** Giving up came after the commit and lost; should the capture be refused yet, the refusal is final. */
  | DomainEvent<'GiveUpNoted', { fundingId: string; reasonCode: string }>
  /** Money that this funding no longer wants, of an ended one, an older attempt or a wrong amount: it goes back to the instrument. */
  | DomainEvent<
      'LateChargeSeen',
      { fundingId: string; clientPartyId: string; chargeId: string; provider: string; amount: Money }
    >;

/** Stream `payments.funding-<fundingId>`. */
export const fundingStorage = {
  category: 'payments.funding',
  schemaVersions: {
    FundingOpened: 1,
    ChargeClaimed: 1,
    ChargeAuthorised: 1,
    FundingRefused: 1,
    ChargeRetried: 1,
    FundingCommitted: 1,
    GiveUpNoted: 1,
    LateChargeSeen: 1,
  },
} as const satisfies StorageContract<FundingEvent>;
