import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { generated } from './generated.js';
import { ROOT } from './paths.js';
import { EXAMPLE_BASES } from './rules/links.js';

/**
 * `npm run generate -w @guildhall/observability [-- --runbooks URL --grafana URL --out FOLDER]`: writes rules, dashboards and the reference
 * page. Without arguments what is committed; with them a set of one's own, whose links lead to one's own pages.
 */
const { values } = parseArgs({
  options: {
    runbooks: { type: 'string', default: EXAMPLE_BASES.runbooks },
    grafana: { type: 'string', default: EXAMPLE_BASES.grafana },
    out: { type: 'string', default: ROOT },
  },
});

for (const [path, text] of await generated({ runbooks: values.runbooks, grafana: values.grafana })) {
  const file = join(values.out, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  process.stdout.write(`${path}\n`);
}
