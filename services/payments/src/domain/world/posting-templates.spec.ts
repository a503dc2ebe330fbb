import { describe, expect, it } from '@jest/globals';
import { asWritten, ContractMoney, of } from './contract-money.factory.js';
import { escrowStream, walletStream } from './legs.factory.js';

const written = (money: ContractMoney, type: Parameters<ContractMoney['world']['all']>[0]): readonly string[] =>
  money.world.all(type).map((data) => asWritten(data as Parameters<typeof asWritten>[0]));
const funded = (amount = '600.00'): ContractMoney => new ContractMoney().sign().fund({ M: amount });
const released = (amount = '600.00'): ContractMoney => {
  const money = funded(amount);
  money.release('M', amount);
  money.world.settle();
  return money;
};

describe('The posting templates of payments.md', () => {
  it('charge and hold 600.00 with a client fee of 30.00', () => {
    const money = funded();
    expect(written(money, 'ChargeCaptured')).toEqual(['Dr cash:psp 630.00 / Cr wallet:C:funding 630.00']);
    expect(written(money, 'FundingSent')).toEqual([
      'Dr wallet:C:funding 630.00 / Cr clearing:transfer:T 600.00, Cr revenue:client_fee 30.00',
    ]);
    expect(written(money, 'HoldPlaced')).toEqual(['Dr clearing:transfer:T 600.00 / Cr escrow:K:M 600.00']);
    expect(money.world.last('HoldPlaced').heldRemaining).toEqual(of('600.00'));
  });

  it('hold each milestone of one funding by itself, and top one up', () => {
    const money = new ContractMoney()
      .sign({ A: 'deliverable', B: 'deliverable' })
      .fund({ A: '100.00', B: '200.00' })
      .fund({ A: '50.00' });
    expect(written(money, 'HoldPlaced')).toEqual([
      'Dr clearing:transfer:T 100.00 / Cr escrow:K:A 100.00',
      'Dr clearing:transfer:T 200.00 / Cr escrow:K:B 200.00',
      'Dr clearing:transfer:T 50.00 / Cr escrow:K:A 50.00',
    ]);
    expect(money.world.last('HoldPlaced').heldRemaining).toEqual(of('150.00'));
  });

  it('release 600.00 and leave 490.00 to the freelancer', () => {
    const money = released().clear();
    expect(written(money, 'ReleaseSent')).toEqual(['Dr escrow:K:M 600.00 / Cr clearing:transfer:T 600.00']);
    expect(written(money, 'EarningsCredited')).toEqual([
      'Dr clearing:transfer:T 600.00 / Cr revenue:freelancer_fee 110.00, Cr wallet:F:pending 490.00',
    ]);
    expect(written(money, 'EarningsCleared')).toEqual(['Dr wallet:F:pending 490.00 / Cr wallet:F:available 490.00']);
    expect(money.world.last('ReleaseCompleted')).toMatchObject({
      gross: of('600.00'),
      fee: of('110.00'),
      net: of('490.00'),
      heldRemaining: of('0.00'),
    });
    expect(money.world.last('ReleaseCompleted')).not.toHaveProperty('postings');
  });

  it('pass an expense through without fees and outside the lifetime', () => {
    const money = new ContractMoney().sign({ X: 'expense', M: 'deliverable' }).fund({ X: '100.00', M: '600.00' });
    money.release('X', '100.00');
    money.release('M', '600.00');
    money.world.settle();
    expect(written(money, 'FundingSent')).toEqual([
      'Dr wallet:C:funding 730.00 / Cr clearing:transfer:T 100.00, Cr clearing:transfer:T 600.00, Cr revenue:client_fee 30.00',
    ]);
    expect(written(money, 'ReleaseSent')[0]).toBe('Dr escrow:K:X 100.00 / Cr clearing:transfer:T 100.00');
    expect(written(money, 'EarningsCredited')).toEqual([
      'Dr clearing:transfer:T 100.00 / Cr wallet:F:pending 100.00',
      'Dr clearing:transfer:T 600.00 / Cr revenue:freelancer_fee 110.00, Cr wallet:F:pending 490.00',
    ]);
  });

  it('clear what a freeze left of a pending line', () => {
    const money = released();
    money.dispute('M', '300.00');
    money.world.settle();
    money.clear();
    expect(written(money, 'AmountFrozen')).toEqual(['Dr wallet:F:pending 250.00 / Cr wallet:F:frozen 250.00']);
    expect(written(money, 'EarningsCleared')).toEqual(['Dr wallet:F:pending 240.00 / Cr wallet:F:available 240.00']);
  });

  it('refund 400.00 from a hold with 20.00 of the client fee', () => {
    const money = funded();
    money.refund('M', '400.00');
    money.world.settle();
    expect(written(money, 'RefundSent')).toEqual([
      'Dr escrow:K:M 400.00, Dr revenue:client_fee 20.00 / Cr clearing:transfer:T 420.00',
    ]);
    expect(written(money, 'RefundCredited')).toEqual(['Dr clearing:transfer:T 420.00 / Cr wallet:C:funding 420.00']);
    expect(money.world.last('RefundCompleted')).toMatchObject({
      amount: of('400.00'),
      feeReturned: of('20.00'),
      heldRemaining: of('200.00'),
      source: 'held',
      creditNoteNumber: 'GUILDHALL-2026-000001',
    });
    const back = { refundId: 'back', chargeId: 'charge', provider: 'psp', amount: of('420.00') };
    money.world.send(walletStream('C'), { type: 'RefundInstrument', data: back });
    money.world.send(walletStream('C'), {
      type: 'ReturnInstrumentRefund',
      data: { refundId: 'back', reasonCode: 'card_closed' },
    });
    expect(written(money, 'InstrumentRefunded')).toEqual(['Dr wallet:C:funding 420.00 / Cr cash:psp 420.00']);
    expect(written(money, 'InstrumentRefundReturned')).toEqual(['Dr cash:psp 420.00 / Cr wallet:C:funding 420.00']);
  });

  it('refund 300.00 after release, the pending line first', () => {
    const money = released();
    money.refund('M', '300.00', 'released');
    money.world.settle();
    expect(written(money, 'ReleasedRefundSent')).toEqual([
      'Dr wallet:F:pending 250.00, Dr revenue:freelancer_fee 50.00, Dr revenue:client_fee 15.00 / Cr clearing:transfer:T 315.00',
    ]);
    expect(written(money, 'RefundCredited')).toEqual(['Dr clearing:transfer:T 315.00 / Cr wallet:C:funding 315.00']);
    expect(money.world.last('RefundCompleted')).toMatchObject({ source: 'released', feeReturned: of('65.00') });
  });

  it('refund 300.00 by a ruling out of 100.00 available, the rest is owed', () => {
    const money = released().clear();
    money.payout('390.00');
    money.dispute('M', '300.00');
    money.world.settle();
    expect(money.world.last('FreezeCompleted')).toMatchObject({
      amount: of('300.00'),
      heldFrozen: of('0.00'),
      walletFrozenNet: of('100.00'),
      shortfallNet: of('150.00'),
    });
    money.rule('M', '0.00', '300.00');
    money.world.settle();
    expect(written(money, 'ReleasedSplit')).toEqual([
      'Dr wallet:F:frozen 100.00, Dr wallet:F:owed 150.00, Dr revenue:freelancer_fee 50.00, Dr revenue:client_fee 15.00 / Cr clearing:transfer:T 315.00',
    ]);
  });

  it('take a ruling out of new available money when nothing lies frozen, then owe the rest', () => {
    const money = released().clear();
    money.payout('490.00');
    money.dispute('M', '300.00');
    money.world.settle();
    const other = new ContractMoney(money.world, 'L', 'USD', 'D').sign().fund({ M: '125.00' });
    other.release('M', '125.00');
    money.world.settle();
    other.clear();
    money.rule('M', '0.00', '300.00');
    money.world.settle();
    expect(written(money, 'ReleasedSplit')).toEqual([
      'Dr wallet:F:available 100.00, Dr wallet:F:owed 150.00, Dr revenue:freelancer_fee 50.00, Dr revenue:client_fee 15.00 / Cr clearing:transfer:T 315.00',
    ]);
  });

  it('freeze 400.00 of a hold and divide it by a ruling of 240.00 / 160.00', () => {
    const money = funded('800.00');
    money.dispute('M', '400.00');
    expect(written(money, 'AmountFrozen')).toEqual(['Dr escrow:K:M 400.00 / Cr escrow:K:M:frozen 400.00']);
    money.rule('M', '240.00', '160.00');
    money.world.settle();
    expect(written(money, 'SplitSent')).toEqual([
      'Dr escrow:K:M:frozen 400.00, Dr revenue:client_fee 8.00 / Cr clearing:transfer:T 240.00, Cr clearing:transfer:T 168.00',
    ]);
    expect(money.world.last('SplitCompleted')).toMatchObject({
      toFreelancer: of('240.00'),
      toClient: of('160.00'),
      heldPart: of('400.00'),
      heldRemaining: of('400.00'),
    });
  });

  it('free what a dispute froze, as the mirror of the freeze', () => {
    const money = funded('800.00');
    money.dispute('M', '400.00');
    money.closeDispute();
    expect(written(money, 'AmountUnfrozen')).toEqual(['Dr escrow:K:M:frozen 400.00 / Cr escrow:K:M 400.00']);
  });

  it('divide 300.00 of 600.00 released by 180.00 / 120.00; the fee falls from 110 to 96, the rest goes back', () => {
    const money = released().clear();
    money.dispute('M', '300.00');
    money.world.settle();
    money.rule('M', '180.00', '120.00');
    money.world.settle();
    expect(written(money, 'ReleasedSplit')).toEqual([
      'Dr wallet:F:frozen 250.00, Dr revenue:freelancer_fee 14.00, Dr revenue:client_fee 6.00 / Cr clearing:transfer:T 126.00, Cr wallet:F:available 144.00',
    ]);
    expect(written(money, 'RefundCredited')).toEqual(['Dr clearing:transfer:T 126.00 / Cr wallet:C:funding 126.00']);
  });

  it('pay 490.00 out', () => {
    const money = released().clear();
    money.payout('490.00');
    money.settlePayout();
    expect(written(money, 'PayoutCreated')).toEqual(['Dr wallet:F:available 490.00 / Cr clearing:payout:P 490.00']);
    expect(written(money, 'PayoutSettled')).toEqual(['Dr clearing:payout:P 490.00 / Cr cash:psp 490.00']);
  });

  it('take a payout back before it was paid, and after', () => {
    const money = released().clear();
    money.payout('490.00');
    money.returnPayout();
    money.payout('490.00', 'Q');
    money.settlePayout('Q');
    money.returnPayout('Q');
    expect(written(money, 'PayoutReturned')).toEqual([
      'Dr clearing:payout:P 490.00 / Cr wallet:F:available 490.00',
      'Dr cash:psp 490.00 / Cr wallet:F:available 490.00',
    ]);
  });

  it('fill the 150.00 that open freezes lack out of a returned payout', () => {
    const money = released().clear();
    money.payout('490.00');
    money.settlePayout();
    money.world.settle();
    const other = new ContractMoney(money.world, 'L', 'USD', 'D').sign().fund({ M: '125.00' });
    other.release('M', '125.00');
    money.world.settle();
    other.clear();
    money.dispute('M', '300.00');
    money.world.settle();
    expect(money.world.last('FreezeCompleted').shortfallNet).toEqual(of('150.00'));
    money.returnPayout();
    expect(written(money, 'PayoutReturned')).toEqual([
      'Dr cash:psp 490.00 / Cr wallet:F:frozen 150.00, Cr wallet:F:available 340.00',
    ]);
  });

  it('no longer fill a freeze that has ended', () => {
    const money = released().clear();
    money.payout('490.00');
    money.settlePayout();
    money.dispute('M', '300.00');
    money.world.settle();
    expect(money.world.last('FreezeCompleted').shortfallNet).toEqual(of('250.00'));
    money.closeDispute();
    money.world.settle();
    money.returnPayout();
    expect(written(money, 'PayoutReturned')).toEqual(['Dr cash:psp 490.00 / Cr wallet:F:available 490.00']);
  });

  it('give everything held back with the whole client fee when the contract is declined', () => {
    const money = new ContractMoney().sign({ A: 'deliverable', B: 'deliverable' }).fund({ A: '100.00', B: '200.00' });
    money.world.send(escrowStream('K'), { type: 'RefundAll', data: { refundId: 'declined' } });
    money.world.settle();
    expect(written(money, 'RefundSent')).toEqual([
      'Dr escrow:K:A 100.00, Dr revenue:client_fee 5.00 / Cr clearing:transfer:T 105.00',
      'Dr escrow:K:B 200.00, Dr revenue:client_fee 10.00 / Cr clearing:transfer:T 210.00',
    ]);
    expect(money.world.all('RefundCompleted').map(({ creditNoteNumber }) => creditNoteNumber)).toEqual([
      'GUILDHALL-2026-000001',
      'GUILDHALL-2026-000002',
    ]);
    expect([money.world.balance('wallet:C:funding'), money.world.balance('revenue:client_fee')]).toEqual([31_500n, 0n]);
  });
});
