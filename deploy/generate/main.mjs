// `npm run chart`: makes what is made of the chart: values.schema.json, the tables of README.md, files/registry.yaml, and the copies of
// rules and dashboards. `-- --check` writes nothing and fails where something is not up to date. Afterwards the snapshots are rendered anew,
// where helm is there.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, stringify } from 'yaml';
import { readAnnotatedValues } from './annotated-values.mjs';
import { readRegistry } from './registry.mjs';
import { writeSnapshots } from './snapshots.mjs';
import { edgesTable, filledIn, valuesTable } from './tables.mjs';
import { schemaOf } from './values-schema.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const chart = join(root, 'deploy', 'chart');
const read = (...path) => readFileSync(join(root, ...path), 'utf8');

const RULES = ['infra', 'observability', 'rules', 'guildhall.rules.yaml'];
const DASHBOARDS = ['infra', 'observability', 'dashboards'];

const copies = () => {
  const rules = existsSync(join(root, ...RULES)) ? [['files/guildhall.rules.yaml', read(...RULES)]] : [];
  const folder = join(root, ...DASHBOARDS);
  const dashboards = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
  return [...rules, ...dashboards.sort().map((name) => [`files/dashboards/${name}`, read(...DASHBOARDS, name)])];
};

const generated = () => {
  const entries = readAnnotatedValues(read('deploy', 'chart', 'values.yaml'));
  const removed = parse(read('deploy', 'chart', 'files', 'removed-keys.yaml'));
  const readme = filledIn(read('deploy', 'chart', 'README.md'), 'values', valuesTable(entries));
  const registry = `# Made by \`npm run chart\` from the catalogue and the listeners of the services.\n${stringify(readRegistry(root), { lineWidth: 0 })}`;
  return new Map([
    ['values.schema.json', `${JSON.stringify(schemaOf(entries, removed), null, 2)}\n`],
    ['README.md', filledIn(readme, 'edges', edgesTable(parse(read('deploy', 'edges.yaml'))))],
    ['files/registry.yaml', registry],
    ...copies(),
  ]);
};

/** Copies whose source is gone. */
const leftOver = (files) => {
  const folder = join(chart, 'files', 'dashboards');
  const present = existsSync(folder) ? readdirSync(folder).map((name) => `files/dashboards/${name}`) : [];
  return present.filter((file) => !files.has(file));
};

const files = generated();
const stale = [...files].filter(([name, content]) => !existsSync(join(chart, name)) || read('deploy', 'chart', name) !== content);
const gone = leftOver(files);

if (process.argv.includes('--check')) {
  for (const name of [...stale.map(([file]) => file), ...gone])
    console.error(`${relative(root, join(chart, name))} is not up to date`);
  process.exitCode = stale.length + gone.length === 0 ? 0 : 1;
} else {
  for (const [name, content] of stale) {
    mkdirSync(dirname(join(chart, name)), { recursive: true });
    writeFileSync(join(chart, name), content);
    console.log(`made ${name}`);
  }
  for (const name of gone) rmSync(join(chart, name));
  for (const line of writeSnapshots()) console.log(line);
}
