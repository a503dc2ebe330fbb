import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fakeProcess } from '../testing/fake-process.js';
import { freePort, untilResolved } from './conditions.js';
import { commandLineOf, PidFiles } from './pid-files.js';
import type { ProcessDescription, ProcessState } from './process-description.js';
import { Supervisor } from './supervisor.js';

const DEADLINE = { deadlineMs: 20_000, everyMs: 20 };

describe('the supervisor', () => {
  let folder: string;
  let journal: string;
  let said: string[];
  let supervisors: Supervisor[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'guildhall-supervisor-'));
    journal = join(folder, 'journal');
    said = [];
    supervisors = [];
  });

  afterEach(async () => {
    await Promise.all(supervisors.map((supervisor) => supervisor.stop()));
    rmSync(folder, { recursive: true, force: true });
  });

  const fake = async (name: string, more: { program?: string; startDeadlineMs?: number } = {}): Promise<ProcessDescription> =>
    fakeProcess({ name, port: await freePort(), journal, ...more });

  const supervise = (startStages: ProcessDescription[][], stopStages: string[][]): Supervisor => {
    const supervisor = new Supervisor({
      startStages,
      stopStages,
      logsDir: join(folder, 'logs'),
      runDir: join(folder, 'run'),
      environment: {},
      announce: (line) => said.push(line),
      backoff: { firstMs: 10, maxMs: 100, goodRunMs: 60_000 },
      watchEveryMs: 50,
    });
    supervisors.push(supervisor);
    return supervisor;
  };

  const happened = (): readonly string[] =>
    existsSync(journal)
      ? readFileSync(journal, 'utf8')
          .split('\n')
          .filter((line) => line !== '')
      : [];

  const until = (supervisor: Supervisor, name: string, holds: (state: ProcessState) => boolean): Promise<void> =>
    untilResolved(() => {
      const state = supervisor.process(name).state();
      return holds(state) ? Promise.resolve() : Promise.reject(new Error(`${name} is ${JSON.stringify(state)}`));
    }, DEADLINE);

  it('starts stage by stage and stops in its own order', async () => {
    const [store, broker, service] = [await fake('store'), await fake('broker'), await fake('service')];
    const supervisor = supervise([[store, broker], [service]], [['service'], ['broker'], ['store']]);
    await supervisor.start();
    expect(happened().slice(0, 2).toSorted()).toEqual(['up broker', 'up store']);
    expect(happened()[2]).toBe('up service');
    await supervisor.stop();
    expect(happened().slice(3)).toEqual(['down service', 'down broker', 'down store']);
    expect(supervisor.states().map(({ phase, pid }) => [phase, pid])).toEqual([
      ['stopped', null],
      ['stopped', null],
      ['stopped', null],
    ]);
  });

  it('starts a killed process again and counts it', async () => {
    const supervisor = supervise([[await fake('service')]], [['service']]);
    await supervisor.start();
    const before = supervisor.process('service').state().pid;
    await supervisor.process('service').kill();
    await until(supervisor, 'service', ({ phase, restarts }) => phase === 'ready' && restarts === 1);
    expect(supervisor.process('service').state()).toMatchObject({ lastExit: 'signal SIGKILL' });
    expect(supervisor.process('service').state().pid).not.toBe(before);
    expect(said.join('\n')).toContain('service ended with signal SIGKILL and is started again');
  });

  it('keeps trying when a process ends again and again', async () => {
    const service = await fake('service');
    const supervisor = supervise([[service]], [['service']]);
    await supervisor.start();
    for (const restarts of [1, 2, 3]) {
      await fetch(`http://127.0.0.1:${String(service.port)}/exit`).then((response) => response.body?.cancel());
      await until(supervisor, 'service', (state) => state.phase === 'ready' && state.restarts === restarts);
    }
    expect(supervisor.process('service').state().lastExit).toBe('code 9');
  });

  it('keeps a stopped process down until it is started', async () => {
    const supervisor = supervise([[await fake('service')]], [['service']]);
    await supervisor.start();
    await supervisor.process('service').stop();
    expect(supervisor.process('service').state()).toMatchObject({ phase: 'stopped', pid: null });
    await supervisor.process('service').start();
    expect(supervisor.process('service').state()).toMatchObject({ phase: 'ready', restarts: 1 });
  });

  it('says in one sentence why a process did not start, and leaves nothing running', async () => {
    const broken = await fake('broken', { program: "console.error('the port is taken'); process.exit(4)" });
    const supervisor = supervise([[await fake('store')], [broken]], [['broken'], ['store']]);
    await expect(supervisor.start()).rejects.toThrow(
      /^broken ended with code 4 while starting; its last words: the port is taken \(log: /,
    );
    await supervisor.stop();
    expect(supervisor.states().map(({ pid }) => pid)).toEqual([null, null]);
  });

  it('gives up on a process that misses its start deadline', async () => {
    const silent = await fake('silent', { program: 'setInterval(() => {}, 1000)', startDeadlineMs: 300 });
    await expect(supervise([[silent]], [['silent']]).start()).rejects.toThrow('silent was not ready after 0.3 s');
  });

  it('says which program is missing', async () => {
    const missing = { ...(await fake('missing')), command: 'no-such-program' };
    await expect(supervise([[missing]], [['missing']]).start()).rejects.toThrow('ENOENT');
  });

  it('can be stopped in the middle of a start', async () => {
    const silent = await fake('silent', { program: 'setInterval(() => {}, 1000)' });
    const supervisor = supervise([[silent]], [['silent']]);
    const start = supervisor.start();
    const refused = expect(start).rejects.toThrow('the start was interrupted');
    await until(supervisor, 'silent', ({ pid }) => pid !== null);
    await supervisor.stop();
    await refused;
    expect(supervisor.process('silent').state().pid).toBeNull();
  });

  it('ends what a crashed supervisor left behind, and only that', async () => {
    const orphan = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', 'orphan'], { detached: true, stdio: 'ignore' });
    const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', 'stranger'], { stdio: 'ignore' });
    const strangerEnded = once(stranger, 'exit');
    const orphanEnded = once(orphan, 'exit');
    try {
      const pidFiles = new PidFiles(join(folder, 'run'));
      pidFiles.record('kafka', orphan.pid ?? 0);
      pidFiles.record('mongo', stranger.pid ?? 0);
      const file = join(folder, 'run', 'mongo.json');
      const foreign = readFileSync(file, 'utf8').replace('stranger', 'a program of ours that had this number once');
      rmSync(file);
      writeFileSync(file, foreign);
      expect(await new PidFiles(join(folder, 'run')).endLeftovers()).toEqual(['kafka']);
      await orphanEnded;
      expect(commandLineOf(stranger.pid ?? 0)).toContain('stranger');
      expect(await new PidFiles(join(folder, 'run')).endLeftovers()).toEqual([]);
    } finally {
      stranger.kill('SIGKILL');
      await strangerEnded;
    }
  });
});
