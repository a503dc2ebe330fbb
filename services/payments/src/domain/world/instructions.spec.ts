import { describe, expect, it } from '@jest/globals';
import { addDays } from '@guildhall/kernel';
import { ContractMoney, of } from './contract-money.factory.js';
import { escrowStream } from './legs.factory.js';
import { funded, reasons, released, settled } from './situations.factory.js';

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

  it('to refund a share of a split has to wait until that share is credited', () => {
    const money = funded('600.00');
    money.split('M', '300.00', '300.00');
    money.refund('M', '100.00', 'released');
    expect(reasons(money)).toEqual(['reversal_exceeds']);
    settled(money);
    money.refund('M', '100.00', 'released');
    expect(settled(money).world.last('RefundCompleted')).toMatchObject({ amount: of('100.00'), source: 'released' });
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
