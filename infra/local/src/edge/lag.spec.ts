import { describe, expect, it } from '@jest/globals';
import { lagsIn } from './lag.js';

describe('the lags of a service', () => {
  it('are the series that measure one, with the labels that tell them apart', () => {
    const series = [
      { metric: 'runner_lag_seconds', labels: { runner: 'projection:my-gigs', state: 'live', service: 'gigs' }, value: 0.25 },
      { metric: 'relay_pending_events', labels: { topic: 'guildhall.gigs.events', service: 'gigs' }, value: 7 },
      { metric: 'http_server_request_duration_seconds_count', labels: { route: '/gigs' }, value: 4 },
    ];
    expect(lagsIn('gigs', series)).toEqual([
      { service: 'gigs', metric: 'runner_lag_seconds', labels: 'projection:my-gigs live', value: 0.25 },
      { service: 'gigs', metric: 'relay_pending_events', labels: 'guildhall.gigs.events', value: 7 },
    ]);
  });
});
