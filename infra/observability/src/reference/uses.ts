import type { MetricDefinition } from '@guildhall/service-kit';
import { ALL_DASHBOARDS, queriesOf } from '../dashboards/all-dashboards.js';
import { familyOf, namedIn } from '../promql/series-in.js';
import type { RuleGroup } from '../rules/rule.js';

/** A query with the place where it stands, for messages. */
export type Placed = Readonly<{ place: string; expr: string; names: ReturnType<typeof namedIn> }>;

/** Prometheus knows `$__rate_interval` and `$service` only after Grafana has put values there. */
const filled = (expr: string): string => expr.replaceAll('$__rate_interval', '5m').replaceAll('$service', '.*');

const placed = (place: string, expr: string): Placed => ({ place, expr, names: namedIn(filled(expr)) });

/** Every query of all rules and dashboards. Throws where one is no PromQL. */
export const allQueries = (groups: readonly RuleGroup[]): readonly Placed[] => [
  ...groups.flatMap(({ recordings = [], alerts = [] }) => [
    ...recordings.map(({ record, expr }) => placed(`record ${record}`, expr)),
    ...alerts.map(({ name, expr }) => placed(`alert ${name}`, expr)),
  ]),
  ...ALL_DASHBOARDS.flatMap((dashboard) => queriesOf(dashboard).map((expr) => placed(`dashboard ${dashboard.id}`, expr))),
];

/** Where each series of the registry is used, by its name. */
export const usesOf = (
  registry: readonly MetricDefinition[],
  queries: readonly Placed[],
): ReadonlyMap<string, ReadonlySet<string>> => {
  const histograms = new Set(registry.filter(({ kind }) => kind === 'histogram').map(({ name }) => name));
  const uses = new Map<string, Set<string>>();
  for (const { place, names } of queries)
    for (const series of names.series) {
      const family = familyOf(series, histograms);
      uses.set(family, (uses.get(family) ?? new Set()).add(place));
    }
  return uses;
};
