import { existsSync } from 'node:fs';
import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { beginStoreEpoch, EventStoreDbStore } from '@guildhall/event-sourcing';
import type { LocalConfig } from '../config.js';
import { askState, readSupervisorFile } from '../control/supervisor-file.js';
import { keptLayout, type Layout } from '../platform/layout.js';
import { portsAt, type Ports } from '../platform/ports.js';
import { runTool } from '../platform/run-tool.js';
import { ensureSecrets } from '../platform/secrets.js';
import { builtServices, paymentSandboxProcess, type ServiceSurroundings } from '../platform/service-processes.js';
import type { ServiceName } from '../platform/services.js';
import { localStoreUrls, storeProcesses } from '../platform/store-processes.js';
import { portIsFree } from '../supervision/conditions.js';
import { Obstacle } from '../supervision/obstacle.js';
import type { ProcessDescription } from '../supervision/process-description.js';
import { Supervisor } from '../supervision/supervisor.js';
import { BACKUP_FILES, openBackup, type Manifest } from './backup-folder.js';
import { eventStoreProgram } from './event-store-program.js';
import { lookAt, quietService, untilCaughtUp } from './restored-services.js';
import { Steps } from './steps.js';

export interface RestoreCommand {
  readonly offset: number;
  readonly from: string;
  readonly reason: string;
}

type Say = (line: string) => void;
type Surroundings = ServiceSurroundings & { readonly offset: number; readonly say: Say };

/** Exit code of payments' reconciliation when the provider did things that the log cannot hold. */
const FLAGGED = 1;

const refuseRunning = async ({ supervisorFile, eventStoreDir }: Layout, ports: Ports): Promise<void> => {
  const record = readSupervisorFile(supervisorFile);
  if (record !== undefined && (await askState(record)) !== undefined)
    throw new Obstacle('the platform runs: end it with `npm stop` first');
  if (existsSync(eventStoreDir))
    throw new Obstacle(`${eventStoreDir} holds a log: move it away first, a restore does not overwrite one`);
  const { services, ...others } = ports;
  for (const port of [...Object.values(services), ...Object.values(others)]) {
    if (!(await portIsFree(port)))
      throw new Obstacle(
        `port ${String(port)} is taken by another program: end that program (\`lsof -i :${String(port)}\` names it)`,
      );
  }
};

/** What was not lost is newer than its copy, and stays: the provider's books above all, which are not ours to set back. */
const bringBack = async (what: string, from: string, to: string, say: Say): Promise<void> => {
  if (existsSync(to)) {
    say(`${what} was not lost: kept as it is`);
    return;
  }
  if (!existsSync(from)) throw new Obstacle(`the backup holds no ${what}`);
  await cp(from, to, { recursive: true });
};

const bringBackAll = async (layout: Layout, from: string, say: Say): Promise<void> => {
  const restored = ['restore', '--from', join(from, BACKUP_FILES.log), '--data', layout.eventStoreDir];
  await eventStoreProgram(layout, restored);
  await mkdir(layout.keysDir, { recursive: true, mode: 0o700 });
  for (const [what, copy] of [
    ['key store', BACKUP_FILES.subjectKeys],
    ['secrets file', BACKUP_FILES.secrets],
  ] as const)
    await bringBack(what, join(from, copy), join(layout.dataDir, copy), say);
  await bringBack("payment provider's file", join(from, BACKUP_FILES.provider), layout.paymentSandboxDir, say);
  // Topics of another epoch would stop the relays, their groups would skip what is told again; documents are rebuilt in any case.
  for (const disposable of [layout.kafkaDir, layout.mongoDir]) await rm(disposable, { recursive: true, force: true });
};

const beginEpoch = async ({ stores, say }: Surroundings, manifest: Manifest, reason: string): Promise<void> => {
  const store = new EventStoreDbStore(stores.eventStoreUrl);
  try {
    const epoch = await beginStoreEpoch(store, {
      actor: { kind: 'system', id: 'operator:local' },
      reason,
      restoredUpTo: BigInt(manifest.lastPosition),
      backedUpAt: manifest.backedUpAt,
      at: new Date().toISOString(),
    });
    say(`the store is in epoch ${String(epoch)} now`);
  } finally {
    await store.close();
  }
};

const supervised = async <T>(
  { layout, config, say }: Surroundings,
  processes: readonly ProcessDescription[],
  use: () => Promise<T>,
): Promise<T> => {
  const names = processes.map(({ name }) => name);
  const supervisor = new Supervisor({
    startStages: [processes],
    stopStages: [names],
    logsDir: layout.logsDir,
    runDir: layout.runDir,
    environment: config.childEnvironment,
    announce: say,
  });
  try {
    await supervisor.start();
    return await use();
  } finally {
    await supervisor.stop();
  }
};

const tool = ({ offset, config }: Surroundings, service: ServiceName, name: string, args: readonly string[] = []) =>
  runTool({ offset, stores: 'own', tool: { service, name, args } }, config);

const compareReadModels = async (surroundings: Surroundings): Promise<void> => {
  for (const service of builtServices(surroundings.layout)) {
    const code = await tool(surroundings, service, 'rebuild');
    if (code !== 0) throw new Obstacle(`read models of ${service} differ from a second rebuild: see above`);
  }
};

const reconcile = async (surroundings: Surroundings, since: string): Promise<void> => {
  const code = await tool(surroundings, 'payments', 'reconcile', ['--since', since]);
  if (code === FLAGGED)
    surroundings.say('what is flagged above the log cannot hold: settle it with the provider by hand, nothing waits for it');
  else if (code !== 0) throw new Obstacle('the payment provider could not be asked, so payouts stay closed: restore again');
};

const checkLedger = async (surroundings: Surroundings): Promise<void> => {
  if ((await tool(surroundings, 'payments', 'ledger-check')) !== 0)
    throw new Obstacle('the ledger of the restored log is broken: see above; take another backup');
};

/**
 * Brings a lost platform back from a backup, up to where `npm start` may open it again (operators.md, "Upgrade, backup, restore").
 * Processes do not run before the provider was asked, so no payout leaves meanwhile. Ends with all servers stopped.
 *
 * @throws {Obstacle} with the remedy; the folders then hold a part of the restore: remove them and begin again
 */
export const restore = async ({ offset, from, reason }: RestoreCommand, config: LocalConfig, say: Say): Promise<void> => {
  const layout = keptLayout(offset);
  const ports = portsAt(offset);
  await refuseRunning(layout, ports);
  const steps = new Steps(say);
  const manifest = await steps.take('check the backup', () => openBackup(from));
  await steps.take('restore log, keys and files', () => bringBackAll(layout, from, say));
  const secrets = await ensureSecrets(layout.keysDir);
  const surroundings = { layout, ports, stores: localStoreUrls(ports), secrets, config, offset, say };
  const fetching = { cacheDir: layout.cacheDir, environment: config.childEnvironment, announce: say, javaHome: config.javaHome };
  const stores = [...(await storeProcesses(layout, ports, fetching)), paymentSandboxProcess(surroundings)];
  await supervised(surroundings, stores, async () => {
    await steps.take('begin a new epoch of the store', () => beginEpoch(surroundings, manifest, reason));
    const services = builtServices(layout);
    const quiet = services.map((service) => quietService(service, surroundings));
    await supervised(surroundings, quiet, async () => {
      const look = lookAt(services, surroundings);
      const tell = async (): Promise<void> => say(await untilCaughtUp(look));
      await steps.take('tell all topics from the beginning, rebuild read models', tell);
      await steps.take('compare read models', () => compareReadModels(surroundings));
    });
    await steps.take('reconcile with the payment provider', () => reconcile(surroundings, manifest.backedUpAt));
    await steps.take('check the ledger', () => checkLedger(surroundings));
  });
  say(`recovery point: ${manifest.backedUpAt}, ${String(manifest.events)} events; what was written after it is lost`);
  for (const line of steps.summary()) say(line);
};
