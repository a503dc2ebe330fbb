import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { freePort, testServers } from '@guildhall/testing';
import { SampleProcesses } from './sample-processes.js';

/** Processes are started on a machine that may be busy; in ms. */
jest.setTimeout(300_000);

/** A key store as far as a start asks it: who has this token. */
const listenAt = async (port: number): Promise<Server> => {
  const server = createServer(({ headers }, response) => {
    const isKnown = headers['x-vault-token'] === 'token-of-the-sample';
    const body = isKnown ? { data: { ttl: 0, renewable: false } } : { errors: ['permission denied'] };
    response.writeHead(isKnown ? 200 : 403, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return server;
};

describe('A service whose key store is over the network', () => {
  const processes = new SampleProcesses(testServers());
  let server: Server | null = null;
  beforeAll(() => processes.prepare());
  afterAll(async () => {
    await processes.end();
    server?.closeAllConnections();
    server?.close();
  });

  it('waits for it at the start, says so, and goes on when it is there', async () => {
    const port = await freePort();
    const process = await processes.launch('api', {
      SUBJECT_KEYS_PATH: '',
      SUBJECT_KEYS_URL: `http://127.0.0.1:${port}`,
      SUBJECT_KEYS_TOKEN: 'token-of-the-sample',
    });
    await process.untilLogged('waiting for the key store');
    const ready = await fetch(`http://127.0.0.1:${process.port}/health/ready`);
    expect({ status: ready.status, body: await ready.json() }).toMatchObject({
      status: 503,
      body: { waitingFor: { 'key-store': 'key store does not answer' } },
    });
    expect(process.lines('service runs')).toEqual([]);
    server = await listenAt(port);
    await process.untilLogged('service runs');
    expect(process.lines('key store is there')).toHaveLength(1);
  });
});
