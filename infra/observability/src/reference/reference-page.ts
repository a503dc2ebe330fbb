import { LABELS, METRIC_REGISTRY, type MetricDefinition } from '@guildhall/service-kit';
import type { RuleGroup } from '../rules/rule.js';
import { UNUSED } from './unused.js';
import { allQueries, usesOf } from './uses.js';

const HEAD = `# Series

Made by \`npm run generate -w @guildhall/observability\` from the registry in \`libs/service-kit\`; change it there. Every process of a service
answers \`/metrics\`: OpenMetrics with trace ids for Prometheus, plain text for others. Each series carries the label \`service\` as well.
Ids, people and free text are never labels. A series that is read when scraped is left out where it cannot be looked at, and
\`scrape_failures_total\` counts that: an old value would be a lie. Replicas tell the same of what belongs to the service, so take the \`max\`.
`;

/** A pipe would end the cell of a table. */
const cell = (text: string): string => text.replaceAll('|', '\\|');

/** Recording rules are named by what they record; alerts of one name stand once. */
const usedIn = ({ name, waitsFor }: MetricDefinition, uses: ReadonlyMap<string, ReadonlySet<string>>): string => {
  const places = [...(uses.get(name) ?? [])].filter((place) => !place.startsWith('record ')).sort();
  const recorded = [...(uses.get(name) ?? [])].some((place) => place.startsWith('record ')) ? ['objectives'] : [];
  const found = [...places, ...recorded].join(', ') || (UNUSED[name] ?? '');
  return waitsFor === undefined ? found : `${found}; not raised yet: waits for ${waitsFor}`;
};

const rowOf = (metric: MetricDefinition, uses: ReadonlyMap<string, ReadonlySet<string>>): string => {
  const { name, kind, unit, labels, help } = metric;
  const named = labels.length === 0 ? '-' : labels.map((label) => `\`${label}\``).join(' ');
  return `| \`${name}\` | ${kind} | ${unit} | ${named} | ${cell(help)} | ${cell(usedIn(metric, uses))} |`;
};

/** The reference page of all series: what each is, who raises it, and where it is used or why it is not. */
export const referencePage = (groups: readonly RuleGroup[]): string => {
  const uses = usesOf(METRIC_REGISTRY, allQueries(groups));
  const owners = [...new Set(METRIC_REGISTRY.map(({ owner }) => owner))];
  const tables = owners.map((owner) => {
    const own = METRIC_REGISTRY.filter((metric) => metric.owner === owner).sort((a, b) => (a.name < b.name ? -1 : 1));
    const head = '| series | kind | unit | labels | what it says | used in |\n|---|---|---|---|---|---|';
    return `## ${owner}\n\n${head}\n${own.map((metric) => rowOf(metric, uses)).join('\n')}\n`;
  });
  const labels = Object.entries(LABELS).map(([label, bound]) => `| \`${label}\` | ${cell(bound)} |`);
  const bounds = `## Labels\n\n| label | bounded by |\n|---|---|\n${labels.join('\n')}\n`;
  return [HEAD, ...tables, bounds].join('\n');
};
