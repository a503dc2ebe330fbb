import { allowedIn, deriveId, isBefore, minorOf, money, type Decider, type EventData, type Money } from '@guildhall/kernel';
import { isRetired } from '../policies/ledger-days.js';
import { fail } from '../payments.errors.js';
import type { FundingCommand } from './funding.commands.js';
import type { FundingEvent, FundingLine } from './funding.events.js';
import { fundingTransitions, type FundingStatus } from './funding.transitions.js';

type Opened = EventData<FundingEvent, 'FundingOpened'>;

export type FundingState = Readonly<{
  status: FundingStatus;
  opened: Opened | null;
  attempt: number;
  /** Charges that the provider was asked for. */
  tried: number;
  charge: Readonly<{ chargeId: string; provider: string }> | null;
  /** Charges already dealt with; the provider may name one again. */
  seenCharges: readonly string[];
  givenUp: 'no' | 'yes';
}>;

const noFunding: FundingState = {
  status: '(none)',
  opened: null,
  attempt: 1,
  tried: 0,
  charge: null,
  seenCharges: [],
  givenUp: 'no',
};

const totalOf = (lines: readonly FundingLine[]): Money => {
  const total = lines.reduce((sum, { amount, clientFee }) => sum + minorOf(amount) + minorOf(clientFee), 0n);
  return money(total, lines[0]?.amount.currency ?? '');
};

const illegal = (status: Exclude<FundingStatus, '(none)'>, command: FundingCommand['type']) =>
  fail('PAYMENTS.ILLEGAL_TRANSITION', `${command} is not possible while this funding is ${status}`, {
    allowed: allowedIn<FundingStatus>(fundingTransitions, status),
  });

const refused = (opened: Opened, attempt: number, reasonCode: string, final: 'final' | 'open'): FundingEvent => ({
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

const decideAuthorised = (
  state: FundingState,
  { fundingId, clientPartyId, total, ...opened }: Opened,
  { chargeId, provider, attempt, amount }: Extract<FundingCommand, { type: 'AuthoriseCharge' }>['data'],
): readonly FundingEvent[] => {
  if (state.seenCharges.includes(chargeId)) return [];
  const late: FundingEvent = { type: 'LateChargeSeen', data: { fundingId, clientPartyId, chargeId, provider, amount } };
  if (state.status !== 'charging' || attempt !== state.attempt) return [late];
  if (amount.currency !== total.currency || amount.amount !== total.amount)
    return [refused({ fundingId, clientPartyId, total, ...opened }, state.tried, 'amount_mismatch', 'open'), late];
  return [{ type: 'ChargeAuthorised', data: { fundingId, attempt, chargeId, provider } }];
};

/** Whichever of commit and payBy appends first wins; an answer to an older attempt changes nothing but sends its money back. */
export const fundingDecider: Decider<FundingCommand, FundingEvent, FundingState> = {
  initialState: () => noFunding,
  decide({ type, data }, state) {
    const { status, opened, attempt, tried } = state;
    if (type === 'OpenFunding') return opened ? [] : [{ type: 'FundingOpened', data: { ...data, total: totalOf(data.lines) } }];
    if (!opened || status === '(none)') throw fail('PAYMENTS.HOLD_NOT_FOUND', 'No such funding');
    const { fundingId, clientPartyId, total, lines, contractId } = opened;
    switch (type) {
      case 'ClaimCharge': {
        if (status !== 'requested' || data.attempt !== attempt) return [];
        const { instrumentId } = data;
        const reference = deriveId(fundingId, 'charge', String(attempt));
        return [{ type: 'ChargeClaimed', data: { fundingId, clientPartyId, attempt, reference, instrumentId, amount: total } }];
      }
      case 'AuthoriseCharge':
        return decideAuthorised(state, opened, data);
      case 'RefuseCharge':
        if (data.attempt !== attempt || status === 'failed' || status === 'held' || status === 'closed') return [];
        return [refused(opened, tried, data.reasonCode, 'open')];
      case 'RetryCharge':
        if (status !== 'failed') throw illegal(status, type);
        if (isRetired(total.currency, data.at))
          throw fail('PAYMENTS.CURRENCY_RETIRED', `No new charge in ${total.currency}: its last ledger day is over`);
        if (!isBefore(data.at, opened.payBy))
          throw fail('PAYMENTS.QUOTE_EXPIRED', `This funding had to be paid by ${opened.payBy}`);
        return [{ type: 'ChargeRetried', data: { fundingId, attempt: attempt + 1, instrumentId: data.instrumentId } }];
      case 'CommitFunding': {
        if (status !== 'authorised' || data.attempt !== attempt || !state.charge) return [];
        const { chargeId, provider } = state.charge;
        const committed = { fundingId, contractId, clientPartyId, chargeId, provider, total, lines, committedAt: data.at };
        return [{ type: 'FundingCommitted', data: committed }];
      }
      case 'RefuseCapture': {
        if (status !== 'held' || data.attempt !== attempt) return [];
        // payBy fires once: if it came while the capture was on its way, nobody else would end this funding.
        const over = state.givenUp === 'yes' || !isBefore(data.at, opened.payBy);
        return [refused(opened, tried, data.reasonCode, over ? 'final' : 'open')];
      }
      case 'GiveUp':
        if (status === 'closed') return [];
        if (status !== 'held') return [refused(opened, tried, data.reasonCode, 'final')];
        return state.givenUp === 'yes' ? [] : [{ type: 'GiveUpNoted', data: { fundingId, reasonCode: data.reasonCode } }];
    }
  },
  evolve(state, { type, data }) {
    switch (type) {
      case 'FundingOpened':
        return { ...state, status: 'requested', opened: data };
      case 'ChargeClaimed':
        return { ...state, status: 'charging', tried: state.tried + 1 };
      case 'ChargeAuthorised': {
        const { chargeId, provider } = data;
        return { ...state, status: 'authorised', charge: { chargeId, provider }, seenCharges: [...state.seenCharges, chargeId] };
      }
      case 'FundingRefused':
        return { ...state, status: data.final ? 'closed' : 'failed', charge: null };
      case 'ChargeRetried':
        return { ...state, status: 'requested', attempt: data.attempt };
      case 'FundingCommitted':
        return { ...state, status: 'held' };
      case 'GiveUpNoted':
        return { ...state, givenUp: 'yes' };
      case 'LateChargeSeen':
        return { ...state, seenCharges: [...state.seenCharges, data.chargeId] };
    }
  },
};
