import type { DashboardId } from '../rules/rule.js';

/** Units of Grafana's field formats that the dashboards use. */
export type Unit = 's' | 'short' | 'ops' | 'percentunit' | 'bytes' | 'dateTimeFromNow' | 'bool_yes_no';

/** `legend`: labels in braces, as Grafana writes them, e.g. `{{projection}}`. */
export type Query = Readonly<{ expr: string; legend: string }>;

/** A curve over time, or the present values as tiles. `full` takes the whole width. */
export type Panel = Readonly<{
  title: string;
  /** What it shows and what to make of it, one or two sentences. */
  about: string;
  kind: 'curve' | 'tiles';
  unit: Unit;
  queries: readonly Query[];
  width?: 'half' | 'full' | 'third';
  /** From here on it is shown as bad. */
  limit?: number;
}>;

export type Row = Readonly<{ title: string; panels: readonly Panel[] }>;

/** One dashboard as data. Its queries may use the variable `$service`: any of the services, all by default. */
export type Dashboard = Readonly<{ id: DashboardId; title: string; about: string; rows: readonly Row[] }>;

/** Any service that is chosen. */
export const CHOSEN = 'service=~"$service"';

/** A rate over what Grafana takes for the panel's step. */
export const rateOf = (series: string, by: string): string => `sum by (${by}) (rate(${series}[$__rate_interval]))`;

/** A quantile of a histogram. `labels` with the braces left out. */
export const quantile = (q: number, histogram: string, labels: string, by: string): string =>
  `histogram_quantile(${q}, sum by (${by}, le) (rate(${histogram}_bucket{${labels}}[$__rate_interval])))`;
