// `node deploy/schemas/bundle.mjs FOLDER VERSION`: makes kubernetes/vVERSION/ out of the schemas inside the PyPI package
// kubernetes-validate (FOLDER is its kubernetes-json-schema): the kinds that are used here, strict, each with all it refers to, without
// descriptions. Run it by hand for a new version of Kubernetes.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const KINDS = [
  'configmap-v1',
  'cronjob-batch-v1',
  'deployment-apps-v1',
  'horizontalpodautoscaler-autoscaling-v2',
  'ingress-networking-v1',
  'job-batch-v1',
  'namespace-v1',
  'networkpolicy-networking-v1',
  'persistentvolumeclaim-v1',
  'poddisruptionbudget-policy-v1',
  'secret-v1',
  'service-v1',
  'serviceaccount-v1',
  'statefulset-apps-v1',
];
const REFERENCE = /#\/(?:\$defs|definitions)\/(.+)$/;

const [folder, version] = process.argv.slice(2);
if (folder === undefined || version === undefined) throw new Error('usage: bundle.mjs FOLDER VERSION');
const source = join(folder, `v${version}-local-strict`);
const read = (name) => JSON.parse(readFileSync(join(source, name), 'utf8'));
const all = read('_definitions.json');
const definitions = all.$defs ?? all.definitions;

/** Local references only; `names` collects what they lead to. Under `properties`, "description" is a field of Kubernetes, not ours to drop. */
const localised = (node, names, place) => {
  if (Array.isArray(node)) return node.map((item) => localised(item, names, 'schema'));
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node)
      .filter(([key]) => place === 'properties' || (key !== 'description' && !key.startsWith('x-')))
      .map(([key, value]) => {
        if (key === '$ref' && typeof value === 'string') return [key, localReference(value, names)];
        return [key, localised(value, names, place === 'schema' && key === 'properties' ? 'properties' : 'schema')];
      }),
  );
};

const localReference = (reference, names) => {
  const name = REFERENCE.exec(reference)?.[1];
  if (name === undefined) throw new Error(`an unknown reference: ${reference}`);
  names.add(name);
  return `#/definitions/${name}`;
};

const bundled = (kind) => {
  const names = new Set();
  const schema = localised(read(`${kind}.json`), names, 'schema');
  delete schema.$schema;
  delete schema.$id;
  const found = {};
  for (const name of names) found[name] = localised(definitions[name], names, 'schema');
  const sorted = Object.fromEntries(Object.entries(found).sort(([left], [right]) => (left < right ? -1 : 1)));
  return { $schema: 'http://json-schema.org/draft-07/schema#', ...schema, definitions: sorted };
};

const target = fileURLToPath(new URL(`kubernetes/v${version}/`, import.meta.url));
mkdirSync(target, { recursive: true });
for (const kind of KINDS) writeFileSync(join(target, `${kind}.json`), `${JSON.stringify(bundled(kind))}\n`);
