import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { productionPackages } from '../../deploy/docker/production-packages.mjs';
import { ROOT } from './optional-tool.js';

type Image = Readonly<{ workspace: string; target: string; title: string }>;

/** What a file of the project says; `path` from its root. */
export const json = <T>(...path: string[]): T => JSON.parse(readFileSync(join(ROOT, ...path), 'utf8')) as T;

export const images = json<Readonly<Record<string, Image>>>('deploy/docker/images.json');
export const lockfile = json<{ packages: Record<string, { version?: string }> }>('package-lock.json');
/** What images run on. */
export const host = { os: 'linux', cpu: 'x64', libc: 'glibc' };

/** Paths in the lockfile of the packages that lie in the image of a workspace, its own among them. */
export const treeOf = (workspace: string): readonly string[] => productionPackages(lockfile, workspace, host);

/** Of a path in the lockfile: the name of the package, for workspaces their path. */
export const nameOf = (path: string): string => path.split('node_modules/').at(-1) ?? path;
