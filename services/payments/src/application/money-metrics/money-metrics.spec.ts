import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { FACT } from '@guildhall/event-catalogue';
import type { ReadModel } from '@guildhall/event-sourcing';
import { newId } from '@guildhall/kernel';
import { readModelToken } from '@guildhall/service-kit';
import { trialBalance, type TrialBalanceDocument } from '../../projections/trial-balance/trial-balance.projection.js';
import { usd } from '../../testing/money-story.factory.js';
import { PaymentsBench } from '../../testing/payments-bench.factory.js';

describe('The series of money', () => {
  let bench: PaymentsBench;
  beforeEach(async () => {
    bench = await PaymentsBench.open();
  });
  afterEach(() => bench.close());
  const scraped = async (): Promise<string> => String((await bench.service.get('/metrics')).body);

  it('show what is held, that the books balance and that nothing is in transit', async () => {
    await bench.funded(usd(60_000));
    const text = await scraped();
    expect(text).toContain('ledger_imbalance_minor_units{currency="USD"} 0');
    expect(text).toContain('escrow_held_minor_units{currency="USD"} 60000');
    expect(text).toContain('escrow_negative_accounts 0');
    expect(text).toContain('clearing_oldest_age_seconds{kind="transfer"} 0');
  });

  it('believe an imbalance only if it stays', async () => {
    await bench.funded(usd(60_000));
    const model = bench.service.app.get<ReadModel<TrialBalanceDocument>>(readModelToken(trialBalance), { strict: false });
    const find = jest.spyOn(model, 'find');
    const torn: TrialBalanceDocument & { _id: string } = {
      _id: 'x',
      account: 'cash:psp',
      currency: 'USD',
      debit: '5',
      credit: '0',
    };
    find.mockResolvedValueOnce([torn]);
    expect(await scraped()).toContain('ledger_imbalance_minor_units{currency="USD"} 0');
    find.mockResolvedValue([torn]);
    expect(await scraped()).toContain('ledger_imbalance_minor_units{currency="USD"} 5');
  });

  it('show how long a payout is on its way, in business time', async () => {
    const contract = await bench.funded(usd(60_000));
    await bench.approve(contract, usd(60_000));
    await bench.enableWithdrawal();
    await bench.destination();
    await bench.passDays(7);
    await bench.post(`/payments/parties/${contract.freelancer}/payouts`, { as: bench.freelancer, body: { amount: usd(10_000) } });
    await bench.passDays(1);
    const [, age] = /clearing_oldest_age_seconds\{kind="payout"\} (\d+)/.exec(await scraped()) ?? [];
    expect(Number(age)).toBeGreaterThanOrEqual(86_400);
  });

  it('count an instruction that was refused once, by its reason', async () => {
    const contract = await bench.funded(usd(60_000));
    const where = { contractId: contract.contractId, milestoneId: contract.milestoneIds[0] ?? '' };
    const refund = { ...where, refundId: newId(), amount: usd(90_000), source: 'held' as const };
    await bench.hear(FACT.RefundApproved, { ...refund, reasonCode: 'goodwill', approvedBy: 'client' });
    expect(await scraped()).toMatch(/money_refused_total\{reason="[a-zA-Z_.]+"\} 1/);
  });
});
