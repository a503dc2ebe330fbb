// `node deploy/docker/sbom.mjs IMAGE FILE`: writes the list of parts of one image (CycloneDX 1.6, JSON) from the lockfile, the same bytes
// each time. It covers what npm installs and Node itself; the shared objects of the base image are the scanner's task.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (...path) => JSON.parse(readFileSync(join(root, ...path), 'utf8'));
const nodeVersion = () => /ARG BASE_IMAGE=node:([\d.]+)/.exec(readFileSync(join(root, 'deploy/docker/Dockerfile'), 'utf8'))[1];

const partsOf = ({ name }) => {
  const args = [
    '--package-lock-only',
    '--omit',
    'dev',
    '--workspace',
    name,
    '--flatten-components',
    '--output-reproducible',
    '--output-format',
    'JSON',
  ];
  const program = join(root, 'node_modules', '.bin', 'cyclonedx-npm');
  return JSON.parse(execFileSync(program, args, { cwd: root, encoding: 'utf8', maxBuffer: 64 << 20 }));
};

const [image, file] = process.argv.slice(2);
const { workspace, title } = read('deploy', 'docker', 'images.json')[image] ?? {};
if (workspace === undefined || file === undefined) throw new Error('usage: sbom.mjs IMAGE FILE, with an image of images.json');
const manifest = read(workspace, 'package.json');
const bom = partsOf(manifest);
const node = { type: 'platform', name: 'node', version: nodeVersion(), purl: `pkg:generic/node@${nodeVersion()}` };
const component = { ...bom.metadata.component, type: 'container', name: `guildhall-${image}`, description: title };
writeFileSync(
  file,
  `${JSON.stringify({ ...bom, metadata: { ...bom.metadata, component }, components: [...bom.components, node] }, null, 2)}\n`,
);
