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
export const workspaceRoot = fileURLToPath(new URL('../../../../', import.meta.url));

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
