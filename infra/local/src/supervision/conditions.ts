import { connect, createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

const LOOPBACK = '127.0.0.1';
const CONNECT_DEADLINE_MS = 2_000;

/**
 * Repeats `check` until it resolves.
 *
 * @throws the last reason when `deadlineMs` is over or the signal is aborted
 */
export const untilResolved = async (
  check: () => Promise<void>,
  { deadlineMs, everyMs, signal }: { deadlineMs: number; everyMs: number; signal?: AbortSignal },
): Promise<void> => {
  const end = performance.now() + deadlineMs;
  for (;;) {
    try {
      await check();
      return;
    } catch (reason) {
      if (signal?.aborted === true || performance.now() >= end) throw reason;
    }
    await delay(everyMs);
  }
};

/** Resolves when the port accepts a connection. */
export const portAnswers = (port: number, host: string = LOOPBACK): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    socket.setTimeout(CONNECT_DEADLINE_MS, () => {
      socket.destroy(new Error(`${host}:${String(port)} does not answer`));
    });
    socket.on('error', reject);
    socket.on('connect', () => {
      socket.destroy();
      resolve();
    });
  });

/** Whether a server could listen on the port of the loopback address right now. */
export const portIsFree = (port: number): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false);
      else reject(error);
    });
    server.listen(port, LOOPBACK, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });

/** A port that was free a moment ago. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, LOOPBACK, () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('the server has no port'));
        else resolve(address.port);
      });
    });
  });

/** Resolves when the answer to a GET is 2xx. */
export const answersOk = async (url: string): Promise<void> => {
  const response = await fetch(url, { signal: AbortSignal.timeout(CONNECT_DEADLINE_MS) });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`${url} answers ${String(response.status)}`);
};
