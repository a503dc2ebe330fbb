import { describe, expect, it } from '@jest/globals';
import { addDays, addMinutes } from '@guildhall/kernel';
import { ContractMoney } from '../domain/world/contract-money.factory.js';
import { checkLedger } from './ledger-check.js';
import { logOf, story } from './story.factory.js';
import { trialBalance } from './trial-balance.js';

const now = '2026-03-02T09:00:00.000Z';
const head = { businessNow: now, wallNow: now };

describe('The ledger check', () => {
  it('finds nothing wrong in a log where every kind of money event happens', () => {
    const world = story();
    const report = checkLedger(logOf(world), head);
    expect(report.violations).toEqual([]);
    expect(report.events).toBe(world.log.length);
    expect(report.open.map(({ account }) => account)).toEqual(['clearing:payout:open']);
    expect(world.all('EscrowSettled')).toHaveLength(2);
  });

  it('finds nothing wrong after any append of that log', () => {
    const log = logOf(story());
    const isEnd = (index: number): boolean => log[index]?.metadata.commandId !== log[index + 1]?.metadata.commandId;
    const ends = log.flatMap((_event, index) => (isEnd(index) ? [index + 1] : []));
    for (const end of ends) expect(checkLedger(log.slice(0, end), head).violations).toEqual([]);
  });

  it('says who owns money in transit and since when, and alarms after the limits', () => {
    const money = new ContractMoney().sign().fund({ M: '600.00' });
    money.release('M', '600.00');
    const at = (wallNow: string) => checkLedger(logOf(money.world), { businessNow: now, wallNow });
    expect(at(addMinutes(now, 1)).open).toMatchObject([
      { owner: 'payments.escrow-K', minor: 60_000n, status: 'in time', ageSeconds: 60 },
    ]);
    expect(at(addMinutes(now, 2))).toMatchObject({ open: [{ status: 'alert' }], violations: [] });
    expect(at(addMinutes(now, 16))).toMatchObject({
      open: [{ status: 'overdue' }],
      violations: [{ invariant: 'I15', type: 'ReleaseSent' }],
    });
  });

  it('knows whose money is held, and alarms about a payout that never ends', () => {
    const money = new ContractMoney().sign().fund({ M: '600.00' });
    expect(checkLedger(logOf(money.world), head).open).toMatchObject([{ account: 'escrow:K:M', owner: 'C', limitSeconds: null }]);
    const late = { businessNow: addDays(now, 9), wallNow: now };
    expect(checkLedger(logOf(story()), late).violations).toMatchObject([{ invariant: 'I15', type: 'PayoutCreated' }]);
  });
});

describe('The trial balance', () => {
  it('balances in every currency and sums the accounts of a kind', () => {
    const { lines, totals } = trialBalance(logOf(story()));
    expect(totals).toMatchObject([{ currency: 'USD', difference: 0n }]);
    expect(lines.find(({ kind }) => kind === 'escrow')).toMatchObject({ balance: 0n, accounts: 4 });
    expect(lines.find(({ kind }) => kind === 'cash:psp')).toMatchObject({ normal: 'debit', balance: 175_625n });
  });
});
