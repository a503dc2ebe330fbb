import { describe, expect, it } from '@jest/globals';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { LABELS, unitOf } from './metric-definition.js';
import { METRIC_REGISTRY } from './metrics-registry.js';
import { RUNTIME_METRICS } from './runtime-metrics.js';

/** Labels that would grow with the business: ids, people, addresses, free text. */
const UNBOUNDED = /id$|key|stream|party|account|contract|milestone|email|name|path|url|message|text/i;

describe('The registry of series', () => {
  const own = METRIC_REGISTRY.filter(({ owner }) => owner !== 'prom-client');

  it('holds each name once, in the form of Prometheus', () => {
    const names = METRIC_REGISTRY.map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(names.filter((name) => !/^[a-z][a-z0-9_]*$/.test(name))).toEqual([]);
  });

  it('counts in series that end in _total, and measures time in seconds', () => {
    expect(own.filter(({ kind, name }) => (kind === 'counter') !== name.endsWith('_total'))).toEqual([]);
    expect(own.filter(({ kind, name }) => kind === 'histogram' && unitOf(name) !== 'seconds')).toEqual([]);
    expect(METRIC_REGISTRY.filter(({ name }) => /_(ms|millis|milliseconds|minutes|kb|mb)(_|$)/.test(name))).toEqual([]);
  });

  it('has bounded labels only, each told what bounds it', () => {
    const labels = new Set(METRIC_REGISTRY.flatMap((metric) => [...metric.labels]));
    expect([...labels].filter((label) => !(label in LABELS))).toEqual([]);
    expect([...labels].filter((label) => UNBOUNDED.test(label))).toEqual([]);
    expect(Object.keys(LABELS).filter((label) => label !== 'service' && !labels.has(label as keyof typeof LABELS))).toEqual([]);
  });

  it('says of every series what it is, who raises it, and in which buckets', () => {
    expect(METRIC_REGISTRY.filter(({ help, owner }) => help.length < 8 || owner === '')).toEqual([]);
    expect(METRIC_REGISTRY.filter(({ kind, buckets }) => (kind === 'histogram') !== (buckets !== undefined))).toEqual([]);
  });

  it('names the series of the runtime as prom-client does', async () => {
    const registry = new Registry();
    collectDefaultMetrics({ register: registry });
    const metrics = await registry.getMetricsAsJSON();
    const described = metrics.map(({ name, type }) => `${String(type)} ${name}`).sort();
    expect(RUNTIME_METRICS.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual(described);
  });
});
