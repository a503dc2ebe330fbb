// `npm run configuration`: makes docs/configuration.md from the classes that read the environment. `-- --check` writes nothing and exits 1
// where the page is not up to date.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { configurationOf } from './configuration.mjs';
import { pageOf } from './page.mjs';

const root = resolve(import.meta.dirname, '../..');
const file = join(root, 'docs/configuration.md');
const page = pageOf(configurationOf(root));
if (existsSync(file) && readFileSync(file, 'utf8') === page) console.log('docs/configuration.md is up to date');
else if (process.argv.includes('--check')) {
  console.error('docs/configuration.md is out of date, run "npm run configuration"');
  process.exitCode = 1;
} else {
  writeFileSync(file, page);
  console.log('written: docs/configuration.md');
}
