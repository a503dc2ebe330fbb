import { describe, expect, it } from '@jest/globals';
import { Latencies, Throughput } from './statistics.js';

describe('Throughput', () => {
  it('gives the rate since somebody last looked', () => {
    const throughput = new Throughput(1_000);
    for (let n = 0; n < 30; n += 1) throughput.count();
    expect(throughput.measure(3_000)).toEqual({ perSecond: 15, total: 30, sinceLast: 30 });
    throughput.count();
    expect(throughput.measure(3_500)).toEqual({ perSecond: 2, total: 31, sinceLast: 1 });
    expect(throughput.measure(3_500)).toEqual({ perSecond: 0, total: 31, sinceLast: 0 });
  });
});

describe('Latencies', () => {
  const observed = (latencies: Latencies) => Object.fromEntries(latencies.observed().map(({ key, value }) => [key, value]));
  it('are summed up by nearest rank, in whole milliseconds', () => {
    const latencies = new Latencies();
    expect(latencies.observed()).toEqual([]);
    for (let n = 100; n >= 1; n -= 1) latencies.add(n + 0.2);
    expect(observed(latencies)).toEqual({
      Mean: 51,
      Median: 50,
      Fastest: 1,
      'Quintile 1': 20,
      'Quintile 2': 40,
      'Quintile 3': 60,
      'Quintile 4': 80,
      'Quintile 5': 100,
      '90%': 90,
      '95%': 95,
      '99%': 99,
      '99.5%': 100,
      '99.9%': 100,
      Highest: 100,
    });
  });
  it('forget all but the latest thousand', () => {
    const latencies = new Latencies();
    for (let n = 0; n < 1_500; n += 1) latencies.add(n);
    expect(observed(latencies)).toMatchObject({ Fastest: 500, Highest: 1_499 });
  });
});
