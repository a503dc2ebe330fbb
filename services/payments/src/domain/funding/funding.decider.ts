import {
  allowedIn,
  deriveId,
  isBefore,
  minorOf,
  money,
  type Command,
  type Decider,
  type EventData,
  type Instant,
  type Money,
} from '@guildhall/kernel';
import { fail } from '../payments.errors.js';
import type { FundingEvent, FundingLine } from './funding.events.js';
import { fundingTransitions, type FundingStatus } from './funding.transitions.js';

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
  | Command<'GiveUp', { reasonCode: string }>;

export type FundingState = Readonly<{
  status: FundingStatus;
  opened: EventData<FundingEvent, 'FundingOpened'> | null;
  attempt: number;
  charge: Readonly<{ chargeId: string; provider: string }> | null;
  lateCharges: readonly string[];
}>;

const noFunding: FundingState = { status: '(none)', opened: null, attempt: 1, charge: null, lateCharges: [] };

const totalOf = (lines: readonly FundingLine[]): Money => {
  const total = lines.reduce((sum, { amount, clientFee }) => sum + minorOf(amount) + minorOf(clientFee), 0n);
  return money(total, lines[0]?.amount.currency ?? '');
};

const illegal = (status: FundingStatus, command: FundingCommand['type']) =>
  fail('PAYMENTS.ILLEGAL_TRANSITION', `${command} is not possible while this funding is ${status}`, {
    allowed: allowedIn(fundingTransitions, status as never),
  });

const refused = (
  opened: EventData<FundingEvent, 'FundingOpened'>,
  attempt: number,
  reasonCode: string,
  final: 'final' | 'open',
): FundingEvent => ({
  type: 'FundingRefused',
  data: {
    fundingId: opened.fundingId,
    contractId: opened.contractId,
    milestoneIds: opened.lines.map(({ milestoneId }) => milestoneId),
    attempt,
    reasonCode,
    final: final === 'final',
  },
});

/** Whichever of commit and payBy appends first wins; an answer to an older attempt changes nothing. */
export const fundingDecider: Decider<FundingCommand, FundingEvent, FundingState> = {
  initialState: () => noFunding,
  decide({ type, data }, state) {
    const { status, opened } = state;
    if (type === 'OpenFunding') return opened ? [] : [{ type: 'FundingOpened', data: { ...data, total: totalOf(data.lines) } }];
    if (!opened) throw fail('PAYMENTS.HOLD_NOT_FOUND', 'No such funding');
    const { fundingId, clientPartyId, total, lines, contractId } = opened;
    switch (type) {
      case 'ClaimCharge': {
        if (status !== 'requested' || data.attempt !== state.attempt) return [];
        const reference = deriveId(fundingId, 'charge', String(data.attempt));
        return [
          {
            type: 'ChargeClaimed',
            data: { fundingId, clientPartyId, attempt: data.attempt, reference, instrumentId: data.instrumentId, amount: total },
          },
        ];
      }
      case 'AuthoriseCharge': {
        const { chargeId, provider, attempt, amount } = data;
        if (status === 'closed') {
          if (state.lateCharges.includes(chargeId)) return [];
          return [{ type: 'LateChargeSeen', data: { fundingId, clientPartyId, chargeId, provider, amount } }];
        }
        if (status !== 'charging' || attempt !== state.attempt) return [];
        if (amount.currency !== total.currency || amount.amount !== total.amount)
          return [refused(opened, attempt, 'amount_mismatch', 'open')];
        return [{ type: 'ChargeAuthorised', data: { fundingId, attempt, chargeId, provider } }];
      }
      case 'RefuseCharge':
        if (data.attempt !== state.attempt || status === 'failed' || status === 'held' || status === 'closed') return [];
        return [refused(opened, data.attempt, data.reasonCode, 'open')];
      case 'RetryCharge':
        if (status !== 'failed') throw illegal(status, type);
        if (!isBefore(data.at, opened.payBy))
          throw fail('PAYMENTS.QUOTE_EXPIRED', `This funding had to be paid by ${opened.payBy}`);
        return [{ type: 'ChargeRetried', data: { fundingId, attempt: state.attempt + 1, instrumentId: data.instrumentId } }];
      case 'CommitFunding': {
        if (status !== 'authorised' || data.attempt !== state.attempt || !state.charge) return [];
        const { chargeId, provider } = state.charge;
        return [
          {
            type: 'FundingCommitted',
            data: { fundingId, contractId, clientPartyId, chargeId, provider, total, lines, committedAt: data.at },
          },
        ];
      }
      case 'GiveUp':
        if (status === 'held' || status === 'closed') return [];
        return [refused(opened, state.attempt, data.reasonCode, 'final')];
    }
  },
  evolve(state, { type, data }) {
    switch (type) {
      case 'FundingOpened':
        return { ...state, status: 'requested', opened: data };
      case 'ChargeClaimed':
        return { ...state, status: 'charging' };
      case 'ChargeAuthorised':
        return { ...state, status: 'authorised', charge: { chargeId: data.chargeId, provider: data.provider } };
      case 'FundingRefused':
        return { ...state, status: data.final ? 'closed' : 'failed' };
      case 'ChargeRetried':
        return { ...state, status: 'requested', attempt: data.attempt, charge: null };
      case 'FundingCommitted':
        return { ...state, status: 'held' };
      case 'LateChargeSeen':
        return { ...state, lateCharges: [...state.lateCharges, data.chargeId] };
    }
  },
};
