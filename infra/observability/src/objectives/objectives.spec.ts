import { describe, expect, it } from '@jest/globals';
import { METRIC } from '@guildhall/service-kit';
import { burnRateGroups, BURNS, factorOf } from './burn-rates.js';
import { APPEND_BOUND, OBJECTIVES, REQUEST_BOUND, STEP_BOUND, TIMER_BOUND } from './objectives.js';

describe('The objectives', () => {
  it.each([
    ['appends', METRIC.appendDuration, APPEND_BOUND],
    ['requests', METRIC.httpDuration, REQUEST_BOUND],
    ['steps', METRIC.processStepDuration, STEP_BOUND],
    ['timers', METRIC.timerDelay, TIMER_BOUND],
  ] as const)('bound %s at a bucket of their histogram', (_, { buckets }, bound) => {
    expect(buckets).toContain(bound);
  });

  it('page at 13.4 times the allowed pace over an hour, and warn when a tenth would go in three days', () => {
    expect(BURNS.map((burn) => [burn.severity, burn.long, Number(factorOf(burn).toFixed(2))])).toEqual([
      ['page', '1h', 13.44],
      ['page', '6h', 5.6],
      ['warn', '1d', 2.8],
      ['warn', '3d', 0.93],
    ]);
  });

  it('look at a short window within each long one', () => {
    const alerts = burnRateGroups(OBJECTIVES).flatMap(({ alerts: own = [] }) => own);
    expect(alerts).toHaveLength(OBJECTIVES.length * 2);
    for (const { expr } of alerts) expect(expr.match(/ratio_\w+ > \S+ and guildhall:\w+:ratio_\w+ > /g)).toHaveLength(2);
  });

  it('have ids, alerts and promises of their own', () => {
    for (const field of ['id', 'alert', 'promise', 'runbook'] as const)
      expect(new Set(OBJECTIVES.map((objective) => objective[field])).size).toBe(OBJECTIVES.length);
  });
});
