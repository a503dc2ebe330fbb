// `npm run chart`: makes what is made of the chart: values.schema.json, the tables of README.md, files/registry.yaml; then renders the
// snapshots anew, where helm is there, and what they ask for into docs/operators/sizing.md. `-- --check` writes nothing and fails where something is not up to date. Rules and dashboards are
// links to where they are made.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, stringify } from 'yaml';
import { readAnnotatedValues } from './annotated-values.mjs';
import { keyStorePolicies } from './key-store-policies.mjs';
import { readRegistry } from './registry.mjs';
import { sizesTable } from './sizes.mjs';
import { writeSnapshots } from './snapshots.mjs';
import { edgesTable, filledIn, valuesTable } from './tables.mjs';
import { schemaOf } from './values-schema.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const chart = join(root, 'deploy', 'chart');
const read = (...path) => readFileSync(join(root, ...path), 'utf8');

const generated = () => {
  const entries = readAnnotatedValues(read('deploy', 'chart', 'values.yaml'));
  const removed = parse(read('deploy', 'chart', 'files', 'removed-keys.yaml'));
  const readme = filledIn(read('deploy', 'chart', 'README.md'), 'values', valuesTable(entries));
  const registry = `# Made by \`npm run chart\` from the catalogue and the listeners of the services.\n${stringify(readRegistry(root), { lineWidth: 0 })}`;
  return new Map([
    ['values.schema.json', `${JSON.stringify(schemaOf(entries, removed), null, 2)}\n`],
    ['README.md', filledIn(readme, 'edges', edgesTable(parse(read('deploy', 'edges.yaml'))))],
    ['files/registry.yaml', registry],
    ...[...keyStorePolicies()].map(([name, policy]) => [join('..', 'examples', '09-key-store', 'policies', name), policy]),
  ]);
};

const sizing = () => {
  const page = read('docs', 'operators', 'sizing.md');
  return { page, filled: filledIn(page, 'sets', sizesTable()) };
};

const files = generated();
const stale = [...files].filter(([name, content]) => !existsSync(join(chart, name)) || read('deploy', 'chart', name) !== content);

if (process.argv.includes('--check')) {
  for (const [name] of stale) console.error(`${relative(root, join(chart, name))} is not up to date`);
  const { page, filled } = sizing();
  if (page !== filled) console.error('docs/operators/sizing.md is not up to date');
  process.exitCode = stale.length === 0 && page === filled ? 0 : 1;
} else {
  for (const [name, content] of stale) {
    writeFileSync(join(chart, name), content);
    console.log(`made ${name}`);
  }
  for (const line of writeSnapshots()) console.log(line);
  const { page, filled } = sizing();
  if (page !== filled) writeFileSync(join(root, 'docs', 'operators', 'sizing.md'), filled);
}
