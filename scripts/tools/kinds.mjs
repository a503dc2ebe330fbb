import { copyFile, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runBounded, Skipped } from './run-bounded.mjs';

/** Nothing of ours waits for a compiler: others on the machine come first. */
const NICE = ['nice', '-n', '19'];

/**
 * Kinds of tools. Each is `{ name, version, kind, checks, recipe, shares, binary(folder), install(folder, limits) }`; `install` throws
 * `Skipped` with a reason that a person can read. `shares` names the time limit that it draws on. `command` is the program that is
 * built or installed, by default the tool's name.
 */
export const goTool = ({ name, version, checks, module, command = name }) => ({
  name,
  version,
  checks,
  kind: 'go',
  shares: 'go',
  recipe: { module },
  binary: (folder) => join(folder, 'bin', command),
  install: async (folder, limits) => {
    const env = { GOBIN: join(folder, 'bin'), CGO_ENABLED: '0', GOTOOLCHAIN: 'auto' };
    const args = ['install', '-trimpath', '-ldflags=-s -w', `${module}@v${version}`];
    await runBounded([...NICE, 'go', ...args], { env, ...limits, kept: 'what was compiled is kept for the next try' });
  },
});

/** A virtual environment of its own. */
export const pythonTool = ({ name, version, checks, packages, command = name }) => ({
  name,
  version,
  checks,
  kind: 'python',
  shares: 'other',
  recipe: { packages, command },
  binary: (folder) => join(folder, 'bin', command),
  install: async (folder, limits) => {
    await runBounded(['python3', '-m', 'venv', folder], limits);
    const pip = join(folder, 'bin', 'pip');
    await runBounded([pip, 'install', '--quiet', '--no-input', '--disable-pip-version-check', ...packages], limits);
  },
});

/**
 * One program out of a Debian package, unpacked without root and without starting what the package would start. `libraries`: packages with
 * the shared objects that it needs and a machine may lack, by name in an exact version; the program is told by `patchelf` where they lie,
 * because one that starts copies of itself, as buildah does, passes no LD_LIBRARY_PATH on.
 */
export const debianTool = ({ name, version, checks, package: debianPackage, file, libraries = {} }) => ({
  name,
  version,
  checks,
  kind: 'debian',
  shares: 'other',
  recipe: { debianPackage, file, libraries },
  binary: (folder) => join(folder, 'bin', name),
  install: async (folder, limits) => {
    const work = await mkdtemp(join(tmpdir(), 'guildhall-tool-'));
    try {
      await fetchDebian(debianPackage, version, work, limits);
      await mkdir(join(folder, 'bin'), { recursive: true });
      const draft = join(folder, 'bin', `${name}.draft`);
      await copyFile(join(work, 'unpacked', file), draft);
      if (Object.keys(libraries).length > 0) await linkTo(libraries, { program: draft, lib: join(folder, 'lib'), limits });
      await rename(draft, join(folder, 'bin', name));
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  },
});

const PATCHELF = '0.14';

const linkTo = async (libraries, { program, lib, limits }) => {
  const work = await mkdtemp(join(tmpdir(), 'guildhall-tool-'));
  try {
    for (const [debianPackage, version] of Object.entries({ ...libraries, patchelf: PATCHELF }))
      await fetchDebian(debianPackage, version, work, limits);
    await mkdir(lib, { recursive: true });
    const unpacked = await readdir(join(work, 'unpacked'), { recursive: true, withFileTypes: true });
    for (const { parentPath, name } of unpacked.filter((entry) => !entry.isDirectory() && /\.so(\.|$)/.test(entry.name)))
      await copyFile(join(parentPath, name), join(lib, name));
    const patchelf = join(work, 'unpacked', 'usr/bin/patchelf');
    await runBounded([patchelf, '--force-rpath', '--set-rpath', lib, program], limits);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
};

const fetchDebian = async (debianPackage, version, work, limits) => {
  const policy = await candidateOf(debianPackage, limits);
  if (![`${version}.`, `${version}+`, `${version}-`].some((begins) => policy.replace(/^\d+:/, '').startsWith(begins)))
    throw new Skipped(`Debian offers ${debianPackage} ${policy || 'in no version'}, not ${version}`);
  await runBounded(['apt-get', 'download', '-qq', `${debianPackage}=${policy}`], { ...limits, cwd: work });
  const archive = (await readdir(work)).find((entry) => entry.startsWith(`${debianPackage}_`) && entry.endsWith('.deb'));
  if (archive === undefined) throw new Skipped(`apt-get downloaded no ${debianPackage}`);
  await runBounded(['dpkg-deb', '-x', join(work, archive), join(work, 'unpacked')], limits);
};

/** The package lists of a fresh machine are empty: brought up to date once, where that is allowed. */
const candidateOf = async (debianPackage, limits) => {
  const ask = async () => {
    const shown = await runBounded(['apt-cache', 'policy', debianPackage], limits);
    const candidate = /Candidate: (\S+)/.exec(shown)?.[1] ?? '';
    return candidate === '(none)' ? '' : candidate;
  };
  const known = await ask();
  if (known !== '' || process.getuid?.() !== 0) return known;
  await runBounded(['apt-get', 'update', '-qq'], limits);
  return ask();
};
