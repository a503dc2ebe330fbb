import { describe, expect, it } from '@jest/globals';
import type { WaitingErasure } from '@guildhall/event-sourcing';
import { registerErasureMetrics } from './erasure-metrics.js';
import { createBareRegistry } from './metrics.js';

const AT = Date.parse('2026-03-02T09:00:00.000Z');

describe('Series of erasures', () => {
  const scraped = async (waiting: readonly WaitingErasure[] | null): Promise<readonly string[]> => {
    const registry = createBareRegistry();
    registerErasureMetrics(registry, { waiting: async () => waiting }, () => AT);
    return (await registry.metrics()).split('\n').filter((line) => line.startsWith('erasure_'));
  };

  it('count people, not orders, and the age of the oldest', async () => {
    const order = (subjectId: string, secondsAgo: number) => ({
      subjectId,
      orderedAt: new Date(AT - secondsAgo * 1_000).toISOString(),
    });
    expect(await scraped([order('ada', 5), order('ada', 7), order('ben', 2)])).toEqual([
      'erasure_pending 2',
      'erasure_oldest_age_seconds 7',
    ]);
  });

  it('are 0 where nothing waits, and missing where another process carries orders out', async () => {
    expect(await scraped([])).toEqual(['erasure_pending 0', 'erasure_oldest_age_seconds 0']);
    expect(await scraped(null)).toEqual([]);
  });
});
