import { describe, expect, it } from '@jest/globals';
import { ContractMoney } from './contract-money.factory.js';
import { MoneyWorld } from './money-world.factory.js';
import { released } from './situations.factory.js';

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
