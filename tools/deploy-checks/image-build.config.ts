import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Images that are to be built here, by their names in images.json; none unless asked for: one takes two minutes on two idle cores. */
export const imagesToBuild = (): readonly string[] =>
  (process.env['GUILDHALL_IMAGE_BUILDS'] ?? '').split(',').filter((name) => name !== '');

/** What npm needs on this machine: its settings file (null: none), the folder of what it fetched, and proxies by variable. */
export type MachineNpm = Readonly<{ settings: string | null; cache: string; proxies: Readonly<Record<string, string>> }>;

const PROXIES = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'];

export const machineNpm = (): MachineNpm => {
  const settings = process.env['npm_config_userconfig'] ?? join(homedir(), '.npmrc');
  const given = PROXIES.map((name) => [name, process.env[name] ?? process.env[name.toLowerCase()]] as const);
  return {
    settings: existsSync(settings) ? settings : null,
    cache: process.env['npm_config_cache'] ?? join(homedir(), '.npm'),
    proxies: Object.fromEntries(given.filter((pair): pair is readonly [string, string] => pair[1] !== undefined)),
  };
};

/** The environment for programs that look others up on PATH: this folder first. */
export const environmentWith = (folder: string): NodeJS.ProcessEnv => ({
  ...process.env,
  PATH: `${folder}:${process.env['PATH'] ?? ''}`,
});

/** The environment of this process with additions. */
export const environmentAnd = (additions: Readonly<Record<string, string>>): NodeJS.ProcessEnv => ({
  ...process.env,
  ...additions,
});
