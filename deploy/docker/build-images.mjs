// `node deploy/docker/build-images.mjs [IMAGE …] [--registry R] [--version V] [--base-image I] [--base-digest sha256:…]
//   [--tool docker|buildah] [--with ARGUMENT …] [--print]`
// Builds images (all of images.json by default) and writes the SBOM of each to --sbom FOLDER. With --print it only tells the commands.
// --base-image: a copy of the Dockerfile's base in a registry of one's own. --with: one more argument for the builder, for example
// `--with=--secret=id=npmrc,src=.npmrc`.
// The same commit gives the same arguments: instants come from the commit, not from the clock.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));
const images = JSON.parse(readFileSync(join(root, 'deploy/docker/images.json'), 'utf8'));
const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    registry: { type: 'string', default: '' },
    version: { type: 'string', default: '0.1.0' },
    'base-image': { type: 'string', default: '' },
    'base-digest': { type: 'string', default: '' },
    tool: { type: 'string', default: 'docker' },
    with: { type: 'string', multiple: true, default: [] },
    sbom: { type: 'string', default: '.cache/sbom' },
    print: { type: 'boolean', default: false },
  },
});
const unknown = positionals.find((name) => !(name in images));
if (unknown !== undefined) throw new Error(`images.json has no image "${unknown}": ${Object.keys(images).join(', ')}`);
const seconds = git('log', '-1', '--format=%ct');
// docker takes the instant from SOURCE_DATE_EPOCH by itself; a list of what is left out beside the Dockerfile has to be named to buildah.
const builders = {
  docker: ['docker', 'buildx', 'build', '--load'],
  buildah: ['buildah', 'build', '--timestamp', seconds, '--ignorefile', 'deploy/docker/Dockerfile.dockerignore'],
};
const builder = builders[values.tool];
if (builder === undefined) throw new Error(`--tool is one of ${Object.keys(builders).join(', ')}`);

const referenceOf = (image) => `${values.registry === '' ? '' : `${values.registry}/`}guildhall/${image}:${values.version}`;
const commandFor = (image) => {
  const { target, title } = images[image];
  const given = {
    SERVICE: image,
    TITLE: title,
    VERSION: values.version,
    REVISION: git('rev-parse', 'HEAD'),
    CREATED: new Date(Number(seconds) * 1000).toISOString(),
    SOURCE_DATE_EPOCH: seconds,
    ...(values['base-image'] === '' ? {} : { BASE_IMAGE: values['base-image'] }),
    ...(values['base-digest'] === '' ? {} : { BASE_DIGEST: values['base-digest'] }),
  };
  const buildArgs = Object.entries(given).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]);
  return [
    ...builder,
    ...values.with,
    '-f',
    'deploy/docker/Dockerfile',
    '--target',
    target,
    ...buildArgs,
    '-t',
    referenceOf(image),
    '.',
  ];
};

const sboms = resolve(root, values.sbom);
for (const image of positionals.length > 0 ? positionals : Object.keys(images)) {
  const [program, ...args] = commandFor(image);
  const sbom = ['deploy/docker/sbom.mjs', image, join(sboms, `${image}.cdx.json`)];
  if (values.print) {
    console.log([program, ...args].map((part) => (/[\s"]/.test(part) ? JSON.stringify(part) : part)).join(' '));
    continue;
  }
  mkdirSync(sboms, { recursive: true });
  execFileSync(process.execPath, sbom, { cwd: root, stdio: 'inherit' });
  execFileSync(program, args, { cwd: root, stdio: 'inherit' });
}
