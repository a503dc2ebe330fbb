import { describe, expect, it } from '@jest/globals';
import { cancelTimer, money, startTimer, type ProcessOutput } from '@guildhall/kernel';
import { processSpecFor } from '@guildhall/testing';
import type { FundingEvent } from '../../domain/funding/funding.events.js';
import { order, toEscrow, toFunding, toWallet } from '../orders.js';
import { fundingProcess } from './funding.process.js';

const given = processSpecFor(fundingProcess);
const usd = (minor: bigint) => money(minor, 'USD');
const at = '2026-03-02T09:00:00.000Z';
const of = { fundingId: 'f', contractId: 'k', clientPartyId: 'c' };
const lines = [{ milestoneId: 'm', holdId: 'h', transferId: 't', amount: usd(60_000n), clientFee: usd(3_000n) }];
const charge = { chargeId: 'ch', provider: 'psp' };
type Of<T extends FundingEvent['type']> = Extract<FundingEvent, { type: T }>;

const opened: Of<'FundingOpened'> = {
  type: 'FundingOpened',
  data: { ...of, quoteId: 'q', lines, total: usd(63_000n), payBy: '2026-03-09T00:00:00.000Z' },
};
const authorised: Of<'ChargeAuthorised'> = { type: 'ChargeAuthorised', data: { fundingId: 'f', attempt: 1, ...charge } };
const committed: Of<'FundingCommitted'> = {
  type: 'FundingCommitted',
  data: { ...of, ...charge, total: usd(63_000n), lines, committedAt: at },
};
const captured = (chargeId = 'ch') => ({
  type: 'ChargeCaptured' as const,
  data: { fundingId: 'f', chargeId, provider: 'psp', amount: usd(63_000n), capturedAt: at, postings: [] },
});
const refused = (reasonCode: string, final: boolean): Of<'FundingRefused'> => ({
  type: 'FundingRefused',
  data: { fundingId: 'f', contractId: 'k', milestoneIds: ['m'], attempt: 1, reasonCode, final },
});
const payBy = { type: 'timer.pay-by' as const, data: { fundingId: 'f' } };
const stepsOf = (outputs: readonly ProcessOutput[]) => outputs.map((output) => ('step' in output ? output.step : output.kind));

describe('A funding', () => {
  it('is charged at once and gives up at payBy', () => {
    given()
      .when(opened)
      .then(
        startTimer('pay-by', '2026-03-09T00:00:00.000Z', { fundingId: 'f' }),
        order('start', { type: 'StartCharge', data: { fundingId: 'f', clientPartyId: 'c' } }),
      );
    given(opened)
      .when(payBy)
      .then(toFunding('give-up', 'f', { type: 'GiveUp', data: { reasonCode: 'pay_by_passed' } }));
  });

  it('captures only what it has committed', () => {
    given(opened)
      .when(authorised)
      .then(toFunding('commit', 'f', { type: 'CommitFunding', data: { attempt: 1, at } }));
    expect(stepsOf(given(opened, authorised).when(committed).outputs)).toEqual(['capture']);
  });

  it('sends captured money to the holds and forgets payBy', () =>
    given(opened, authorised, committed)
      .when(captured())
      .then(
        cancelTimer('pay-by'),
        toWallet('send', 'c', { type: 'SendFunding', data: { fundingId: 'f', contractId: 'k', lines, at } }),
      ));

  it('sends no money of another charge', () => given(opened, authorised, committed).when(captured('other')).thenNothing());

  it('lets go of an authorised charge when it gives up, and tells the escrow', () =>
    given(opened, authorised)
      .when(refused('pay_by_passed', true))
      .then(
        cancelTimer('pay-by'),
        toEscrow('end', 'k', { type: 'EndFunding', data: { fundingId: 'f' } }),
        order('void', { type: 'VoidCharge', data: { fundingId: 'f', chargeId: 'ch' } }),
      ));

  it('has nothing to void after a refused capture', () =>
    expect(stepsOf(given(opened, authorised, committed).when(refused('capture_refused', true)).outputs)).toEqual([
      'cancel-timer',
      'end',
    ]));

  it('waits for the client after a refusal that is not final', () =>
    given(opened).when(refused('card_declined', false)).thenNothing());

  it('returns money that nobody wants any more', () => {
    const late = { fundingId: 'f', clientPartyId: 'c', ...charge, amount: usd(63_000n) };
    given(opened, refused('pay_by_passed', true))
      .when({ type: 'LateChargeSeen', data: late })
      .then(order('return-ch', { type: 'ReturnLateCharge', data: { ...late, at } }));
  });
});
