import { describe, expect, it } from '@jest/globals';
import { ContractMoney, of } from './contract-money.factory.js';
import { escrowStream } from './legs.factory.js';
import { MoneyWorld } from './money-world.factory.js';
import { reasons, settled } from './situations.factory.js';

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
