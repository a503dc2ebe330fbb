import { parser } from '@prometheus-io/lezer-promql';

/** A series as a query names it, and the labels that it matches or groups by anywhere in the query. */
export type Named = Readonly<{ series: readonly string[]; labels: readonly string[] }>;

/** Node types of the grammar that name labels. */
const LABELS = new Set(['LabelName', 'QuotedLabelName']);

/** What a PromQL query names, read by Prometheus' own grammar. Throws a plain error with the place where it is no PromQL. */
export const namedIn = (query: string): Named => {
  const series = new Set<string>();
  const labels = new Set<string>();
  parser.parse(query).iterate({
    enter: ({ type, from, to, node }) => {
      if (type.isError) throw new Error(`No PromQL at ${from}: ${query.slice(from, from + 30)}`);
      const text = query.slice(from, to);
      if (type.name === 'Identifier' && node.parent?.type.name === 'VectorSelector') series.add(text);
      if (LABELS.has(type.name)) labels.add(text);
    },
  });
  return { series: [...series], labels: [...labels] };
};

/** The series of the registry behind a name of the exposition: `_bucket`, `_sum` and `_count` belong to their histogram. */
export const familyOf = (name: string, histograms: ReadonlySet<string>): string => {
  const family = name.replace(/_(bucket|sum|count)$/, '');
  return histograms.has(family) ? family : name;
};
