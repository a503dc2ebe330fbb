import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { PlatformMode } from '../arguments.js';
import type { PlatformState } from './control-server.js';

interface SupervisorRecord {
  readonly pid: number;
  readonly controlUrl: string;
  /** Tools of services reach the stores of that mode; left out: development. */
  readonly mode?: PlatformMode;
}

const ANSWER_DEADLINE_MS = 5_000;

const isSupervisorRecord = (value: unknown): value is SupervisorRecord =>
  typeof value === 'object' &&
  value !== null &&
  'pid' in value &&
  typeof value.pid === 'number' &&
  'controlUrl' in value &&
  typeof value.controlUrl === 'string' &&
  (!('mode' in value) || value.mode === 'development' || value.mode === 'production');

/** Tells other commands where the supervisor of a data folder listens. */
export const writeSupervisorFile = (file: string, record: SupervisorRecord): void => {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(record));
};

export const removeSupervisorFile = (file: string): void => {
  rmSync(file, { force: true });
};

export const readSupervisorFile = (file: string): SupervisorRecord | undefined => {
  if (!existsSync(file)) return undefined;
  const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return isSupervisorRecord(value) ? value : undefined;
};

/** Asks the supervisor for its state; undefined when nobody, or something else, answers there. */
export const askState = async ({ controlUrl, pid }: SupervisorRecord): Promise<PlatformState | undefined> => {
  const response = await fetch(`${controlUrl}/state`, { signal: AbortSignal.timeout(ANSWER_DEADLINE_MS) }).catch(() => undefined);
  if (response?.ok !== true) return undefined;
  const state = (await response.json()) as PlatformState;
  return state.pid === pid ? state : undefined;
};
