import { describe, expect, it } from '@jest/globals';
import { LABELS, METRIC_REGISTRY } from '@guildhall/service-kit';
import { allRules } from '../alerts/all-rules.js';
import { CLEARING_LIMITS, clearingLimitsOf } from '../alerts/clearing-limits.js';
import { textOf } from '../paths.js';
import { UNUSED } from './unused.js';
import { allQueries, usesOf } from './uses.js';

/** Labels that Prometheus and the histograms add. */
const ADDED = ['instance', 'le'];

describe('The queries of rules and dashboards', () => {
  const groups = allRules(clearingLimitsOf(textOf(CLEARING_LIMITS)));
  const queries = allQueries(groups);
  const recorded = new Set(groups.flatMap(({ recordings = [] }) => recordings.map(({ record }) => record)));
  const uses = usesOf(METRIC_REGISTRY, queries);
  const registered = new Set(METRIC_REGISTRY.map(({ name }) => name));

  it('name series of the registry and recorded ones only', () => {
    const unknown = [...uses].filter(([name]) => !registered.has(name) && !recorded.has(name));
    expect(unknown.map(([name, places]) => `${name} in ${[...places].join()}`)).toEqual([]);
  });

  it('name labels of the registry only', () => {
    const known = new Set([...Object.keys(LABELS), ...ADDED]);
    const unknown = queries.flatMap(({ place, names }) =>
      names.labels.filter((label) => !known.has(label)).map((label) => `${label} in ${place}`),
    );
    expect(unknown).toEqual([]);
  });

  it('group by labels that one of their series has', () => {
    const labelsOf = new Map(METRIC_REGISTRY.map(({ name, labels }) => [name, ['service', ...ADDED, ...labels]]));
    const strangers = queries.flatMap(({ place, expr, names }) => {
      const named = names.series.filter((series) => !recorded.has(series));
      const own = new Set(
        named.flatMap((series) => labelsOf.get(series.replace(/_(bucket|sum|count)$/, '')) ?? labelsOf.get(series) ?? []),
      );
      return named.length === 0
        ? []
        : names.labels.filter((label) => !own.has(label)).map((label) => `${label} in ${place}: ${expr}`);
    });
    expect(strangers).toEqual([]);
  });

  it('use every series of the registry, or it says why not', () => {
    const silent = METRIC_REGISTRY.filter(({ name }) => !uses.has(name) && UNUSED[name] === undefined);
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  it('leave no excuse for a series that is used or gone', () => {
    expect(Object.keys(UNUSED).filter((name) => uses.has(name) || !registered.has(name))).toEqual([]);
  });

  it('use every recorded series', () => {
    const named = new Set(queries.flatMap(({ names }) => names.series));
    expect([...recorded].filter((record) => !named.has(record))).toEqual([]);
  });
});
