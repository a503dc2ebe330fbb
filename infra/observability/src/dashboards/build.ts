import {
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  RowBuilder,
  ThresholdsConfigBuilder,
  ThresholdsMode,
  VariableRefresh,
  type Dashboard as GrafanaDashboard,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as CurveBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { dashboardUid } from '../rules/links.js';
import type { Dashboard, Panel, Query } from './dashboard.js';

const DATASOURCE = { type: 'prometheus', uid: '${datasource}' } as const;
/** Grafana's grid is 24 wide. */
const SPAN = { full: 24, half: 12, third: 8 } as const;
const HEIGHT = { curve: 8, tiles: 4 } as const;
const REF_IDS = 'ABCDEFGH';

const dataQuery = ({ expr, legend }: Query, index: number): DataqueryBuilder =>
  new DataqueryBuilder()
    .expr(expr)
    .legendFormat(legend)
    .refId(REF_IDS[index] ?? 'A')
    .datasource(DATASOURCE);

const limits = (limit: number): ThresholdsConfigBuilder =>
  new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps([
    { value: null, color: 'green' },
    { value: limit, color: 'red' },
  ]);

const panelOf = (panel: Panel): CurveBuilder | StatBuilder => {
  const { kind, title, about, unit, queries, width = 'half', limit } = panel;
  const builder = kind === 'curve' ? new CurveBuilder().lineWidth(1).fillOpacity(8) : new StatBuilder();
  builder.title(title).description(about).unit(unit).datasource(DATASOURCE).span(SPAN[width]).height(HEIGHT[kind]);
  if (limit !== undefined) builder.thresholds(limits(limit));
  // Curves carry the trace ids of their buckets, so that a slow request leads to its trace.
  for (const [index, query] of queries.entries()) {
    const data = dataQuery(query, index);
    builder.withTarget(kind === 'curve' && query.expr.includes('_bucket') ? data.exemplar(true) : data);
  }
  return builder;
};

const variables = () => [
  new DatasourceVariableBuilder('datasource').label('Data source').type('prometheus'),
  new QueryVariableBuilder('service')
    .label('Service')
    .datasource(DATASOURCE)
    .query('label_values(process_start_time_seconds, service)')
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .multi(true)
    .includeAll(true)
    .allValue('.*')
    .current({ text: 'All', value: '$__all', selected: true }),
];

/** A dashboard as Grafana imports it. The same input gives the same document. */
export const build = ({ id, title, about, rows }: Dashboard): GrafanaDashboard => {
  const builder = new DashboardBuilder(`Guildhall / ${title}`)
    .uid(dashboardUid(id))
    .description(about)
    .tags(['guildhall'])
    .timezone('browser')
    .tooltip(DashboardCursorSync.Crosshair)
    .time({ from: 'now-3h', to: 'now' })
    .refresh('30s')
    .readonly()
    .variables(variables())
    .link(
      new DashboardLinkBuilder('Guildhall')
        .type(DashboardLinkType.Dashboards)
        .tags(['guildhall'])
        .asDropdown(true)
        .keepTime(true),
    );
  for (const row of rows) {
    builder.withRow(new RowBuilder(row.title));
    for (const panel of row.panels) builder.withPanel(panelOf(panel));
  }
  return builder.build();
};

/** The document as it is committed. */
export const dashboardJson = (dashboard: Dashboard): string => `${JSON.stringify(build(dashboard), null, 2)}\n`;
