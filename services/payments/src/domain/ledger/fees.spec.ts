import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import policy from '../policies/fee-v1.json' with { type: 'json' };
import { clientFee, clientFeeBack, feeOfMove, freelancerFee, type FeeRules } from './fees.js';

const rules = (currency: keyof typeof policy.tiers): FeeRules => ({ ...policy, tiers: policy.tiers[currency] });

describe('The fee of a freelancer', () => {
  it('splits a tier boundary inside one payment: 600.00 of a new relationship pays 110.00', () =>
    expect(freelancerFee(rules('USD'), 60_000n)).toBe(11_000n));
  it('goes back by the tier it was taken in', () => {
    expect(feeOfMove(rules('USD'), 60_000n, -30_000n)).toBe(-5_000n);
    expect(feeOfMove(rules('USD'), 100_000n, -40_000n)).toBe(-4_000n);
    expect(feeOfMove(rules('USD'), 60_000n, -60_000n)).toBe(-11_000n);
    expect(feeOfMove(rules('USD'), 60_000n, -12_000n)).toBe(-1_400n);
  });
  it('is rounded half-even once, in the digits of the currency', () => {
    const tenPercent: FeeRules = { clientPercent: 5, expensePercent: 0, tiers: [{ percent: 10, upTo: null }] };
    expect([333n, 25n, 1_235n].map((amount) => freelancerFee(tenPercent, amount))).toEqual([33n, 2n, 124n]);
  });
  it('takes 0.67, 0.66, 0.67 from releases of 3.34, 3.33, 3.33', () =>
    expect([feeOfMove(rules('USD'), 0n, 334n), feeOfMove(rules('USD'), 334n, 333n), feeOfMove(rules('USD'), 667n, 333n)]).toEqual(
      [67n, 66n, 67n],
    ));
  it('never depends on how a sum is cut', () =>
    fc.assert(
      fc.property(fc.array(fc.bigInt(1n, 10n ** 7n), { minLength: 1, maxLength: 20 }), (parts) => {
        let lifetime = 0n;
        let fees = 0n;
        for (const part of parts) {
          fees += feeOfMove(rules('USD'), lifetime, part);
          lifetime += part;
        }
        expect(fees).toBe(freelancerFee(rules('USD'), lifetime));
      }),
    ));
});

const returnedFees = ({ funded, fee }: { funded: bigint; fee: bigint }, parts: readonly bigint[]): readonly bigint[] => {
  let soFar = { funded, clientFeePaid: fee, returned: 0n, clientFeeReturned: 0n };
  return parts.map((part) => {
    const back = clientFeeBack(soFar, part);
    soFar = { ...soFar, returned: soFar.returned + part, clientFeeReturned: soFar.clientFeeReturned + back };
    return back;
  });
};

describe('The fee of a client', () => {
  it('is 5 % on top', () => expect(clientFee(rules('USD'), 'deliverable', 60_000n)).toBe(3_000n));
  it('is nothing for an expense', () => expect(clientFee(rules('USD'), 'expense', 60_000n)).toBe(0n));
  it('goes back pro rata, the last part takes the rest: 0.17, 0.16, 0.17 of 0.50', () =>
    expect(returnedFees({ funded: 1_000n, fee: 50n }, [334n, 333n, 333n])).toEqual([17n, 16n, 17n]));
  it('never goes back with nothing, though a top-up made the ratio catch up by a cent', () =>
    expect(clientFeeBack({ funded: 13_101n, clientFeePaid: 657n, returned: 2_000n, clientFeeReturned: 99n }, 0n)).toBe(0n));
  it('is never returned beyond what was paid, also when the milestone was topped up in between', () =>
    fc.assert(
      fc.property(fc.array(fc.bigInt(1n, 999n), { maxLength: 8 }), fc.bigInt(1n, 10_000n), (parts, topUp) => {
        const funded = parts.reduce((sum, part) => sum + part, 1n);
        const paid = clientFee(rules('USD'), 'deliverable', funded);
        const early = returnedFees({ funded, fee: paid }, parts);
        const before = early.reduce((sum, fee) => sum + fee, 0n);
        const all = paid + clientFee(rules('USD'), 'deliverable', topUp);
        const soFar = { funded: funded + topUp, clientFeePaid: all, returned: funded - 1n, clientFeeReturned: before };
        expect(before + clientFeeBack(soFar, topUp + 1n)).toBe(all);
      }),
    ));
});
