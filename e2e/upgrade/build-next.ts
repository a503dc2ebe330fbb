import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { edits, newFiles } from './next-version.js';

const ROOT = join(import.meta.dirname, '../..');
const AS_BUILT = ['libs/kernel', 'libs/event-sourcing', 'libs/messaging', 'libs/service-kit'];
/** After the other: the service is built upon the catalogue. */
const CHANGED = ['libs/event-catalogue', 'services/contracts'];
/** Those of `npm run build` in every package. */
const SWC = 'src -d dist --strip-leading-paths --copy-files --config-file ../../.swcrc --ignore **/*.spec.ts --quiet'.split(' ');

const run = promisify(execFile);

const copy = async (folder: string, path: string, parts: readonly string[]): Promise<void> => {
  for (const part of parts) {
    const from = join(ROOT, path, part);
    if (existsSync(from)) await cp(from, join(folder, path, part), { recursive: true, verbatimSymlinks: true });
  }
};

const change = async (folder: string): Promise<void> => {
  for (const { file, text } of newFiles) await writeFile(join(folder, file), text);
  for (const { file, from, to } of edits) {
    const text = await readFile(join(folder, file), 'utf8');
    const [before, after, ...more] = text.split(from);
    if (before === undefined || after === undefined || more.length > 0)
      throw new Error(`${file} has changed: the next version is made where this stands once:\n${from}`);
    await writeFile(join(folder, file), `${before}${to}${after}`);
  }
};

/**
 * Builds the next version of contracts in a folder of its own: the sources with `next-version.ts` applied, compiled as every build is,
 * upon libs of its own. What is not Guildhall's is found in the workspace, so the folder has to lie in it.
 *
 * @returns the root of that build; its `services/contracts/dist/main.js` runs
 */
export const buildNext = async (folder: string): Promise<string> => {
  await mkdir(join(folder, 'node_modules', '@guildhall'), { recursive: true });
  await cp(join(ROOT, '.swcrc'), join(folder, '.swcrc'));
  for (const path of AS_BUILT) await copy(folder, path, ['package.json', 'dist', 'node_modules']);
  for (const path of CHANGED) await copy(folder, path, ['package.json', 'src']);
  for (const path of [...AS_BUILT, 'libs/event-catalogue']) {
    const name = path.slice('libs/'.length);
    await symlink(join('..', '..', path), join(folder, 'node_modules', '@guildhall', name));
  }
  await change(folder);
  const swc = join(ROOT, 'node_modules', '@swc', 'cli', 'bin', 'swc.js');
  for (const path of CHANGED) await run(process.execPath, [swc, ...SWC], { cwd: join(folder, path) });
  return folder;
};
