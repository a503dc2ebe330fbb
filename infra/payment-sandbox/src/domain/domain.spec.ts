import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { basisPointsOf } from './money.js';
import { movementOf, settlementFile } from './settlement.js';
import { destinationBehaviour, instrumentBehaviour } from './test-tokens.js';

describe('A provider fee', () => {
  it.each([
    [1_000_000n, 150n, 15_000n],
    [100n, 50n, 0n], // 0.5: half-even goes down to 0
    [300n, 50n, 2n], // 1.5: half-even goes up to 2
    [500n, 50n, 2n], // 2.5: half-even goes down to 2
    [101n, 50n, 1n],
  ])('of %s units at %s basis points is %s', (units, points, fee) => expect(basisPointsOf(units, points)).toBe(fee));
});

describe('Settlement totals', () => {
  it('add up to the lines in every currency', () => {
    const movement = fc
      .record({
        kind: fc.constantFrom('capture' as const, 'refund' as const, 'payout' as const, 'payout_return' as const),
        units: fc.bigInt({ min: 1n, max: 10n ** 12n }),
        currency: fc.constantFrom('USD', 'JPY', 'KWD'),
      })
      .map(({ kind, units, currency }) =>
        movementOf({ kind, id: 'x', reference: 'r', at: '2026-03-01T00:00:00.000Z', amount: { amount: `${units}`, currency } }),
      );
    fc.assert(
      fc.property(fc.array(movement), (lines) => {
        for (const total of settlementFile('2026-03-01', lines, '2026-03-02').totals) {
          const net = lines
            .filter(({ currency }) => currency === total.currency)
            .reduce((sum, line) => sum + BigInt(line.net), 0n);
          const { captured, refunded, paidOut, payoutsReturned, fees } = total;
          expect(BigInt(total.net)).toBe(net);
          expect(net).toBe(BigInt(captured) - BigInt(refunded) - BigInt(paidOut) + BigInt(payoutsReturned) - BigInt(fees));
        }
      }),
    );
  });
});

describe('A test token', () => {
  it('may carry days for a destination', () => {
    expect(destinationBehaviour('dst_return?settleDays=2&returnDays=30')).toMatchObject({
      returned: 'always',
      settleDays: 2,
      returnDays: 30,
    });
    expect(destinationBehaviour('dst_slow').settleDays).toBe(2);
  });

  it.each(['dst_ok?settleDays=-1', 'dst_ok?settleDays=366', 'dst_ok?days=1', 'dst_none', '__proto__'])(
    '%s is unknown',
    (token) => {
      expect(() => destinationBehaviour(token)).toThrow(expect.objectContaining({ code: 'SANDBOX.TEST_TOKEN_UNKNOWN' }));
    },
  );

  it('of an instrument takes no days', () => {
    expect(() => instrumentBehaviour('tok_ok?settleDays=2')).toThrow(
      expect.objectContaining({ code: 'SANDBOX.TEST_TOKEN_UNKNOWN' }),
    );
  });
});
