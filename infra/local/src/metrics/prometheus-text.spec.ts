import { describe, expect, it } from '@jest/globals';
import { seriesIn } from './prometheus-text.js';

describe('a scrape', () => {
  it('is read into series', () => {
    const text = [
      '# HELP relay_pending_events Records not yet acknowledged',
      '# TYPE relay_pending_events gauge',
      'relay_pending_events{topic="guildhall.gigs.events",service="gigs"} 3',
      'process_cpu_seconds_total 0.25 1700000000000',
      'odd{text="a \\"quoted\\" {brace}, and\\nline"} NaN',
      'not a series',
      '',
    ].join('\n');
    expect(seriesIn(text)).toEqual([
      { metric: 'relay_pending_events', labels: { topic: 'guildhall.gigs.events', service: 'gigs' }, value: 3 },
      { metric: 'process_cpu_seconds_total', labels: {}, value: 0.25 },
      { metric: 'odd', labels: { text: 'a "quoted" {brace}, and\nline' }, value: Number.NaN },
    ]);
  });
});
