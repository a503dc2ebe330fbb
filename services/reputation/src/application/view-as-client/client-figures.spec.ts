import { describe, expect, it } from '@jest/globals';
import { clientFigures } from './client-figures.js';

const usd = (amount: string) => ({ amount, currency: 'USD' });
const milestone = (payLatencyHours: number, approvedBy: 'client' | 'timer') => ({
  milestoneId: 'm',
  payLatencyHours,
  approvedBy,
});

describe('Figures of a client', () => {
  it('are medians and shares with what they are made of', () =>
    expect(
      clientFigures({
        contracts: {
          a: { paid: usd('60000'), milestones: [milestone(2, 'client'), milestone(40, 'timer')], faults: [0.6] },
          b: { paid: { amount: '5000', currency: 'EUR' }, milestones: [milestone(3, 'client')], faults: [0] },
          c: { paid: usd('100'), milestones: [{ milestoneId: 'm' }], faults: [] },
        },
        briefs: { x: 1, y: 0, z: null },
      }),
    ).toEqual({
      n: 3,
      paid: [{ amount: '5000', currency: 'EUR' }, usd('60100')],
      payLatencyHours: 3,
      paidMilestones: 3,
      autoReleaseShare: 0.333,
      approvals: 3,
      disputeFault: 0.3,
      rulings: 2,
      hireRate: 0.5,
      closedBriefs: 2,
    }));
  it('are absent where there is nothing to count', () =>
    expect(clientFigures({ contracts: {}, briefs: { z: null } })).toEqual({
      n: 0,
      paid: [],
      paidMilestones: 0,
      approvals: 0,
      rulings: 0,
      closedBriefs: 0,
    }));
});
