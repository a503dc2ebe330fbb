import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FACT } from '@guildhall/event-catalogue';
import { READ_MODEL_STORE, type Generation, type ReadModelStore, type StoredDocument } from '@guildhall/event-sourcing';
import { newId } from '@guildhall/kernel';
import { usd } from '../testing/money-story.factory.js';
import { PaymentsBench } from '../testing/payments-bench.factory.js';
import { reportJson, reportText } from './report-text.js';
import { runLedgerCheck } from './run-ledger-check.js';

/** A document database in which every escrow shows 800.01 instead of 800.00. */
const oneUnitMore = (store: ReadModelStore): ReadModelStore =>
  Object.assign(Object.create(store) as ReadModelStore, {
    async *all(generation: Generation): AsyncIterable<StoredDocument> {
      for await (const document of store.all(generation))
        yield { ...document, doc: JSON.parse(JSON.stringify(document.doc).replaceAll('"80000"', '"80001"')) as object };
    },
  });

describe('The ledger check', () => {
  let bench: PaymentsBench;
  let readModels: ReadModelStore;
  beforeEach(async () => {
    bench = await PaymentsBench.open();
    readModels = bench.service.app.get<ReadModelStore>(READ_MODEL_STORE);
  });
  afterEach(() => bench.close());
  const check = (models: ReadModelStore | null = readModels) =>
    runLedgerCheck(bench.service.log, models, bench.service.clock.nowMs());

  it('finds a story sound, read models included', async () => {
    const contract = await bench.funded(usd(80_000));
    const where = { contractId: contract.contractId, milestoneId: contract.milestoneIds[0] ?? '' };
    const refund = { ...where, refundId: newId(), amount: usd(10_000), source: 'held' as const };
    await bench.hear(FACT.RefundApproved, { ...refund, reasonCode: 'goodwill', approvedBy: 'client' });
    await bench.approve(contract, usd(30_000));
    await bench.enableWithdrawal();
    await bench.destination();
    await bench.passDays(7);
    await bench.post(`/payments/parties/${contract.freelancer}/payouts`, { as: bench.freelancer, body: { amount: usd(10_000) } });
    const { report, readModels: compared, result } = await check();
    expect({ result, violations: report.violations }).toEqual({ result: 'sound', violations: [] });
    expect(compared).toEqual({ compared: 3, moved: 0, differences: [] });
    expect(report.trialBalance.totals).toMatchObject([{ currency: 'USD', difference: 0n }]);
    expect(report.open.map(({ account }) => account.split(':')[0]).sort()).toEqual(['clearing', 'escrow']);
    expect(reportText(report, compared)).toContain('holds   I7');
    expect(JSON.parse(reportJson(report, compared, result))).toMatchObject({ result: 'sound' });
  });

  it('names the document of a read model that does not say what the log says', async () => {
    const contract = await bench.funded(usd(80_000));
    const { readModels: compared, result } = await check(oneUnitMore(readModels));
    expect(result).toBe('broken');
    expect(compared?.differences).toMatchObject([{ readModel: 'escrows', id: contract.contractId }]);
  });

  it('needs no read models to judge the log', async () => {
    await bench.funded(usd(80_000));
    expect(await check(null)).toMatchObject({ result: 'sound', readModels: null });
  });
});
