import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SERVICES } from '@guildhall/kernel';
import { seedCredentials, type Person } from '@guildhall/local';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environmentWith, journeyConfig } from '../market/config.js';
import { Incidents } from '../market/incidents.js';
import { openLog } from '../market/log.js';
import { Market } from '../market/market.js';
import { secretsOf } from '../market/secrets.js';

type Run = Readonly<{ code: number; out: string; err: string }>;

const PROGRAM = fileURLToPath(new URL('../../cli/dist/main.js', import.meta.url));
const REASON = 'It was looked into in story 13.';

describe('Story 13: an operator at the command line', () => {
  let operator: Person;
  let incidents: Incidents;
  let folder: string;
  let environment: Readonly<Record<string, string>>;
  const log = openLog();
  beforeAll(async () => {
    const market = await Market.open({ patienceMs: 60_000 });
    operator = await market.staff('operator-1');
    incidents = new Incidents();
    folder = await mkdtemp(join(tmpdir(), 'guildhall-story-13-'));
    const { bootstrapSecret } = await secretsOf<{ bootstrapSecret: string }>();
    const { email, password } = seedCredentials('operator-1', bootstrapSecret);
    environment = {
      GUILDHALL_URL: journeyConfig().edgeUrl,
      GUILDHALL_OPERATOR_EMAIL: email,
      GUILDHALL_OPERATOR_PASSWORD: password,
    };
  }, 120_000);
  afterAll(async () => {
    await Promise.all([incidents.close(), log.close(), rm(folder, { recursive: true, force: true })]);
  });

  const runWith = (more: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Run> =>
    new Promise((resolve) => {
      const env = environmentWith({ ...environment, ...more });
      execFile(process.execPath, [PROGRAM, ...args], { env, maxBuffer: 1 << 26 }, (error, out, err) =>
        resolve({ code: error ? Number(error.code ?? -1) : 0, out, err }),
      );
    });
  const run = (...args: readonly string[]): Promise<Run> => runWith({}, ...args);
  const json = async <T>(expected: number, ...args: readonly string[]): Promise<T> => {
    const { code, out, err } = await run(...args, '--output', 'json');
    expect({ code, err: code === expected ? '' : err }).toEqual({ code: expected, err: '' });
    return JSON.parse(out) as T;
  };
  const eventsOf = async (stream: string, type: string): Promise<readonly object[]> => {
    const found: object[] = [];
    for await (const event of log.read(stream)) if (event.type === type) found.push(event.data);
    return found;
  };
  const by = () => ({ accountId: operator.accountId, reason: REASON });

  it('sees every service and every runner', async () => {
    const { out } = await run('status', '--output', 'json');
    const { services } = JSON.parse(out) as { services: { service: string; state: string; readModels: { all: number } }[] };
    expect(services.map(({ service }) => service)).toEqual(SERVICES);
    expect(services.filter(({ state, readModels }) => state === 'away' || readModels.all === 0)).toEqual([]);
    const { runners } = await json<{ runners: { service: string; runner: string }[] }>(0, 'lag');
    for (const service of SERVICES) {
      const names = runners.filter((line) => line.service === service).map(({ runner }) => runner);
      expect(names).toEqual(expect.arrayContaining(['relay', 'processes', `facts:guildhall.${service}`]));
    }
  }, 240_000);

  it('takes a parked message again, and leaves act and reason in the log', async () => {
    const { process, key, messageId } = await incidents.parked('contracts', operator);
    const act = ['contracts', process, key, '--reason', REASON];
    expect(await json(0, 'parked', 'show', 'contracts', messageId)).toMatchObject({ process, key, queue: [messageId] });
    expect(await json(0, 'parked', 'retry', ...act, '--dry-run')).toMatchObject({ dryRun: true });
    expect(await eventsOf(`contracts.parked-${process}`, 'RetryAsked')).not.toContainEqual({ key, by: by() });
    expect(await json(0, 'parked', 'retry', ...act)).toEqual({ drained: 1, left: 0 });
    expect(await eventsOf(`contracts.parked-${process}`, 'RetryAsked')).toContainEqual({ key, by: by() });
  }, 240_000);

  it('gives a parked message up, after a dry run that changed nothing', async () => {
    const { process, key, messageId } = await incidents.parked('gigs', operator);
    const act = ['parked', 'discard', 'gigs', process, messageId, '--reason', REASON];
    const isListed = async (): Promise<boolean> =>
      (await json<{ parked: { messageId: string }[] }>(0, 'parked', 'list', '--service', 'gigs')).parked.some(
        (line) => line.messageId === messageId,
      );
    expect(await json(0, ...act, '--dry-run')).toMatchObject({ dryRun: true });
    expect(await isListed()).toBe(true);
    expect(await json(0, ...act)).toEqual({ discarded: messageId });
    expect(await isListed()).toBe(false);
    expect(await eventsOf(`gigs.parked-${process}`, 'MessageDiscarded')).toContainEqual({ messageId, key, by: by() });
    expect((await run(...act)).code).toBe(1);
  }, 240_000);

  it('follows a process that waits for people, and notes that it was seen to', async () => {
    const { process, key } = await incidents.escalated('disputes', operator);
    const { escalated } = await json<{ escalated: object[] }>(0, 'processes', 'list', '--service', 'disputes');
    expect(escalated).toContainEqual(expect.objectContaining({ service: 'disputes', process, key }));
    expect(await json(0, 'processes', 'advance', 'disputes', process, key, '--reason', REASON)).toEqual({ advanced: key });
    const { steps } = await json<{ steps: { type: string }[] }>(0, 'processes', 'show', 'disputes', process, key);
    expect(steps.map(({ type }) => type)).toEqual(['CommandOrdered', 'InputTaken', 'Escalated', 'ProcessAdvanced']);
    expect(steps.at(-1)).toMatchObject({ by: by() });
  }, 240_000);

  it('looks at timers, topics and the books', async () => {
    const { timers } = await json<{ timers: { dueAt: string }[] }>(0, 'timers');
    expect(timers.map(({ dueAt }) => dueAt)).toEqual(timers.map(({ dueAt }) => dueAt).sort());
    const { topics } = await json<{ topics: { partitions: number; groups: { members: number }[] }[] }>(0, 'topics');
    expect(topics.map(({ partitions }) => partitions)).toEqual(SERVICES.map(() => 12));
    expect(topics.some(({ groups }) => groups.some(({ members }) => members > 0))).toBe(true);
    expect(await json(0, 'ledger', 'check')).toMatchObject({ result: 'sound', violations: [] });
  }, 240_000);

  it('builds a read model beside the live one, switches to it and back', async () => {
    const { projections } = await json<{ projections: { name: string }[] }>(0, 'projections', 'list', '--service', 'reputation');
    const name = projections[0]?.name ?? '';
    const act = (kind: string, ...more: readonly string[]) => [
      'projections',
      kind,
      'reputation',
      name,
      '--reason',
      REASON,
      ...more,
    ];
    expect(await json(0, ...act('rebuild', '--dry-run'))).toMatchObject({ dryRun: true });
    expect(await json(0, ...act('rebuild'))).toMatchObject({ name, differing: 0 });
    expect(await json(0, 'projections', 'diff', 'reputation', name)).toMatchObject({ differing: 0 });
    const { from, to } = await json<{ from: number; to: number }>(0, ...act('switch'));
    expect(await json(0, ...act('rollback'))).toMatchObject({ from: to, to: from });
  }, 120_000);

  it('finds nothing in the way of an upgrade', async () => {
    const { verdict, findings } = await json<{ verdict: string; findings: { verdict: string; check: string }[] }>(0, 'preflight');
    expect({ verdict, problems: findings.filter((one) => one.verdict === 'problem') }).toEqual({
      verdict: 'ready',
      problems: [],
    });
    const checks = [
      'versions',
      'configuration',
      'roles',
      'read models',
      'topics',
      'consumer groups',
      'catalogue',
      'waiting for people',
    ];
    expect([...new Set(findings.map(({ check }) => check))].sort()).toEqual(checks.sort());
  }, 240_000);

  it('copies the log of the running store, checks the copy and unpacks it', async () => {
    const [data, file, copy] = [join(journeyConfig().dataDir, 'event-store'), join(folder, 'log.backup'), join(folder, 'copy')];
    const unpack = ['--from', file, '--data', copy, '--reason', 'a try of the backup'];
    expect(await json(0, 'event-store', 'backup', '--data', data, '--to', file)).toMatchObject({ command: 'backup' });
    expect(await json(0, 'event-store', 'restore', ...unpack, '--dry-run')).toMatchObject({ dryRun: true });
    expect(await json(0, 'event-store', 'restore', ...unpack)).toMatchObject({ command: 'restore', epoch: 2 });
    expect(await json(0, 'event-store', 'verify', '--data', copy)).toMatchObject({ command: 'check' });
    expect((await run('event-store', 'verify', '--data', folder)).code).toBe(1);
  }, 240_000);

  it('refuses a wrong password, and a change without reason or platform', async () => {
    const wrong = await runWith({ GUILDHALL_OPERATOR_PASSWORD: 'not the password' }, 'status');
    expect(wrong).toMatchObject({ code: 1, out: '', err: expect.stringContaining('IDENTITY.CREDENTIALS_INVALID') });
    expect(await run('parked', 'retry', 'gigs', 'award-expiry', 'k')).toMatchObject({ code: 2, out: '' });
    expect(await runWith({ GUILDHALL_URL: '' }, 'status')).toMatchObject({ code: 2, out: '' });
  }, 240_000);
});
