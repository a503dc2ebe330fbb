import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@guildhall/kernel';
import { eventually, testServers } from '@guildhall/testing';
import type { TestPerson } from '../test-tokens.js';
import { SampleProcesses, type SampleProcess } from './sample-processes.js';

const AT = '/operations/projections';
const operator: TestPerson = { accountId: newId(), roles: ['operator'] };
const client: TestPerson = { accountId: newId(), roles: ['client'] };
/** The goal is a second, told below; what is asserted leaves room for a machine under load. */
const SWITCH_MS = 10_000;

const stood = (body: unknown): number => (body as { milliseconds: number }).milliseconds;

type Standing = Readonly<{
  live: Readonly<{ generation: number }>;
  built: Readonly<{ order: string; documents: number; differing: number; seconds: number }> | null;
}>;

describe('A read model rebuilt under write load on real servers', () => {
  const processes = new SampleProcesses(testServers());
  let api: SampleProcess;
  let isLoading = true;
  let loading: Promise<unknown> = Promise.resolve();
  const refused: string[] = [];
  let [written, read] = [0, 0];

  beforeAll(async () => {
    await processes.prepare();
    [api] = await Promise.all([processes.start('api'), processes.start('relay,projector,processor')]);
    await eventually('queries are answered', async () => (await api.call('GET', '/notes', client)).status === 200, 60_000);
  }, 400_000);
  afterAll(async () => {
    isLoading = false;
    await loading.catch(() => undefined);
    await processes.end();
  }, 60_000);

  const write = async (): Promise<void> => {
    while (isLoading) {
      const { status } = await api.call('POST', '/notes', client, { key: newId(), body: { text: newId() } });
      if (status === 201) written += 1;
      else refused.push(`POST ${status}`);
    }
  };
  const query = async (): Promise<void> => {
    while (isLoading) {
      const { status } = await api.call('GET', '/notes?limit=20', client);
      if (status === 200) read += 1;
      else refused.push(`GET ${status}`);
    }
  };
  const standing = async (): Promise<Standing> => {
    const { body } = await api.call('GET', AT, operator);
    const [found] = (body as { projections: readonly Standing[] }).projections;
    if (!found) throw new Error('no read model');
    return found;
  };
  const order = (verb: string) =>
    api.call('POST', `${AT}/notes/${verb}`, operator, { key: newId(), body: { reason: 'a drill under load' } });
  const timed = async (verb: string): Promise<Readonly<{ body: unknown; ms: number }>> => {
    const started = performance.now();
    const { status, body } = await order(verb);
    expect(status).toBe(200);
    return { body, ms: performance.now() - started };
  };

  it('is built beside, equal in every field, switched and switched back, while no query and no command is refused', async () => {
    loading = Promise.all([write(), write(), write(), write(), query(), query()]);
    await eventually('the load runs', () => written > 300 && read > 100, 60_000);
    const { body } = await order('rebuild');
    const { order: rebuild } = body as { order: string };
    const { built } = await eventually(
      'the second generation',
      async () => {
        const now = await standing();
        return now.built?.order === rebuild && now;
      },
      60_000,
    );
    expect(built).toMatchObject({ differing: 0 });
    expect(built?.documents).toBeGreaterThanOrEqual(300);

    const before = (await standing()).live.generation;
    const switched = await timed('switch');
    expect(switched.body).toMatchObject({ state: 'done', from: before, to: before + 1 });
    const writtenAtSwitch = written;
    await eventually('the load goes on', () => written > writtenAtSwitch + 50, 60_000);
    const rolledBack = await timed('rollback');
    expect(rolledBack.body).toMatchObject({ state: 'done', from: before + 1, to: before });
    expect([switched.ms, rolledBack.ms].every((ms) => ms < SWITCH_MS)).toBe(true);

    const again = await order('rebuild');
    await eventually('it is equal again', async () => (await standing()).built?.order === (again.body as { order: string }).order, 60_000); // prettier-ignore
    expect((await standing()).built).toMatchObject({ differing: 0 });
    isLoading = false;
    await loading;
    expect(refused).toEqual([]);
    const figures = [
      `rebuilt ${built?.documents ?? 0} documents in ${(built?.seconds ?? 0).toFixed(2)} s`,
      `switch ${Math.round(switched.ms)} ms (${stood(switched.body)} ms in the projector)`,
      `rollback ${Math.round(rolledBack.ms)} ms (${stood(rolledBack.body)} ms in the projector)`,
      `${written} commands and ${read} queries meanwhile, none refused`,
    ];
    process.stdout.write(`${figures.join('; ')}\n`);
  }, 600_000);
});
