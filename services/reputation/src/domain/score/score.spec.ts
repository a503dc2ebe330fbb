import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { betaCdf, betaQuantile } from './beta.js';
import { scoreOf, type Evidence } from './score.js';

const item = (id: string, counterpartyId: string, x: number, usd = '60000', at = '2026-03-01T00:00:00.000Z'): Evidence => ({
  evidenceId: id, kind: 'review', contractId: id, counterpartyId, at, outcomes: [{ name: 'quality', x }], value: { amount: usd, currency: 'USD' }, factIds: [id], excludedBy: '',
}); // prettier-ignore
const asOf = '2026-03-01T00:00:00.000Z';

describe('The quantile of a Beta distribution', () => {
  it('agrees with closed forms', () => {
    expect(betaQuantile(0.1, 1, 1)).toBeCloseTo(0.1, 10);
    expect(betaQuantile(0.1, 4, 1)).toBeCloseTo(0.1 ** 0.25, 10);
    expect(betaQuantile(0.1, 1, 4)).toBeCloseTo(1 - 0.9 ** 0.25, 10);
    expect(betaCdf(0.5, 3, 3)).toBeCloseTo(0.5, 12);
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
    expect([score.status, score.headline, score.clients]).toEqual(['new', undefined, 2]);
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
    const weightOf = (client: string): number =>
      score.contributions
        .filter(({ evidenceId }) => evidenceId.startsWith(client))
        .reduce((sum, { weight }) => sum + Number(weight), 0);
    const total = score.contributions.reduce((sum, { weight }) => sum + Number(weight), 0);
    expect(weightOf('big') / total).toBeCloseTo(0.2, 6);
  });
  it('keeps the outcome of old work and trusts it less', () => {
    const items = ['a', 'b', 'c', 'd'].map((client) => item(client, client, 0.9));
    const [now, later] = [scoreOf(items, asOf), scoreOf(items, '2027-03-01T00:00:00.000Z')];
    expect(later.headline ?? 0).toBeLessThan(now.headline ?? 0);
    expect(Number(later.contributions[0]?.weight)).toBeCloseTo(Number(now.contributions[0]?.weight) / 2, 6);
  });
});
