import type { ServiceName } from '@guildhall/kernel';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { journeyConfig } from './config.js';

/** The workspace's root: this file is at e2e/market or e2e/dist/market. */
const root = import.meta.dirname.replace(/\/e2e\/(dist\/)?market$/, '');

/** Runs a program of a service against the stores of the platform under test, such as the ledger's check. @returns its exit code */
export const runTool = (service: ServiceName, name: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const { dataDir, edgeUrl } = journeyConfig();
    const offset = String(Number(new URL(edgeUrl).port) - 8080);
    const local = join(root, 'infra', 'local', 'dist', 'main.js');
    const args = [local, 'tool', service, name, '--port-offset', offset, '--data', dataDir];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
