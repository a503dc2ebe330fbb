import type { Command, Instant, Money } from '@guildhall/kernel';
import type { FundingLine } from './funding.events.js';

export type FundingCommand =
  | Command<
      'OpenFunding',
      {
        fundingId: string;
        contractId: string;
        clientPartyId: string;
        quoteId: string;
        lines: readonly FundingLine[];
        payBy: Instant;
      }
    >
  | Command<'ClaimCharge', { instrumentId: string; attempt: number }>
  | Command<'AuthoriseCharge', { attempt: number; chargeId: string; provider: string; amount: Money }>
  | Command<'RefuseCharge', { attempt: number; reasonCode: string }>
  | Command<'RetryCharge', { instrumentId: string; at: Instant }>
  | Command<'CommitFunding', { attempt: number; at: Instant }>
  /** The provider did not capture what it had authorised (`capture_refused`): nothing moved. */
  | Command<'RefuseCapture', { attempt: number; reasonCode: string; at: Instant }>
  | Command<'GiveUp', { reasonCode: string }>;
