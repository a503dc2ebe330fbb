import { describe, expect, it } from '@jest/globals';
import { alone, beside, lineOf, tableOf } from './report.js';

const relay = beside({
  name: 'relay',
  value: 5_000.123,
  unit: 'events/s',
  limit: 10_000,
  goal: { of: 'ratio', is: 'at least', number: 0.4 },
});
const freshness = alone({ name: 'freshness', value: 300, unit: 'ms p99', goal: { of: 'value', is: 'at most', number: 250 } });

describe('A figure', () => {
  it('is a JSON line with its limit and ratio', () => {
    expect(JSON.parse(lineOf(relay))).toEqual({
      name: 'relay',
      value: 5_000,
      unit: 'events/s',
      limit: 10_000,
      ratio: 0.5,
      goal: 'ratio at least 0.4',
      standing: 'met',
    });
  });

  it('says when its goal is missed', () => {
    expect(JSON.parse(lineOf(freshness))).toMatchObject({ limit: null, ratio: null, standing: 'missed' });
  });

  it('stands in the table', () => {
    expect(tableOf([relay, freshness]).split('\n')).toHaveLength(3);
  });
});
