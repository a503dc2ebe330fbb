import type { Alert, DashboardId } from './rule.js';

/** Where runbooks and Grafana stand. */
export type Bases = Readonly<{ runbooks: string; grafana: string }>;

/** Stands in the committed rules; the chart and `generate -- --runbooks … --grafana …` put the real ones in its place. */
export const EXAMPLE_BASES: Bases = {
  runbooks: 'https://guildhall.example/runbooks',
  grafana: 'https://guildhall.example/grafana',
};

/** Identity of a dashboard in Grafana, at most 40 characters; part of its address. */
export const dashboardUid = (id: DashboardId): string => `guildhall-${id}`;

export const runbookUrl = ({ runbook }: Pick<Alert, 'runbook'>, { runbooks }: Bases): string => `${runbooks}/${runbook}.md`;

export const dashboardUrl = (id: DashboardId, { grafana }: Bases): string => `${grafana}/d/${dashboardUid(id)}`;
