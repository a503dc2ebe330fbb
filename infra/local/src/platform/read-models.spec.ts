import { describe, expect, it } from '@jest/globals';
import { describeReadModels, readModelsIn, untilReadModelsLive, type ScrapedService } from './read-models.js';

const runner = (name: string, state: string) => ({ metric: 'runner_lag_seconds', labels: { runner: name, state }, value: 0 });
const count = (metric: string, value: number) => ({ metric, labels: {}, value });

describe('the read models of the platform', () => {
  const rebuilding: readonly ScrapedService[] = [
    {
      service: 'gigs',
      series: [runner('projection:my-gigs', 'rebuilding'), runner('projection:briefs', 'live'), runner('timers', 'catching-up')],
    },
    { service: 'payments', series: undefined },
  ];
  const live: readonly ScrapedService[] = [
    {
      service: 'gigs',
      series: [
        runner('projection:my-gigs', 'live'),
        count('projection_rebuild_events_total', 12_000),
        count('projection_rebuild_seconds_total', 2),
      ],
    },
    {
      service: 'payments',
      series: [count('projection_rebuild_events_total', 8_000), count('projection_rebuild_seconds_total', 1)],
    },
  ];

  it('wait for projections that are not live and for services that do not answer', () => {
    expect(readModelsIn(rebuilding).waiting).toEqual(['gigs/my-gigs', 'payments']);
    expect(describeReadModels(readModelsIn(rebuilding))).toContain('gigs/my-gigs, payments');
  });

  it('tell the rate at which they were rebuilt side by side', () => {
    expect(describeReadModels(readModelsIn(live))).toBe('read models are up to date: 20000 events applied in 2.0 s (10000/s)');
  });

  it('are looked at until they are live', async () => {
    const looks = [rebuilding, live];
    expect((await untilReadModelsLive(() => Promise.resolve(looks.shift() ?? live), 5_000)).waiting).toEqual([]);
    expect((await untilReadModelsLive(() => Promise.resolve(rebuilding), 0)).waiting).toHaveLength(2);
  });
});
