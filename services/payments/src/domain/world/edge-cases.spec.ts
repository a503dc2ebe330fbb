import { describe, expect, it } from '@jest/globals';
import { addDays } from '@guildhall/kernel';
import { ContractMoney, of, type Currency } from './contract-money.factory.js';
import { escrowStream } from './legs.factory.js';
import { MoneyWorld } from './money-world.factory.js';

const funded = (amount: string, currency: Currency = 'USD'): ContractMoney =>
  new ContractMoney(new MoneyWorld(), 'K', currency).sign().fund({ M: amount });
const released = (amount: string): ContractMoney => {
  const money = funded(amount);
  money.release('M', amount);
  money.world.settle();
  return money;
};
/** A contract of the same relationship that has already moved the lifetime. */
const alsoReleased = ({ world }: ContractMoney, contractId: string, amount: string, client = 'C'): ContractMoney => {
  const other = new ContractMoney(world, contractId, 'USD', client).sign().fund({ M: amount });
  other.release('M', amount);
  world.settle();
  return other;
};
const settled = (money: ContractMoney): ContractMoney => {
  money.world.settle();
  return money;
};
const reasons = ({ world }: ContractMoney): readonly string[] =>
  world.all('InstructionRefused').map(({ reasonCode }) => reasonCode);

describe('Fee tiers', () => {
  it('take 0.67, 0.66, 0.67 from many small releases and give 0.17, 0.16, 0.17 back with many small refunds', () => {
    const paid = funded('10.00');
    for (const part of ['3.34', '3.33', '3.33']) paid.release('M', part);
    expect(
      settled(paid)
        .world.all('EarningsCredited')
        .map(({ fee }) => fee),
    ).toEqual(['0.67', '0.66', '0.67'].map((fee) => of(fee)));
    const refunded = funded('10.00');
    for (const part of ['3.34', '3.33', '3.33']) refunded.refund('M', part);
    expect(refunded.world.all('RefundSent').map(({ clientFee }) => clientFee)).toEqual(
      ['0.17', '0.16', '0.17'].map((fee) => of(fee)),
    );
  });

  it('cannot be dodged by refunds: 300.00 refunded of 600.00, the next 300.00 pays 50.00 again', () => {
    const money = released('600.00');
    money.refund('M', '300.00', 'released');
    settled(money);
    expect(money.world.last('ReleasedRefundSent')).toMatchObject({ freelancerFee: of('50.00'), credited: of('315.00') });
    alsoReleased(money, 'L', '300.00');
    expect(money.world.last('EarningsCredited').fee).toEqual(of('50.00'));
  });

  it('return 40.00 and 110.00 of 80.00 and 70.00 taken: never more than was taken', () => {
    const money = released('400.00');
    const second = alsoReleased(money, 'L', '600.00');
    expect(money.world.all('EarningsCredited').map(({ fee }) => fee)).toEqual([of('80.00'), of('70.00')]);
    second.clear();
    money.refund('M', '400.00', 'released');
    settled(money);
    second.refund('M', '600.00', 'released');
    settled(second);
    expect(money.world.all('ReleasedRefundSent').map(({ freelancerFee }) => freelancerFee)).toEqual([of('40.00'), of('110.00')]);
    expect(money.world.balance('revenue:freelancer_fee')).toBe(0n);
  });

  it('round in the digits of the currency: 751 JPY pay 150 and 2.503 KWD pay 0.501', () => {
    const yen = funded('751', 'JPY');
    yen.release('M', '751');
    expect(settled(yen).world.last('EarningsCredited')).toMatchObject({ fee: of('150', 'JPY'), net: of('601', 'JPY') });
    const dinar = funded('2.503', 'KWD');
    dinar.release('M', '2.503');
    expect(settled(dinar).world.last('EarningsCredited')).toMatchObject({ fee: of('0.501', 'KWD'), net: of('2.002', 'KWD') });
  });

  it('are kept for each currency of a relationship', () => {
    const money = released('600.00');
    const yen = new ContractMoney(money.world, 'Y', 'JPY').sign().fund({ M: '10000' });
    yen.release('M', '10000');
    expect(settled(yen).world.last('EarningsCredited').fee).toEqual(of('2000', 'JPY'));
  });
});

describe('A dispute', () => {
  it('about half: 400.00 stay, 400.00 are released; ruled 60/40 the freelancer nets 216.00 and the client gets 168.00', () => {
    const money = new ContractMoney().sign();
    alsoReleased(money, 'L', '500.00');
    money.fund({ M: '800.00' });
    money.dispute('M', '400.00');
    money.release('M', '400.00');
    expect(settled(money).world.last('EarningsCredited').net).toEqual(of('360.00'));
    money.rule('M', '240.00', '160.00');
    settled(money);
    expect(money.world.last('EarningsCredited')).toMatchObject({ gross: of('240.00'), net: of('216.00'), origin: 'split' });
    expect(money.world.last('RefundCredited').amount).toEqual(of('168.00'));
    expect(money.world.last('SplitCompleted')).toMatchObject({ heldRemaining: of('0.00'), fee: of('24.00') });
    money.closeDispute();
    money.complete();
    expect(money.world.last('EscrowSettled')).toMatchObject({
      funded: of('800.00'),
      released: of('640.00'),
      refunded: of('160.00'),
    });
  });

  it('meets an approval: 400.00 now, 400.00 deferred; a ruling leaves nothing to defer', () => {
    const money = funded('800.00');
    money.dispute('M', '400.00');
    money.release('M', '800.00');
    expect(money.world.last('ReleaseDeferred')).toMatchObject({
      released: of('400.00'),
      deferred: of('400.00'),
      reasonCode: 'frozen',
    });
    settled(money);
    money.rule('M', '240.00', '160.00');
    settled(money);
    money.closeDispute();
    expect(settled(money).world.all('ReleaseSent')).toHaveLength(1);
    money.complete();
    expect(money.world.last('EscrowSettled')).toMatchObject({ released: of('640.00'), refunded: of('160.00') });
  });

  it('meets an approval and is withdrawn: the deferred 400.00 are released then, as part 2', () => {
    const money = funded('800.00');
    money.dispute('M', '400.00');
    money.release('M', '800.00', 'r');
    settled(money);
    money.closeDispute();
    expect(settled(money).world.last('ReleaseCompleted')).toMatchObject({
      releaseId: 'r',
      part: 2,
      gross: of('400.00'),
      heldRemaining: of('0.00'),
    });
    expect(money.world.last('EarningsCredited')).toMatchObject({ releaseId: 'r', part: 'credited-2' });
  });

  it('defers a release whole when everything is frozen', () => {
    const money = funded('800.00');
    money.dispute('M', '800.00');
    money.release('M', '800.00');
    expect(money.world.last('ReleaseDeferred')).toMatchObject({ released: of('0.00'), deferred: of('800.00') });
    money.complete();
    expect(money.world.all('EscrowSettled')).toHaveLength(0);
    money.closeDispute();
    expect(settled(money).world.last('ReleaseCompleted')).toMatchObject({ part: 1, gross: of('800.00') });
    expect(money.world.all('EscrowSettled')).toHaveLength(1);
  });

  it('about held and released money: 120.00 + 6.00 and 80.00 come from the hold, 90.00 are freed', () => {
    const money = new ContractMoney().sign();
    alsoReleased(money, 'L', '500.00');
    money.fund({ M: '300.00' });
    money.release('M', '100.00');
    settled(money);
    money.dispute('M', '300.00');
    settled(money);
    expect(money.world.last('FreezeCompleted')).toMatchObject({
      amount: of('300.00'),
      heldFrozen: of('200.00'),
      walletFrozenNet: of('90.00'),
    });
    money.rule('M', '180.00', '120.00');
    settled(money);
    expect(money.world.last('RefundCredited').amount).toEqual(of('126.00'));
    expect(money.world.last('EarningsCredited')).toMatchObject({ gross: of('80.00'), net: of('72.00') });
    expect(money.world.last('SplitCompleted')).toMatchObject({ heldPart: of('200.00'), fee: of('8.00') });
    expect(money.world.balance('wallet:F:frozen')).toBe(9_000n);
    money.closeDispute();
    expect(settled(money).world.balance('wallet:F:frozen')).toBe(0n);
  });

  it('after which the tier moved: 270.00 are due for 300.00, 250.00 frozen and 20.00 available', () => {
    const money = released('600.00').clear();
    money.dispute('M', '300.00');
    settled(money);
    expect(money.world.last('FreezeCompleted').walletFrozenNet).toEqual(of('250.00'));
    alsoReleased(money, 'L', '400.00');
    money.rule('M', '0.00', '300.00');
    expect(settled(money).world.last('ReleasedSplit')).toMatchObject({
      freelancerFee: of('30.00'),
      fromFrozen: of('250.00'),
      fromAvailable: of('20.00'),
      owed: of('0.00'),
    });
  });

  it('takes what the release still has pending before it makes a debt', () => {
    const money = released('600.00');
    money.dispute('M', '300.00');
    settled(money);
    alsoReleased(money, 'L', '400.00');
    money.rule('M', '0.00', '300.00');
    expect(settled(money).world.last('ReleasedSplit')).toMatchObject({
      fromAvailable: of('0.00'),
      owed: of('0.00'),
      fromPending: [{ part: 'credited', amount: of('20.00') }],
    });
  });

  it('frees pending money as a line of its own, so that its clock goes on', () => {
    const money = released('600.00');
    money.dispute('M', '300.00');
    settled(money);
    money.closeDispute();
    settled(money);
    const { freezeId } = money.world.last('FreezeStarted');
    expect(money.world.last('AmountUnfrozen')).toMatchObject({ part: freezeId, source: 'pending', amount: of('250.00') });
    expect([money.world.balance('wallet:F:pending'), money.world.balance('wallet:F:frozen')]).toEqual([49_000n, 0n]);
  });

  it('finds a release that is still on its way', () => {
    const money = funded('800.00');
    money.release('M', '800.00');
    money.dispute('M', '400.00');
    expect(money.world.all('ReleasedFreezeStarted')).toHaveLength(0);
    settled(money);
    expect(money.world.last('FreezeCompleted')).toMatchObject({
      amount: of('400.00'),
      heldFrozen: of('0.00'),
      shortfallNet: of('0.00'),
    });
  });

  it('withdrawn while its freeze is still being taken leaves nothing frozen', () => {
    const money = released('600.00');
    money.dispute('M', '300.00');
    money.closeDispute();
    expect(money.world.last('InstructionAwaited')).toMatchObject({ milestoneId: 'M' });
    expect(settled(money).world.last('FreezeEnded').released).toHaveLength(1);
    expect([money.world.balance('wallet:F:frozen'), money.world.balance('wallet:F:pending')]).toEqual([0n, 49_000n]);
  });

  it('ruled while its freeze is still being taken is executed once that is done, in the order of arrival', () => {
    const money = released('600.00');
    money.dispute('M', '300.00');
    money.rule('M', '180.00', '120.00');
    money.closeDispute();
    expect(settled(money).world.last('SplitCompleted')).toMatchObject({ toClient: of('120.00') });
    expect(money.world.all('ReleasedSplit')).toHaveLength(1);
    expect(money.world.all('FreezeEnded')).toHaveLength(1);
    expect(money.world.balance('wallet:F:frozen')).toBe(0n);
  });

  it('reaches back thirty days after a release and no further', () => {
    const late = released('600.00');
    late.world.now = addDays(late.world.now, 31);
    late.dispute('M', '300.00');
    expect(settled(late).world.last('FreezeCompleted').amount).toEqual(of('0.00'));
    const early = released('600.00');
    early.world.now = addDays(early.world.now, 30);
    early.dispute('M', '300.00');
    expect(settled(early).world.last('FreezeCompleted').amount).toEqual(of('300.00'));
  });

  it('in another currency or about an unknown milestone finds nothing and says so', () => {
    const money = funded('600.00');
    const dispute = { freezeId: 'f', disputeId: 'd', milestoneId: 'M', amount: of('100', 'JPY'), at: money.world.now };
    money.world.send(escrowStream('K'), { type: 'Freeze', data: dispute });
    expect(money.world.last('FreezeCompleted')).toMatchObject({ freezeId: 'f', amount: of('0.00') });
    money.world.send(escrowStream('K'), { type: 'Freeze', data: { ...dispute, freezeId: 'g', milestoneId: 'unknown' } });
    expect(money.world.last('FreezeCompleted')).toMatchObject({ freezeId: 'g', milestoneId: 'unknown', amount: of('0.00') });
  });

  it('opened on a milestone that is frozen already leaves the first freeze as it is', () => {
    const money = funded('600.00');
    money.dispute('M', '400.00', 'first');
    money.dispute('M', '100.00', 'second');
    expect(money.world.last('FreezeCompleted').amount).toEqual(of('0.00'));
    money.closeDispute('second');
    expect(money.world.balance('escrow:K:M:frozen')).toBe(40_000n);
    money.closeDispute('first');
    expect(money.world.balance('escrow:K:M:frozen')).toBe(0n);
  });
});

describe('A money instruction', () => {
  it('that does not fit is refused as a fact, with its reason', () => {
    const money = funded('600.00');
    money.release('M', '600.01');
    money.release('unknown', '1.00');
    money.refund('M', '0.00');
    money.refund('M', '1.00', 'released');
    money.split('M', '300.00', '300.01');
    money.split('unknown', '1.00', '1.00');
    money.world.send(escrowStream('K'), {
      type: 'Release',
      data: { releaseId: 'j', milestoneId: 'M', amount: of('100', 'JPY'), payeePartyId: 'F', at: money.world.now },
    });
    money.world.send(escrowStream('K'), {
      type: 'Release',
      data: { releaseId: 'p', milestoneId: 'M', amount: of('1.00'), payeePartyId: 'X', at: money.world.now },
    });
    expect(reasons(money)).toEqual([
      'exceeds_held',
      'exceeds_held',
      'exceeds_held',
      'reversal_exceeds',
      'exceeds_held',
      'exceeds_held',
      'currency_mismatch',
      'payee_unknown',
    ]);
    expect(money.world.inbox).toEqual([]);
  });

  it('that meets frozen money is refused: a refund above the unfrozen part, an agreed split', () => {
    const money = funded('600.00');
    money.dispute('M', '400.00');
    money.refund('M', '300.00');
    money.split('M', '10.00', '10.00');
    expect(reasons(money)).toEqual(['frozen', 'frozen']);
  });

  it('refused once stays refused when the obstacle is gone', () => {
    const money = funded('600.00');
    money.dispute('M', '400.00');
    money.split('M', '10.00', '10.00', { splitId: 'same' });
    money.closeDispute();
    expect(money.split('M', '10.00', '10.00', { splitId: 'same' })).toEqual([]);
    expect(reasons(money)).toEqual(['frozen']);
  });

  it('to split what is held, agreed by both, needs no dispute', () => {
    const money = funded('600.00');
    money.split('M', '360.00', '240.00');
    expect(settled(money).world.last('SplitCompleted')).toMatchObject({
      heldPart: of('600.00'),
      heldRemaining: of('0.00'),
      fee: of('72.00'),
    });
    expect(money.world.last('RefundCredited').amount).toEqual(of('252.00'));
  });

  it('to split never takes more of a dispute than it froze, and never twice', () => {
    const money = released('600.00');
    money.dispute('M', '300.00');
    settled(money);
    money.rule('M', '0.00', '300.01');
    money.rule('M', '180.00', '120.00');
    settled(money);
    money.rule('M', '0.00', '100.00');
    expect(reasons(money)).toEqual(['exceeds_held', 'exceeds_held']);
  });

  it('to refund released money ends after 180 days, above the gross, on frozen money and without funds', () => {
    const money = released('600.00').clear();
    money.refund('M', '600.01', 'released');
    money.dispute('M', '400.00');
    settled(money);
    money.refund('M', '300.00', 'released');
    money.closeDispute();
    settled(money).clear();
    money.payout('490.00');
    money.refund('M', '300.00', 'released', 'short');
    settled(money);
    expect(money.world.last('InstructionRefused')).toMatchObject({ instructionId: 'short', reasonCode: 'exceeds_held' });
    money.world.now = addDays(money.world.now, 181);
    money.refund('M', '300.00', 'released');
    expect(reasons(money)).toEqual(['reversal_exceeds', 'frozen', 'exceeds_held', 'refund_window_closed']);
  });

  it('refused by the wallet gives its part of the release back for a later refund', () => {
    const money = released('600.00').clear();
    money.payout('490.00');
    money.refund('M', '600.00', 'released');
    settled(money);
    money.returnPayout();
    money.refund('M', '600.00', 'released');
    expect(settled(money).world.last('RefundCompleted')).toMatchObject({ amount: of('600.00'), feeReturned: of('140.00') });
  });

  it('that comes before the contract is signed waits and is answered when it opens', () => {
    const money = new ContractMoney();
    money.requestFunding({ M: '600.00' }, 'early');
    money.requestFunding({ M: '600.00' }, 'early');
    money.complete();
    expect(money.world.all('InstructionAwaited')).toHaveLength(2);
    money.sign();
    expect(money.world.log.map(({ type }) => type).slice(2)).toEqual([
      'EscrowOpened',
      'InstructionResumed',
      'FundingAccepted',
      'InstructionResumed',
      'CompletionNoted',
    ]);
    expect(settled(money).world.last('FundingOpened').total).toEqual(of('630.00'));
  });
});

describe('A funding', () => {
  it('is refused in another currency, for unknown or repeated milestones, and once the contract completes', () => {
    const money = new ContractMoney().sign();
    money.requestFunding({ unknown: '5.00' });
    const line = { milestoneId: 'M', amount: of('5.00') };
    const ask = (fundingId: string, lines: readonly (typeof line)[]) =>
      money.world.send(escrowStream('K'), {
        type: 'AcceptFunding',
        data: { fundingId, quoteId: 'q', payBy: money.world.now, lines, at: money.world.now },
      });
    ask('twice', [line, line]);
    ask('foreign', [{ ...line, amount: of('500', 'JPY') }]);
    ask('empty', []);
    money.complete();
    money.requestFunding({ M: '5.00' });
    expect(reasons(money)).toEqual(['exceeds_held', 'exceeds_held', 'currency_mismatch', 'exceeds_held', 'contract_completing']);
  });

  it('takes no new money in a currency past its last ledger day', () => {
    const money = new ContractMoney(new MoneyWorld('2022-12-31T23:59:59.999Z'), 'K', 'HRK').sign();
    money.requestFunding({ M: '3,333.33' });
    money.world.now = '2023-01-01T00:00:00.000Z';
    money.requestFunding({ M: '3,333.33' });
    expect(money.world.all('FundingAccepted')).toHaveLength(1);
    expect(reasons(money)).toEqual(['currency_mismatch']);
  });

  it('that still comes when the contract is completing goes straight back', () => {
    const money = new ContractMoney().sign();
    money.requestFunding({ M: '600.00' });
    money.complete();
    money.world.settle();
    money.fund({ M: '1.00' });
    expect(settled(money).world.last('RefundCompleted')).toMatchObject({
      amount: of('600.00'),
      feeReturned: of('30.00'),
      heldRemaining: of('0.00'),
    });
    expect(money.world.last('EscrowSettled')).toMatchObject({
      funded: of('600.00'),
      released: of('0.00'),
      refunded: of('600.00'),
    });
  });

  it('that was given up no longer keeps the escrow open', () => {
    const money = new ContractMoney().sign();
    money.requestFunding({ M: '600.00' }, 'late');
    money.complete();
    settled(money);
    expect(money.world.all('EscrowSettled')).toHaveLength(0);
    money.giveUp('late');
    expect(settled(money).world.last('EscrowSettled').funded).toEqual(of('0.00'));
  });
});

describe('A payout', () => {
  it('is refused below the minimum, above the available money, without the capability and in a retired currency', () => {
    const money = released('600.00').clear();
    expect(money.payout('9.99')).toBe('PAYMENTS.AMOUNT_INVALID');
    expect(money.payout('490.01')).toBe('PAYMENTS.INSUFFICIENT_AVAILABLE');
    expect(money.payout('100.00', 'P', 'closed')).toBe('PAYMENTS.CAPABILITY_MISSING');
    const kuna = new ContractMoney(new MoneyWorld('2023-01-01T00:00:00.000Z'), 'K', 'HRK');
    kuna.world.send('payments.wallet-F', { type: 'OpenWallet', data: { partyId: 'F', kind: 'account' } });
    expect(kuna.payout('75.00')).toBe('PAYMENTS.CURRENCY_RETIRED');
  });

  it('confirmed before our own note, returned twice, is booked once each', () => {
    const money = released('600.00').clear();
    money.payout('490.00');
    money.settlePayout();
    expect(
      money.world.send('payments.wallet-F', { type: 'SubmitPayout', data: { payoutId: 'P', providerPayoutId: 'po' } }),
    ).toEqual([]);
    expect(money.settlePayout()).toEqual([]);
    money.returnPayout();
    expect(money.returnPayout()).toEqual([]);
    expect(money.world.balance('wallet:F:available')).toBe(49_000n);
  });
});
