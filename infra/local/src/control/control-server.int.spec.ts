import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freePort } from '../supervision/conditions.js';
import { Supervisor } from '../supervision/supervisor.js';
import { fakeProcess } from '../testing/fake-process.js';
import { openControl, type ControlServer } from './control-server.js';
import { askState } from './supervisor-file.js';

describe('the control endpoint', () => {
  let folder: string;
  let supervisor: Supervisor;
  let control: ControlServer;
  let shutdowns: number;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'guildhall-control-'));
    shutdowns = 0;
    supervisor = new Supervisor({
      startStages: [[fakeProcess({ name: 'gigs', port: await freePort(), journal: join(folder, 'journal') })]],
      stopStages: [['gigs']],
      logsDir: join(folder, 'logs'),
      runDir: join(folder, 'run'),
      environment: {},
      announce: () => undefined,
      backoff: { firstMs: 10, maxMs: 100, goodRunMs: 60_000 },
    });
    control = await openControl({
      supervisor,
      shutdown: () => (shutdowns += 1),
      state: () => ({
        phase: 'ready',
        pid: process.pid,
        offset: 0,
        edgeUrl: null,
        dataDir: folder,
        logsDir: folder,
        outboxDir: folder,
        processes: supervisor.states(),
      }),
    });
    await supervisor.start();
  });

  afterEach(async () => {
    await supervisor.stop();
    await control.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const post = async (path: string, headers: Record<string, string> = {}) => {
    const response = await fetch(`${control.url}${path}`, { method: 'POST', headers });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  it('tells the state to whoever knows the process it asks', async () => {
    const record = { pid: process.pid, controlUrl: control.url };
    expect(await askState(record)).toMatchObject({ phase: 'ready', processes: [{ name: 'gigs', phase: 'ready' }] });
    expect(await askState({ ...record, pid: 1 })).toBeUndefined();
  });

  it('kills, stops, starts and restarts a process', async () => {
    expect(await post('/kill/gigs')).toMatchObject({ status: 200, body: { lastExit: 'signal SIGKILL' } });
    await supervisor.process('gigs').untilReady();
    expect(await post('/stop/gigs')).toMatchObject({ status: 200, body: { phase: 'stopped', pid: null, restarts: 1 } });
    expect(await post('/start/gigs')).toMatchObject({ status: 200, body: { phase: 'ready', restarts: 2 } });
    expect(await post('/restart/gigs')).toMatchObject({ status: 200, body: { phase: 'ready', restarts: 3 } });
  });

  it('passes on the wish to stop', async () => {
    expect(await post('/shutdown')).toMatchObject({ status: 202 });
    expect(shutdowns).toBe(1);
  });

  it.each([
    ['/kill/wallets', {}, 404, 'LOCAL.NO_SUCH_PROCESS'],
    ['/explode/gigs', {}, 404, 'LOCAL.NO_SUCH_ROUTE'],
    ['/kill/gigs', { origin: 'http://somewhere.example' }, 403, 'LOCAL.NOT_FOR_PAGES'],
  ])('refuses %s %j', async (path, headers, status, code) => {
    expect(await post(path, headers)).toMatchObject({ status, body: { code } });
    expect(supervisor.process('gigs').state()).toMatchObject({ phase: 'ready', restarts: 0 });
  });
});
