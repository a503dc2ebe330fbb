import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import type { LocalConfig } from '../config.js';
import { askState, readSupervisorFile } from '../control/supervisor-file.js';
import { keptLayout, type Layout } from '../platform/layout.js';
import { Obstacle } from '../supervision/obstacle.js';
import { BACKUP_FILES, sealBackup, type Manifest } from './backup-folder.js';
import { eventStoreProgram } from './event-store-program.js';
import { Steps } from './steps.js';

export interface BackupCommand {
  readonly offset: number;
  /** Made where it is missing; has to be empty. */
  readonly to: string;
}

type Say = (line: string) => void;

const OWNER_ONLY = 0o600;
const OWNER_FOLDER = 0o700;

/** Only the stopped provider lets its file be copied; the services repeat what they ask of it meanwhile. */
const PROVIDER = 'payment-sandbox';

const controlUrlOf = async ({ supervisorFile }: Layout): Promise<string | undefined> => {
  const record = readSupervisorFile(supervisorFile);
  return record !== undefined && (await askState(record)) !== undefined ? record.controlUrl : undefined;
};

const control = async (url: string, action: 'stop' | 'start'): Promise<void> => {
  const response = await fetch(`${url}/${action}/${PROVIDER}`, { method: 'POST' });
  if (!response.ok) throw new Obstacle(`the payment sandbox did not ${action}: ${await response.text()}`);
};

const copyKeys = async ({ keysDir }: Layout, to: string): Promise<void> => {
  const keys = join(keysDir, 'subject-keys.sqlite');
  await mkdir(join(to, 'keys'), { mode: OWNER_FOLDER });
  if (existsSync(keys)) {
    const source = new DatabaseSync(keys, { readOnly: true });
    try {
      await backup(source, join(to, BACKUP_FILES.subjectKeys));
    } finally {
      source.close();
    }
    await chmod(join(to, BACKUP_FILES.subjectKeys), OWNER_ONLY);
  }
  await cp(join(keysDir, 'secrets.json'), join(to, BACKUP_FILES.secrets));
};

const copyProvider = async ({ paymentSandboxDir }: Layout, to: string, controlUrl: string | undefined): Promise<void> => {
  if (controlUrl !== undefined) await control(controlUrl, 'stop');
  try {
    await cp(paymentSandboxDir, join(to, BACKUP_FILES.provider), { recursive: true });
  } finally {
    if (controlUrl !== undefined) await control(controlUrl, 'start');
  }
};

const emptyFolder = async (to: string): Promise<void> => {
  await mkdir(to, { recursive: true, mode: OWNER_FOLDER });
  if ((await readdir(to)).length > 0) throw new Obstacle(`${to} is not empty: name another folder with --to`);
};

/**
 * Copies what matters of the platform at an offset, running or stopped: log, keys and secrets, what the provider knows. In this order, so
 * that every key is there that the log needs, and the provider knows all that the log asked of it.
 *
 * @throws {Obstacle} when there is no platform, or the folder is not empty
 */
export const backUp = async ({ offset, to }: BackupCommand, config: LocalConfig, say: Say): Promise<Manifest> => {
  const layout = keptLayout(offset);
  if (!existsSync(layout.eventStoreDir)) throw new Obstacle(`there is no platform at port offset ${String(offset)}`);
  await emptyFolder(to);
  const steps = new Steps(say);
  const controlUrl = await controlUrlOf(layout);
  const backedUpAt = new Date().toISOString();
  const logCopy = ['backup', '--data', layout.eventStoreDir, '--to', join(to, BACKUP_FILES.log)];
  const { events, lastPosition } = await steps.take('copy the log', () => eventStoreProgram(layout, logCopy));
  await steps.take('copy keys and secrets', () => copyKeys(layout, to));
  await steps.take('copy what the payment provider knows', () => copyProvider(layout, to, controlUrl));
  const manifest = await steps.take('seal', () => sealBackup(to, { backedUpAt, events, lastPosition, commit: config.commit }));
  say(`recovery point: ${backedUpAt}, ${String(events)} events, the last at position ${lastPosition}`);
  for (const line of steps.summary()) say(line);
  return manifest;
};
