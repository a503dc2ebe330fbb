import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { divideHalfEven, formatMoney, minorOf, minus, money, plus, splitByLargestRemainder } from './money.js';

describe('Money', () => {
  it('refuses what is not an integer of minor units', () => {
    for (const amount of ['12.50', '', '1e3', '01', ' 1', '0x10'])
      expect(() => minorOf({ amount, currency: 'JPY' })).toThrow('integer');
  });
  it('never adds across currencies', () => expect(() => plus(money(1n, 'USD'), money(1n, 'EUR'))).toThrow('Arithmetic between'));
  it('is shown with the digits of its currency', () =>
    expect([money(63_000n, 'USD'), money(-5n, 'USD'), money(1_250n, 'JPY'), money(1_234n, 'KWD')].map(formatMoney)).toEqual([
      '630.00 USD',
      '-0.05 USD',
      '1250 JPY',
      '1.234 KWD',
    ]));
  it('gives back what was added', () =>
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 15n), 10n ** 15n), fc.bigInt(-(10n ** 15n), 10n ** 15n), (a, b) => {
        expect(minus(plus(money(a, 'USD'), money(b, 'USD')), money(b, 'USD'))).toEqual(money(a, 'USD'));
      }),
    ));
});

describe('Half-even rounding', () => {
  it('takes the even neighbour on a tie', () =>
    expect(
      [
        [25n, 10n],
        [35n, 10n],
        [333n, 10n],
        [-25n, 10n],
        [1235n, 10n],
      ].map(([n, d]) => divideHalfEven(n!, d!)),
    ).toEqual([2n, 4n, 33n, -2n, 124n]));
  it('is never further than half a unit away', () =>
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 18n), 10n ** 18n), fc.bigInt(1n, 10n ** 6n), (numerator, denominator) => {
        const distance = divideHalfEven(numerator, denominator) * denominator - numerator;
        expect((distance < 0n ? -distance : distance) * 2n <= denominator).toBe(true);
      }),
    ));
});

describe('A split by largest remainder', () => {
  it('gives a tie to the first', () => expect(splitByLargestRemainder(1_001n, [1n, 1n])).toEqual([501n, 500n]));
  it('splits 10.001 KWD in halves of 5.001 and 5.000', () =>
    expect(splitByLargestRemainder(10_001n, [50n, 50n])).toEqual([5_001n, 5_000n]));
  it('sums to the total and stays within one unit of the exact share', () =>
    fc.assert(
      fc.property(
        fc.bigInt(0n, 10n ** 12n),
        fc.array(fc.bigInt(1n, 10n ** 6n), { minLength: 1, maxLength: 8 }),
        (total, weights) => {
          const parts = splitByLargestRemainder(total, weights);
          const sum = weights.reduce((a, b) => a + b, 0n);
          expect(parts.reduce((a, b) => a + b, 0n)).toBe(total);
          parts.forEach((part, index) => {
            const off = part * sum - total * weights[index]!;
            expect(off < sum && off > -sum).toBe(true);
          });
        },
      ),
    ));
});
