import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folders and files of one platform. */
export interface Layout {
  readonly root: string;
  readonly cacheDir: string;
  readonly logsDir: string;
  readonly dataDir: string;
  /** One of the three that matter: the log of all services. */
  readonly eventStoreDir: string;
  /** One of the three that matter: the subjects' keys, and the secrets without which nobody could sign in again. */
  readonly keysDir: string;
  /** One of the three that matter: what the payment provider knows. */
  readonly paymentSandboxDir: string;
  readonly kafkaDir: string;
  readonly mongoDir: string;
  /** Mails and notices that would be sent. */
  readonly outboxDir: string;
  /** Process ids of what runs. */
  readonly runDir: string;
  /** Tells the other commands where the supervisor listens. */
  readonly supervisorFile: string;
}

/** The workspace's root: this file is at infra/local/src/platform or infra/local/dist/platform. */
const workspaceRoot = fileURLToPath(new URL('../../../../', import.meta.url));

export const layoutOf = (dataDir: string, logsDir: string, root: string = workspaceRoot): Layout => ({
  root,
  cacheDir: join(root, '.cache'),
  logsDir,
  dataDir,
  eventStoreDir: join(dataDir, 'event-store'),
  keysDir: join(dataDir, 'keys'),
  paymentSandboxDir: join(dataDir, 'payment-sandbox'),
  kafkaDir: join(dataDir, 'kafka'),
  mongoDir: join(dataDir, 'mongo'),
  outboxDir: join(dataDir, 'outbox'),
  runDir: join(dataDir, 'run'),
  supervisorFile: join(dataDir, 'run', 'supervisor', 'supervisor.json'),
});

/** Where the platform of an offset keeps its data and its logs. */
export const keptLayout = (offset: number): Layout =>
  layoutOf(join(workspaceRoot, '.data', String(offset)), join(workspaceRoot, '.logs', String(offset)));

/** Test servers begin empty, so they have a folder of their own beside that of a person's platform. */
export const testServersLayout = (offset: number): Layout =>
  layoutOf(join(workspaceRoot, '.data', 'test-servers', String(offset)), join(workspaceRoot, '.logs', 'test-servers'));

/** Holds a folder for each throw-away platform, named after the process that made it. */
export const throwAwayRoot = join(workspaceRoot, '.data', 'throw-away');

export const throwAwayLayout = (pid: number): Layout =>
  layoutOf(join(throwAwayRoot, String(pid)), join(workspaceRoot, '.logs', 'throw-away'));
