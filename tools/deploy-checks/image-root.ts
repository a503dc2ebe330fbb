import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** The user that every image runs as. */
export const IMAGE_USER = 10_001;
/** What a pod mounts: everything else is read-only there. */
const MOUNTED = ['data', 'tmp'];
const OTHERS_WRITE = 0o002;
const GROUP_WRITES = 0o020;
const OWNER_WRITES = 0o200;
const ANYBODY_RUNS = 0o111;

type Entry = Readonly<{ path: string; mode: number; uid: number; gid: number; size: number; isFile: boolean; isLink: boolean }>;

/** All that lies in an image's root, with paths from there. */
export const entriesOf = (root: string): readonly Entry[] =>
  readdirSync(root, { recursive: true, withFileTypes: true }).map((entry) => {
    const path = join(entry.parentPath, entry.name);
    const { mode, uid, gid, size } = lstatSync(path);
    return { path: relative(root, path), mode, uid, gid, size, isFile: entry.isFile(), isLink: entry.isSymbolicLink() };
  });

/** Where the image's user could write if the root were not read-only: a pod has to be able to do without. */
export const writableIn = (entries: readonly Entry[]): readonly string[] =>
  entries
    .filter(({ isLink, mode, uid, gid }) => {
      if (isLink) return false;
      if (uid === IMAGE_USER) return (mode & OWNER_WRITES) !== 0;
      return (mode & (gid === IMAGE_USER ? GROUP_WRITES | OTHERS_WRITE : OTHERS_WRITE)) !== 0;
    })
    .map(({ path }) => path)
    .filter((path) => !MOUNTED.includes(path));

/** Programs of the operating system: what can be started outside the folder of our own code, shared objects apart. */
export const programsIn = (entries: readonly Entry[]): readonly string[] =>
  entries
    .filter(({ path, isFile, isLink, mode }) => (isFile && (mode & ANYBODY_RUNS) !== 0) || (isLink && !path.startsWith('lib')))
    .map(({ path }) => path)
    .filter((path) => !path.startsWith('app/') && !/\.so(\.|$)/.test(path));

/** Packages in the image's tree as `name@version`: every folder below a `node_modules` that has a package.json of its own. */
export const packagesIn = (root: string, entries: readonly Entry[]): readonly string[] => {
  const manifests = entries.filter(
    ({ path, isFile }) => isFile && /(^|\/)node_modules\/(@[^/]+\/)?[^/@]+\/package\.json$/.test(path),
  );
  const own = entries.filter(({ path, isFile }) => isFile && /^app\/(libs|services|infra)\/[^/]+\/package\.json$/.test(path));
  return [...manifests, ...own].map(({ path }) => {
    const { name, version } = JSON.parse(readFileSync(join(root, path), 'utf8')) as { name?: string; version?: string };
    if (name === undefined || version === undefined) throw new Error(`${path.split(sep).join('/')} names no package`);
    return `${name}@${version}`;
  });
};

/** Bytes of all files, a link counted as its own few. */
export const sizeOf = (entries: readonly Entry[]): number =>
  entries.filter(({ isFile }) => isFile).reduce((sum, { size }) => sum + size, 0);
