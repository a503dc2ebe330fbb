import { it } from '@jest/globals';
import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { resolve } from 'node:path';
import { findTool } from '../../scripts/tools/find-tool.mjs';

/** The repository's root. */
export const ROOT = resolve(import.meta.dirname, '../..');

/** A tool may start cold on a machine that is busy; in ms. */
const PATIENCE_MS = 120_000;

/** Runs a program in the repository; its output is text. Throws when it cannot be started. */
export const runTool = (path: string, args: readonly string[], input?: string): SpawnSyncReturns<string> => {
  const ran = spawnSync(path, args, {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 256 << 20,
    ...(input === undefined ? {} : { input }),
  });
  if (ran.error !== undefined) throw ran.error;
  return ran;
};

/** A check that needs an optional tool: where the tool is missing it counts as skipped, and its name says why. */
export const itWithTool = (name: string, does: string, act: (path: string) => unknown): void => {
  const { path, missing } = findTool(name);
  if (path === undefined) it.skip(`${does} (skipped: ${missing})`, () => undefined);
  else it(does, async () => void (await act(path)), PATIENCE_MS);
};
