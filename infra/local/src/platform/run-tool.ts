import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceTool, StoreMode } from '../arguments.js';
import type { LocalConfig } from '../config.js';
import { Obstacle } from '../supervision/obstacle.js';
import { keptLayout, layoutOf } from './layout.js';
import { portsAt } from './ports.js';
import { readSupervisorFile } from '../control/supervisor-file.js';
import { inProduction } from '../production/production-files.js';
import { ensureSecrets } from './secrets.js';
import { serviceEnvironment } from './service-processes.js';
import { localStoreUrls } from './store-processes.js';

interface ToolCommand {
  readonly offset: number;
  readonly stores: StoreMode;
  readonly dataDir?: string;
  readonly tool: ServiceTool;
}

/**
 * Runs a program of a service in the environment its server gets, against the stores of the platform at the offset.
 *
 * @returns its exit code
 * @throws {Obstacle} when the service has no such program
 */
export const runTool = async ({ offset, stores, dataDir, tool }: ToolCommand, config: LocalConfig): Promise<number> => {
  const kept = keptLayout(offset);
  const layout = dataDir === undefined ? kept : layoutOf(dataDir, kept.logsDir);
  const main = join(layout.root, 'services', tool.service, 'dist', `${tool.name}.main.js`);
  if (!existsSync(main))
    throw new Obstacle(`${tool.service} has no program ${tool.name} (services/${tool.service}/src/${tool.name}.main.ts)`);
  const ports = portsAt(offset);
  const urls = stores === 'own' ? localStoreUrls(ports) : config.externalStores();
  const secrets = await ensureSecrets(layout.keysDir);
  const own = serviceEnvironment(tool.service, { layout, ports, stores: urls, secrets, config });
  const isProduction = readSupervisorFile(layout.supervisorFile)?.mode === 'production';
  const environment = isProduction ? inProduction(own, { service: tool.service, role: 'all' }, layout) : own;
  const child = spawn(process.execPath, [main, ...tool.args], {
    env: { ...config.childEnvironment, ...environment },
    stdio: 'inherit',
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      resolve(code ?? 1);
    });
  });
};
