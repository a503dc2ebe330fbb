import { describe, expect, it } from '@jest/globals';
import { lagsIn } from './lag.js';

describe('the lags of a service', () => {
  it('are the series that measure one, with the labels that tell them apart', () => {
    const metrics = [
      '# HELP projection_lag_events Events behind',
      '# TYPE projection_lag_events gauge',
      'projection_lag_events{service="gigs",projection="my-gigs"} 3',
      'projection_lag_seconds{service="gigs",projection="my-gigs"} 0.25',
      'relay_lag_events 7 1700000000000',
      'http_server_request_duration_seconds_count{route="/gigs"} 4',
      '',
    ].join('\n');
    expect(lagsIn('gigs', metrics)).toEqual([
      { service: 'gigs', metric: 'projection_lag_events', labels: 'my-gigs', value: 3 },
      { service: 'gigs', metric: 'projection_lag_seconds', labels: 'my-gigs', value: 0.25 },
      { service: 'gigs', metric: 'relay_lag_events', labels: '', value: 7 },
    ]);
  });
});
