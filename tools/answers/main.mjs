// Describes what every HTTP operation answers, out of the return types of its controller: `npm run answers`. OpenAPI takes the bodies of
// successes from these files. With `--check` nothing is written; exits 1 where one is out of date.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { handlersOf } from './handlers.mjs';
import { schemasOf, ts } from './schemas.mjs';

const root = resolve(import.meta.dirname, '../..');
const SERVICES = ['identity', 'gigs', 'contracts', 'payments', 'disputes', 'reputation'];
const FOLDERS = ['libs/service-kit', ...SERVICES.map((service) => `services/${service}`)];

const workspaces = FOLDERS.map((name) => {
  const folder = join(root, name);
  return { folder, handlers: handlersOf(ts, folder) };
});

/** A bare `object` describes nothing: the whole answer or the items of a list. */
const isBare = (schema) =>
  schema !== null &&
  typeof schema === 'object' &&
  Object.keys(schema.properties ?? { some: true }).length === 0 &&
  schema.additionalProperties === true;
const bare = [];
const stale = [];
for (const [index, schemas] of schemasOf(root, workspaces).entries()) {
  for (const [useCase, schema] of Object.entries(schemas)) {
    if (isBare(schema) || isBare(schema?.properties?.items?.items)) bare.push(useCase);
  }
  const file = join(workspaces[index].folder, 'src/generated/answers.json');
  const text = await format(JSON.stringify(schemas), { ...(await resolveConfig(file)), parser: 'json' });
  if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
  stale.push(relative(root, file));
  if (process.argv.includes('--check')) continue;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
if (bare.length > 0) throw new Error(`give these handlers a return type that names their fields: ${bare.join(', ')}`);
if (stale.length === 0) console.log('all answers are described');
else if (process.argv.includes('--check')) {
  console.error(`out of date, run "npm run answers": ${stale.join(', ')}`);
  process.exitCode = 1;
} else console.log(`written: ${stale.join(', ')}`);
