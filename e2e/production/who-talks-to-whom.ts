import { SERVICES } from '@guildhall/kernel';
import { ROLES, type RecordedEdge } from './recorded-edges.js';

/** The page for operators, from the root of the repository. */
export const WHO_TALKS_TO_WHOM = 'docs/operators/who-talks-to-whom.md';

const BEGIN = '<!-- recorded: npm test -- production compares it -->';
const END = '<!-- /recorded -->';

const listed = (all: readonly string[], some: ReadonlySet<string>): string =>
  some.size === all.length ? 'all' : all.filter((one) => some.has(one)).join(', ');

/** One row for each external and set of roles, with the services whose processes of these roles hold a connection to it. */
export const tableOf = (edges: readonly RecordedEdge[]): string => {
  const rows = new Map<string, Set<string>>();
  for (const to of [...new Set(edges.map((edge) => edge.to))].sort()) {
    for (const service of SERVICES) {
      const roles = new Set(edges.filter((edge) => edge.to === to && edge.service === service).map(({ role }) => role));
      if (roles.size === 0) continue;
      const row = `${to} | ${listed(ROLES, roles)}`;
      rows.set(row, (rows.get(row) ?? new Set()).add(service));
    }
  }
  const lines = [...rows].map(([row, services]) => `| ${row} | ${listed(SERVICES, services)} |`);
  return ['| To | Roles | Services |', '|---|---|---|', ...lines].join('\n');
};

/** The table that a page holds between its marks; empty where there is none. */
export const tableIn = (page: string): string => {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  return begin < 0 || end < begin ? '' : page.slice(begin + BEGIN.length, end).trim();
};
