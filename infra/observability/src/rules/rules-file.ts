import { stringify } from 'yaml';
import { dashboardUrl, runbookUrl, type Bases } from './links.js';
import type { Alert, Recording, RuleGroup } from './rule.js';

/** One rule as Prometheus reads it (its documentation: recording and alerting rules). */
type PrometheusRule = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

/** The annotations of an alert; labels of its series are filled in by Prometheus. */
export const annotationsOf = (alert: Alert, bases: Bases): Readonly<Record<string, string>> => ({
  summary: alert.summary,
  description: alert.description,
  runbook_url: runbookUrl(alert, bases),
  dashboard_url: dashboardUrl(alert.dashboard, bases),
});

const alerting = (alert: Alert, bases: Bases): PrometheusRule => ({
  alert: alert.name,
  expr: alert.expr,
  ...(alert.holds && { for: alert.holds }),
  labels: { severity: alert.severity },
  annotations: annotationsOf(alert, bases),
});

const recording = ({ record, expr, labels }: Recording): PrometheusRule => ({ record, expr, ...(labels && { labels }) });

/** The rules as one plain file for Prometheus; the chart puts the same groups into its PrometheusRule. */
export const rulesFile = (groups: readonly RuleGroup[], bases: Bases): string => {
  const file = {
    groups: groups.map(({ name, interval, recordings = [], alerts = [] }) => ({
      name,
      ...(interval && { interval }),
      rules: [...recordings.map(recording), ...alerts.map((alert) => alerting(alert, bases))],
    })),
  };
  return `# Made by \`npm run generate -w @guildhall/observability\`; change the alerts there.\n${stringify(file, { lineWidth: 0 })}`;
};
