/** How urgent: `page` wakes somebody, `warn` is for the working day. */
export type Severity = 'page' | 'warn';

/** Dashboards by file name; the names are part of links and stay. */
export type DashboardId =
  'platform' | 'service' | 'event-flow' | 'projections' | 'consumers' | 'processes' | 'money' | 'runtime' | 'objectives';

/**
 * One alert. Texts may hold `{{ $labels.x }}` and nothing else of Prometheus' templates, so that specs can say what they become; values
 * stand on the dashboard. `holds`: how long the expression must be true before it fires.
 */
export type Alert = Readonly<{
  name: string;
  severity: Severity;
  expr: string;
  holds?: string;
  summary: string;
  description: string;
  dashboard: DashboardId;
  /** File in deploy/runbooks without its ending. */
  runbook: string;
}>;

/** A series that Prometheus computes; `record` has a colon, which no series of the platform has. */
export type Recording = Readonly<{ record: string; expr: string; labels?: Readonly<Record<string, string>> }>;

/** Rules that are evaluated together, in order. */
export type RuleGroup = Readonly<{
  name: string;
  interval?: string;
  recordings?: readonly Recording[];
  alerts?: readonly Alert[];
}>;
