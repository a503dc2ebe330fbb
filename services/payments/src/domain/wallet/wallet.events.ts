import type { DomainEvent, Instant, Money, StorageContract } from '@guildhall/kernel';
import type { Posting } from '../ledger/postings.js';

type Posted = { postings: readonly Posting[] };
/** `part` of a pending line: 'credited', 'credited-2' (rest of a deferred release), or the freeze that this money came out of. */
type PendingPart = { partyId: string; releaseId: string; part: string };

export type WalletEvent =
  /** `unseen`: opened by the first money, before identity told of the party; a credit is never refused. */
  | DomainEvent<'WalletOpened', { partyId: string; kind: 'account' | 'organisation' | 'unseen' }>
  | DomainEvent<
      'ChargeCaptured',
      Posted & { fundingId: string; chargeId: string; provider: string; amount: Money; capturedAt: Instant }
    >
  | DomainEvent<
      'FundingSent',
      Posted & {
        fundingId: string;
        contractId: string;
        clientFee: Money;
        lines: readonly { milestoneId: string; holdId: string; transferId: string; amount: Money; clientFee: Money }[];
        sentAt: Instant;
      }
    >
  /** Money that goes back to the instrument: of a declined contract, or that came after its funding had ended. */
  | DomainEvent<'InstrumentRefunded', Posted & { refundId: string; chargeId: string; provider: string; amount: Money }>
  | DomainEvent<'InstrumentRefundReturned', Posted & { refundId: string; provider: string; amount: Money; reasonCode: string }>
  | DomainEvent<
      'EarningsCredited',
      Posted &
        PendingPart & {
          transferId: string;
          contractId: string;
          milestoneId: string;
          clientPartyId: string;
          /** Escrow's instruction: a release with its part, or a split. */
          origin: 'release' | 'split';
          releasePart: number;
          milestoneKind: string;
          gross: Money;
          fee: Money;
          net: Money;
          /** How far the relationship's lifetime rises: nothing for expenses. */
          lifetimeRise: Money;
          creditedAt: Instant;
          securityHoldDays: number;
          availableAt: Instant;
        }
    >
  | DomainEvent<'EarningsCleared', Posted & PendingPart & { amount: Money }>
  | DomainEvent<
      'RefundCredited',
      Posted & { transferId: string; refundId: string; contractId: string; milestoneId: string; amount: Money }
    >
  | DomainEvent<
      'ReleasedRefundSent',
      Posted & {
        refundId: string;
        transferId: string;
        contractId: string;
        milestoneId: string;
        clientPartyId: string;
        gross: Money;
        freelancerFee: Money;
        /** How far the relationship's lifetime falls: nothing for expenses. */
        lifetimeFall: Money;
        clientFee: Money;
        /** What the client gets: gross and the client fee. */
        credited: Money;
        fromPending: readonly { releaseId: string; part: string; amount: Money }[];
        fromAvailable: Money;
      }
    >
  /** The wallet does not cover the refund. An answer for ever: a later delivery must not find the money that came meanwhile. */
  | DomainEvent<
      'ReleasedRefundRefused',
      { refundId: string; transferId: string; contractId: string; milestoneId: string; reasonCode: 'exceeds_held' }
    >
  | DomainEvent<
      'AmountFrozen',
      Posted & PendingPart & { freezeId: string; amount: Money; source: 'pending' | 'available'; frozenAt: Instant }
    >
  /** The answer to a freeze, in the same append: what was found, net, and what was not there. */
  | DomainEvent<
      'FreezeAnswered',
      { freezeId: string; contractId: string; milestoneId: string; walletFrozenNet: Money; shortfallNet: Money }
    >
  | DomainEvent<
      'AmountUnfrozen',
      Posted & PendingPart & { freezeId: string; amount: Money; source: 'pending' | 'available'; unfrozenAt: Instant }
    >
  /** The freeze is over here: a shortfall is no longer filled. Parts that lay frozen went back just before. */
  | DomainEvent<'FreezeLifted', { freezeId: string; liftedAt: Instant }>
  | DomainEvent<
      'ReleasedSplit',
      Posted & {
        splitId: string;
        freezeId: string;
        transferId: string;
        contractId: string;
        milestoneId: string;
        clientPartyId: string;
        /** The client's share of released money, gross; and the fees that go back with it. */
        gross: Money;
        freelancerFee: Money;
        /** How far the relationship's lifetime falls: nothing for expenses. */
        lifetimeFall: Money;
        clientFee: Money;
        credited: Money;
        fromFrozen: Money;
        fromAvailable: Money;
        /** Of the same releases, when frozen and available money are not enough. */
        fromPending: readonly { releaseId: string; part: string; amount: Money }[];
        owed: Money;
        /** Rest of the freeze that went back to `:available`; what came out of pending follows as `AmountUnfrozen`. */
        freed: Money;
      }
    >
  | DomainEvent<
      'PayoutCreated',
      Posted & { payoutId: string; partyId: string; amount: Money; destinationId: string; method: string; createdAt: Instant }
    >
  | DomainEvent<'PayoutSubmitted', { payoutId: string; providerPayoutId: string }>
  | DomainEvent<
      'PayoutSettled',
      Posted & { payoutId: string; partyId: string; amount: Money; method: string; settledAt: Instant }
    >
  | DomainEvent<
      'PayoutReturned',
      Posted & {
        payoutId: string;
        partyId: string;
        amount: Money;
        method: string;
        reasonCode: string;
        toFrozen: readonly { freezeId: string; amount: Money }[];
      }
    >
  | DomainEvent<
      'PartyVolumeCrossed',
      { partyId: string; direction: 'earned' | 'spent'; thresholdId: string; lifetimeVolume: Money }
    >;

/** Stream `payments.wallet-<partyId>`. */
export const walletStorage = {
  category: 'payments.wallet',
  schemaVersions: {
    WalletOpened: 1,
    ChargeCaptured: 1,
    FundingSent: 1,
    InstrumentRefunded: 1,
    InstrumentRefundReturned: 1,
    EarningsCredited: 1,
    EarningsCleared: 1,
    RefundCredited: 1,
    ReleasedRefundSent: 1,
    ReleasedRefundRefused: 1,
    AmountFrozen: 1,
    FreezeAnswered: 1,
    AmountUnfrozen: 1,
    FreezeLifted: 1,
    ReleasedSplit: 1,
    PayoutCreated: 1,
    PayoutSubmitted: 1,
    PayoutSettled: 1,
    PayoutReturned: 1,
    PartyVolumeCrossed: 1,
  },
} as const satisfies StorageContract<WalletEvent>;
