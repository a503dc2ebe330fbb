import { describe, expect, it } from '@jest/globals';
import { expectTableAndDeciderAgree, expectTableWellFormed, specFor, type Situation } from '@guildhall/testing';
import type { FundingCommand } from './funding.commands.js';
import { fundingDecider } from './funding.decider.js';
import type { FundingEvent } from './funding.events.js';
import { fundingTransitions } from './funding.transitions.js';

const usd = (amount: string) => ({ amount, currency: 'USD' });
const line = { milestoneId: 'M', holdId: 'H', transferId: 'T1', amount: usd('60000'), clientFee: usd('3000') };
const request = {
  fundingId: 'f',
  contractId: 'K',
  clientPartyId: 'C',
  quoteId: 'q',
  lines: [line],
  payBy: '2026-03-09T00:00:00.000Z',
};
const at = '2026-03-02T09:00:00.000Z';
const late = '2026-03-09T00:00:00.000Z';

const open: FundingCommand = { type: 'OpenFunding', data: request };
const claim = (attempt = 1): FundingCommand => ({ type: 'ClaimCharge', data: { instrumentId: 'i', attempt } });
const authorise = (chargeId = 'charge', attempt = 1, amount = usd('63000')): FundingCommand => ({
  type: 'AuthoriseCharge',
  data: { attempt, chargeId, provider: 'psp', amount },
});
const refuse = (attempt = 1): FundingCommand => ({ type: 'RefuseCharge', data: { attempt, reasonCode: 'card_declined' } });
const retry = (moment = at): FundingCommand => ({ type: 'RetryCharge', data: { instrumentId: 'j', at: moment } });
const commit = (attempt = 1): FundingCommand => ({ type: 'CommitFunding', data: { attempt, at } });
const refuseCapture = (moment = at, attempt = 1): FundingCommand => ({
  type: 'RefuseCapture',
  data: { attempt, reasonCode: 'capture_refused', at: moment },
});
const giveUp: FundingCommand = { type: 'GiveUp', data: { reasonCode: 'pay_by_over' } };

const given = specFor(fundingDecider);
const onwards = (before: readonly FundingEvent[], ...commands: readonly FundingCommand[]): readonly FundingEvent[] =>
  commands.reduce(
    (events, command) => [
      ...events,
      ...given(...events)
        .when(command)
        .decided(),
    ],
    before,
  );
const after = (...commands: readonly FundingCommand[]): readonly FundingEvent[] => onwards([], ...commands);
const refusal = (reasonCode: string, attempt: number, final: 'final' | 'open'): FundingEvent => ({
  type: 'FundingRefused',
  data: { fundingId: 'f', contractId: 'K', milestoneIds: ['M'], attempt, reasonCode, final: final === 'final' },
});

describe('A funding', () => {
  it('asks the provider for the lines and the client fee, under a reference of its own for each attempt', () => {
    const [first] = given(...after(open))
      .when(claim())
      .decided();
    expect(first).toMatchObject({ type: 'ChargeClaimed', data: { amount: usd('63000'), attempt: 1, instrumentId: 'i' } });
    const [second] = given(...after(open, claim(), refuse(), retry()))
      .when(claim(2))
      .decided();
    expect(second?.data).not.toMatchObject({ reference: (first?.data as { reference: string }).reference });
  });
  it('is committed once the charge is authorised', () =>
    expect(
      given(...after(open, claim(), authorise()))
        .when(commit())
        .decided(),
    ).toMatchObject([{ type: 'FundingCommitted', data: { chargeId: 'charge', total: usd('63000') } }]));
  it('refused by the card may be tried again with another instrument until payBy', () => {
    const refused = after(open, claim(), refuse());
    expect(refused.at(-1)).toEqual(refusal('card_declined', 1, 'open'));
    given(...refused)
      .when(retry())
      .then({ type: 'ChargeRetried', data: { fundingId: 'f', attempt: 2, instrumentId: 'j' } });
    given(...refused)
      .when(retry(late))
      .thenFails('PAYMENTS.QUOTE_EXPIRED');
  });
  it('cannot be tried again while the provider is asked, or once it is held', () => {
    for (const events of [after(open, claim()), after(open, claim(), authorise(), commit()), after(open, giveUp)])
      given(...events)
        .when(retry())
        .thenFails('PAYMENTS.ILLEGAL_TRANSITION');
  });
  it('takes no new charge in a currency past its last ledger day', () => {
    const kuna = { amount: '60000', currency: 'HRK' };
    const lines = [{ ...line, amount: kuna, clientFee: { ...kuna, amount: '3000' } }];
    const refused = after({ ...open, data: { ...request, lines } }, claim(), refuse());
    given(...refused)
      .when(retry())
      .thenFails('PAYMENTS.CURRENCY_RETIRED');
  });
  it('given up at payBy without a charge counts none', () =>
    given(...after(open))
      .when(giveUp)
      .then(refusal('pay_by_over', 0, 'final')));
  it('committed first makes payBy lose; payBy first makes the commit lose', () => {
    given(...after(open, claim(), authorise(), commit()))
      .when(giveUp)
      .then({ type: 'GiveUpNoted', data: { fundingId: 'f', reasonCode: 'pay_by_over' } });
    given(...after(open, claim(), authorise(), giveUp))
      .when(commit())
      .thenNothingHappens();
  });
  it('whose capture is refused before payBy may be tried again', () => {
    const events = after(open, claim(), authorise(), commit(), refuseCapture());
    expect(events.at(-1)).toEqual(refusal('capture_refused', 1, 'open'));
    const paid = onwards(events, retry(), claim(2), authorise('second', 2), commit(2));
    expect(paid.at(-1)).toMatchObject({ type: 'FundingCommitted', data: { chargeId: 'second' } });
  });
  it('whose capture is refused after payBy ends, also when payBy came while the capture was on its way', () => {
    expect(after(open, claim(), authorise(), commit(), refuseCapture(late)).at(-1)).toEqual(
      refusal('capture_refused', 1, 'final'),
    );
    expect(after(open, claim(), authorise(), commit(), giveUp, refuseCapture()).at(-1)).toEqual(
      refusal('capture_refused', 1, 'final'),
    );
  });
  it('does not commit another amount than it asked for, and sends that money back', () =>
    expect(after(open, claim(), authorise('charge', 1, usd('62999'))).slice(-2)).toMatchObject([
      { type: 'FundingRefused', data: { reasonCode: 'amount_mismatch' } },
      { type: 'LateChargeSeen', data: { chargeId: 'charge', amount: usd('62999') } },
    ]));
  it('sends money back that comes after its end, of an older attempt or a second time; once for each charge', () => {
    const ended = after(open, claim(), giveUp, authorise('late'));
    expect(ended.at(-1)).toMatchObject({ type: 'LateChargeSeen', data: { chargeId: 'late' } });
    given(...ended)
      .when(authorise('late'))
      .thenNothingHappens();
    expect(after(open, claim(), refuse(), retry(), claim(2), authorise('old', 1)).at(-1)).toMatchObject({
      type: 'LateChargeSeen',
    });
    const held = after(open, claim(), authorise(), commit());
    given(...held)
      .when(authorise())
      .thenNothingHappens();
    expect(
      given(...held)
        .when(authorise('second'))
        .decided(),
    ).toMatchObject([{ type: 'LateChargeSeen', data: { chargeId: 'second' } }]);
  });
  it('ignores answers to an older attempt and a repeated opening', () => {
    const second = after(open, claim(), refuse(), retry(), claim(2));
    for (const command of [refuse(1), commit(1), refuseCapture(at, 1), claim(1), open])
      given(...second)
        .when(command)
        .thenNothingHappens();
  });
});

describe('The transition table of a funding', () => {
  const histories = [
    [open],
    [open, claim()],
    [open, claim(), authorise()],
    [open, claim(), refuse()],
    [open, claim(), authorise(), commit()],
    [open, giveUp],
  ].map((commands) => after(...commands));
  const commands = [
    claim(),
    authorise(),
    authorise('other', 1, usd('1')),
    refuse(),
    retry(),
    commit(),
    refuseCapture(),
    refuseCapture(late),
    giveUp,
  ];
  const situations: readonly Situation<FundingCommand, FundingEvent>[] = [
    { given: [], when: open },
    ...histories.flatMap((events) => commands.map((when) => ({ given: events, when }))),
  ];
  it('is well formed', () => expectTableWellFormed(fundingTransitions));
  it('agrees with the decider', () =>
    expectTableAndDeciderAgree(
      fundingTransitions,
      fundingDecider,
      { stateOf: ({ status }) => status, illegal: 'PAYMENTS.ILLEGAL_TRANSITION' },
      situations,
    ));
});
