// In the image's build: prints the workspace packages that an image is made of, as a comma list for Nx.
import { readFileSync } from 'node:fs';
import { productionPackages } from './production-packages.mjs';

const read = (path) => JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'));

const [image] = process.argv.slice(2);
const { workspace } = read('deploy/docker/images.json')[image] ?? {};
if (workspace === undefined) throw new Error(`images.json has no image "${image}"`);
const own = productionPackages(read('package-lock.json'), workspace, {
  os: process.platform,
  cpu: process.arch,
  libc: 'glibc',
}).filter((path) => !path.includes('node_modules/'));
process.stdout.write(own.map((path) => read(`${path}/package.json`).name).join(','));
