import type { Command, Instant, Money } from '@guildhall/kernel';
import type { FeeRules } from '../ledger/fees.js';

type ReleasedPart = Readonly<{ releaseId: string; gross: Money }>;

export type CreditEarnings = Command<
  'CreditEarnings',
  {
    partyId: string;
    releaseId: string;
    releasePart: number;
    origin: 'release' | 'split';
    transferId: string;
    contractId: string;
    milestoneId: string;
    milestoneKind: string;
    clientPartyId: string;
    amount: Money;
    feeRules: FeeRules;
    securityHoldDays: number;
    at: Instant;
  }
>;
export type RefundReleased = Command<
  'RefundReleased',
  {
    refundId: string;
    transferId: string;
    contractId: string;
    milestoneId: string;
    clientPartyId: string;
    amount: Money;
    clientFee: Money;
    lines: readonly ReleasedPart[];
    milestoneKind: string;
    feeRules: FeeRules;
  }
>;
export type FreezeReleased = Command<
  'FreezeReleased',
  {
    freezeId: string;
    contractId: string;
    milestoneId: string;
    clientPartyId: string;
    lines: readonly ReleasedPart[];
    milestoneKind: string;
    feeRules: FeeRules;
    currency: string;
    at: Instant;
  }
>;
export type SplitReleased = Command<
  'SplitReleased',
  {
    splitId: string;
    freezeId: string;
    transferId: string;
    contractId: string;
    milestoneId: string;
    clientPartyId: string;
    toClient: Money;
    clientFee: Money;
    /** The releases that the share is taken from. */
    lines: readonly ReleasedPart[];
    milestoneKind: string;
    feeRules: FeeRules;
    at: Instant;
  }
>;
/** `gate`: what the handler read from the party's and the method's write models. */
export type CreatePayout = Command<
  'CreatePayout',
  {
    payoutId: string;
    amount: Money;
    destinationId: string;
    method: string;
    usableFrom: Instant;
    gate: Readonly<{ withdraw: 'open' | 'closed'; missing: readonly string[]; restricted: readonly string[] }>;
    at: Instant;
  }
>;

export type WalletCommand =
  | Command<'OpenWallet', { partyId: string; kind: 'account' | 'organisation' }>
  | Command<
      'CaptureCharge',
      { partyId: string; fundingId: string; chargeId: string; provider: string; amount: Money; at: Instant }
    >
  | Command<
      'SendFunding',
      {
        fundingId: string;
        contractId: string;
        lines: readonly Readonly<{ milestoneId: string; holdId: string; transferId: string; amount: Money; clientFee: Money }>[];
        at: Instant;
      }
    >
  | Command<'RefundInstrument', { refundId: string; chargeId: string; provider: string; amount: Money }>
  | Command<'ReturnInstrumentRefund', { refundId: string; reasonCode: string }>
  | CreditEarnings
  | Command<'ClearEarnings', { partyId: string; releaseId: string; part: string }>
  | Command<
      'CreditRefund',
      { partyId: string; transferId: string; refundId: string; contractId: string; milestoneId: string; amount: Money }
    >
  | RefundReleased
  | FreezeReleased
  | Command<'UnfreezeReleased', { freezeId: string; at: Instant }>
  | SplitReleased
  | CreatePayout
  | Command<'SubmitPayout', { payoutId: string; providerPayoutId: string }>
  | Command<'SettlePayout', { payoutId: string; at: Instant }>
  | Command<'ReturnPayout', { payoutId: string; reasonCode: string }>;
