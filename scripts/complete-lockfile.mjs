// `npm run lockfile`: writes into the lockfile the optional packages of other platforms that npm left out, because the registry in reach
// did not serve them. Without them `npm ci` refuses the lockfile on every platform. They carry no checksum: npm fetches them, by their
// exact version, only on the platform they are for. Run it after every `npm install`.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';

const file = join(root, 'package-lock.json');
const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
/** Name in a package's name -> name in `cpu`; npm calls every 32-bit ARM "arm". */
const PROCESSORS = {
  arm: 'arm',
  arm64: 'arm64',
  ia32: 'ia32',
  loong64: 'loong64',
  ppc64: 'ppc64',
  riscv64: 'riscv64',
  s390x: 's390x',
  x64: 'x64',
};

const isExact = (version) => /^\d+\.\d+\.\d+/.test(version);

/** Where Node would find `name` from the package at `path`. */
const find = (packages, path, name) => {
  const parts = path.split('/node_modules/');
  for (let depth = parts.length; depth >= 0; depth -= 1) {
    const base = parts.slice(0, depth).join('/node_modules/');
    const candidate = base === '' ? `node_modules/${name}` : `${base}/node_modules/${name}`;
    if (packages[candidate] !== undefined) return packages[candidate];
  }
  return undefined;
};

const platformOf = (name) => {
  const words = name.split('/').at(-1).split('-');
  const os = words.filter((word) => SYSTEMS.includes(word));
  const cpu = words.filter((word) => PROCESSORS[word] !== undefined);
  return { cpu, os };
};

/** In npm's order of keys. */
const entryOf = (name, version, dev) => {
  const { cpu, os } = platformOf(name);
  return { version, ...(cpu.length > 0 && { cpu }), ...(dev === true && { dev }), optional: true, ...(os.length > 0 && { os }) };
};

const lock = JSON.parse(readFileSync(file, 'utf8'));
const missing = Object.entries(lock.packages).flatMap(([path, { optionalDependencies = {}, dev }]) =>
  Object.entries(optionalDependencies)
    .filter(([name, version]) => isExact(version) && find(lock.packages, path, name) === undefined)
    .map(([name, version]) => [`node_modules/${name}`, entryOf(name, version, dev)]),
);
const [top, ...rest] = Object.entries({ ...lock.packages, ...Object.fromEntries(missing) });
rest.sort(([left], [right]) => left.localeCompare(right, 'en'));
lock.packages = Object.fromEntries([top, ...rest]);
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(
  missing.length === 0 ? 'the lockfile is complete' : `added ${missing.length} packages of other platforms to the lockfile`,
);
