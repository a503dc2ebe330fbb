import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

const programOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** What specs start as processes of their own; built before they run. */
export const programs = {
  payments: programOf('../../dist/main.js'),
  ledgerCheck: programOf('../../dist/ledger-check.main.js'),
  rebuild: programOf('../../dist/rebuild.main.js'),
  sandbox: programOf('../../../../infra/payment-sandbox/dist/main.js'),
} as const;

/** A port of the loopback that is free now. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};
