import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import mongoose from 'mongoose';
import { allReady } from '../market/control.js';
import { commandLine, type CommandLine } from './command-line.js';
import { standing } from './firing.js';
import { portOf, type Scrape } from './platform.js';
import { itTried, until } from './tried.js';

const REASON = 'A drill falsified it.';
const IMBALANCE = 'ledger_imbalance_minor_units{currency="USD",service="payments"}';
const BELOW_ZERO = 'escrow_negative_accounts{service="payments"}';

describe('Drills: books that seem wrong', () => {
  let guildhall: CommandLine;
  let documents: mongoose.Connection;
  beforeAll(async () => {
    guildhall = await commandLine();
    const database = `mongodb://127.0.0.1:${String(await portOf('mongo'))}/guildhall_payments?directConnection=true`;
    documents = await mongoose.createConnection(database).asPromise();
    await allReady();
  }, 120_000);
  afterAll(() => documents.close());

  /** A document that no event made, as a fault or a hand in the database would leave it. */
  const falsify = async (readModel: string, id: string, doc: object): Promise<void> => {
    const checkpoint = await documents.collection<{ _id: string; generation: number }>('checkpoints').findOne({ _id: readModel });
    if (!checkpoint) throw new Error(`payments has no read model ${readModel}`);
    const rows = documents.collection<{ _id: string; position: bigint; doc: object }>(`${readModel}_${checkpoint.generation}`);
    await rows.insertOne({ _id: id, position: 0n, doc });
  };

  /** As the runbook says: the log is asked first; then the read model is built anew beside the false one, compared and put in its place. */
  const mend = async (readModel: string, falseId: string): Promise<void> => {
    expect(await guildhall('ledger', 'check')).toMatchObject({ code: 0, answer: { result: 'sound', violations: [] } });
    const act = ['payments', readModel, '--reason', REASON];
    expect(await guildhall('projections', 'rebuild', ...act)).toMatchObject({
      code: 1,
      answer: { differing: 1, examples: [falseId] },
    });
    expect(await guildhall('projections', 'switch', ...act, '--differing', '1')).toMatchObject({ code: 0 });
  };

  const judge = (alert: string, matchers: string, family: string, scrapes: readonly Scrape[]) =>
    standing(
      alert,
      matchers,
      scrapes.map((seen) => ({ seen, minutes: 7 })),
      [family],
    );

  itTried('LedgerImbalance and EscrowNegative: read models of the books are false, the log is sound', async () => {
    const before = await until('sound books', (seen) => (seen.get(IMBALANCE) ?? 0) === 0 && seen.get(BELOW_ZERO) === 0, [
      'payments',
    ]);
    const [sum, account] = ['drill|USD', 'escrow:drill|USD'];
    await falsify('trial-balance', sum, { account: 'drill', currency: 'USD', debit: '1', credit: '0' });
    await falsify('clearing', account, { account: 'escrow:drill', kind: 'escrow', currency: 'USD', balance: '-1' });
    const wrong = await until('false books', (seen) => seen.get(IMBALANCE) === 1 && seen.get(BELOW_ZERO) === 1, ['payments']);
    await mend('trial-balance', sum);
    await mend('clearing', account);
    const after = await until('sound books again', (seen) => (seen.get(IMBALANCE) ?? 0) === 0 && seen.get(BELOW_ZERO) === 0, [
      'payments',
    ]);
    for (const [alert, matchers, family] of [
      ['LedgerImbalance', 'currency="USD"', 'ledger_imbalance'],
      ['EscrowNegative', 'service="payments"', 'escrow_negative'],
    ] as const) {
      const judged = [[before], [before, wrong], [before, wrong, after]].map((scrapes) =>
        judge(alert, matchers, family, scrapes),
      );
      expect({ alert, judged }).toEqual({ alert, judged: ['silent', 'fires', 'silent'] });
    }
  });
});
