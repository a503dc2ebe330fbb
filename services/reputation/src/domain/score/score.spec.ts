import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { biasCorrection } from './weights.js';
import { betaCdf, betaQuantile } from './beta.js';
import type { Evidence } from './evidence.js';
import { sumOf } from './exact.js';
import { scoreOf, type Score } from './score.js';

const item = (id: string, counterpartyId: string, x: number, usd = '60000', at = '2026-03-01T00:00:00.000Z'): Evidence => ({
  evidenceId: id, kind: 'review', contractId: id, counterpartyId, at, outcomes: [{ name: 'quality', x }], value: { amount: usd, currency: 'USD' },
  credibility: { trust: 1, bias: 1 },
}); // prettier-ignore
const weightsOf = ({ contributions }: Score, client = ''): number =>
  contributions
    .filter(({ evidenceId }) => evidenceId.startsWith(client))
    .reduce((sum, { alpha, beta }) => sum + Number(sumOf(alpha, beta)), 0);
const asOf = '2026-03-01T00:00:00.000Z';

describe('The quantile of a Beta distribution', () => {
  it('agrees with closed forms', () => {
    expect(betaQuantile(0.1, 1, 1)).toBeCloseTo(0.1, 10);
    expect(betaQuantile(0.1, 4, 1)).toBeCloseTo(0.1 ** 0.25, 10);
    expect(betaQuantile(0.1, 1, 4)).toBeCloseTo(1 - 0.9 ** 0.25, 10);
    expect(betaCdf(0.5, 3, 3)).toBeCloseTo(0.5, 12);
  });
  it('agrees with @stdlib/stats-base-dists-beta-quantile 0.2.3', () => {
    expect(betaQuantile(0.1, 150, 30.5)).toBeCloseTo(0.794_612_622_536_994_9, 11);
    expect(betaQuantile(0.1, 4.5, 1.25)).toBeCloseTo(0.554_116_231_743_011_3, 11);
  });
  it('is the inverse of the distribution function', () =>
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        fc.double({ min: 0.5, max: 200, noNaN: true }),
        fc.double({ min: 0.5, max: 200, noNaN: true }),
        (p, a, b) => {
          expect(betaCdf(betaQuantile(p, a, b), a, b)).toBeCloseTo(p, 6);
        },
      ),
    ));
});

describe('Score v1', () => {
  it('is "new" without a number below three clients', () => {
    const score = scoreOf([item('1', 'a', 1), item('2', 'b', 1)], asOf);
    expect([score.headline, score.mean, score.interval, score.dimensions, score.clients]).toEqual([
      undefined,
      undefined,
      undefined,
      [],
      2,
    ]);
  });
  it('lists contributions that sum exactly to alpha and beta', () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            client: fc.integer({ min: 1, max: 8 }),
            x: fc.double({ min: 0, max: 1, noNaN: true }),
            usd: fc.integer({ min: 100, max: 10_000_000 }),
            day: fc.integer({ min: 0, max: 900 }),
          }),
          { maxLength: 30 },
        ),
        (rows) => {
          const items = rows.map(({ client, x, usd, day }, index) =>
            item(`e${index}`, `c${client}`, x, String(usd), new Date(Date.parse(asOf) - day * 86_400_000).toISOString()),
          );
          const units = (text: string): bigint => BigInt(text.replace('.', ''));
          const score = scoreOf(items, asOf);
          expect(units(score.alpha0) + score.contributions.reduce((sum, { alpha }) => sum + units(alpha), 0n)).toBe(
            units(score.alpha),
          );
          expect(units(score.beta0) + score.contributions.reduce((sum, { beta }) => sum + units(beta), 0n)).toBe(
            units(score.beta),
          );
          expect(scoreOf([...items].reverse(), asOf)).toEqual(score);
        },
      ),
    ));
  it('scales a client with 62 % of the weight down to a fifth', () => {
    const items = [
      ...Array.from({ length: 6 }, (_, index) => item(`big-${index}`, 'big', 1)),
      ...['a', 'b', 'c', 'd'].map((client) => item(client, client, 0.5)),
    ];
    const score = scoreOf(items, asOf);
    expect(weightsOf(score, 'big') / weightsOf(score)).toBeCloseTo(0.2, 6);
  });
  it('leaves the mean and widens the interval during a pause of a year', () => {
    const items = ['a', 'b', 'c', 'd'].map((client) => item(client, client, 0.9));
    const [now, later] = [scoreOf(items, asOf), scoreOf(items, '2027-03-01T00:00:00.000Z')];
    expect([now.mean, later.mean]).toEqual([90, 90]);
    expect(later.headline ?? 0).toBeLessThan(now.headline ?? 0);
    expect(weightsOf(later)).toBeCloseTo(weightsOf(now) / 2, 6);
    expect(later.contributions.map(({ notes }) => notes)).toEqual(Array(4).fill(['less_recent_evidence']));
    expect(now.contributions.map(({ notes }) => notes)).toEqual(Array(4).fill([]));
  });
  it('weighs by the logarithm of the value, three at most', () => {
    const weightOf = (usd: string): number => weightsOf(scoreOf([item('1', 'a', 1, usd)], asOf));
    expect([weightOf('0'), weightOf('90000'), weightOf('999999999')]).toEqual([1, 2, 3]);
    const yen = { ...item('1', 'a', 1), value: { amount: '130665', currency: 'JPY' } };
    expect(weightsOf(scoreOf([yen], asOf))).toBeCloseTo(2, 5);
  });
  it('counts an item with half a dispute lost as 0.60 with the weight of 400.00', () => {
    const ruling: Evidence = { ...item('1', 'a', 0.6, '40000'), kind: 'ruling' };
    const [contribution] = scoreOf([ruling], asOf).contributions;
    expect([contribution?.alpha, contribution?.beta]).toEqual(['1.019382003', '0.679588002']);
  });
  it('believes a payer that was not validated by half, and says so', () => {
    const doubted = { ...item('1', 'a', 1, '0'), credibility: { trust: 0.5, bias: 1 } };
    expect(scoreOf([doubted], asOf).contributions).toEqual([
      { evidenceId: '1', alpha: '0.500000000', beta: '0.000000000', notes: ['payer_not_validated'] },
    ]);
  });
  it('names what it leaves out by rule, and counts nothing of it', () => {
    const items = ['a', 'b', 'c'].map((client) => item(client, client, 0.9));
    const left = { ...item('d', 'd', 0), excludedBy: 'R4' };
    const [without, with_] = [scoreOf(items, asOf), scoreOf([...items, left], asOf)];
    expect([with_.headline, with_.n, with_.clients, with_.alpha]).toEqual([without.headline, 3, 3, without.alpha]);
    expect(with_.contributions.at(-1)).toEqual({
      evidenceId: 'd', alpha: '0.000000000', beta: '0.000000000', notes: ['excluded_by_R4'],
    }); // prettier-ignore
  });
  it('has a posterior for each dimension of reviews', () => {
    const reviewed = ['a', 'b', 'c'].map((client) => ({
      ...item(client, client, 1, '0'),
      outcomes: [{ name: 'skill', x: 1 }, { name: 'deadline', x: 0.5 }],
    })); // prettier-ignore
    expect(scoreOf(reviewed, asOf).dimensions.map(({ name, alpha, beta, mean }) => [name, alpha, beta, mean])).toEqual([
      ['deadline', '5.500000000', '2.500000000', 50],
      ['skill', '7.000000000', '1.000000000', 100],
    ]);
  });
});

describe('The bias correction of a rater', () => {
  it('shrinks a habit to the global mean of 0.8, five ratings strong', () => {
    expect(biasCorrection(0.8, 1)).toBeCloseTo(1, 12);
    expect(biasCorrection(1, 1)).toBeCloseTo(1 - 0.2 / 6, 8);
    expect(biasCorrection(0, 5)).toBeCloseTo(0.6, 12);
    expect(biasCorrection(45, 45)).toBeCloseTo(0.82, 12);
  });
});
