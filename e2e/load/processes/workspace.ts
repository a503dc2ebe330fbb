import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

/** The workspace's root: this file is at e2e/dist/load/processes (or e2e/load/processes when it is not built). */
const here = fileURLToPath(new URL('.', import.meta.url));
export const workspaceRoot = fileURLToPath(new URL(here.includes('/dist/') ? '../../../../' : '../../../', import.meta.url));

const listens = (port: number): Promise<number | null> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : null));
    });
  });

export const freePort = async (): Promise<number> => {
  const port = await listens(0);
  if (port === null) throw new Error('The system hands out no free port');
  return port;
};

export const isFree = async (port: number): Promise<boolean> => (await listens(port)) !== null;
