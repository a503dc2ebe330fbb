import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@guildhall/kernel';
import { eventually } from '@guildhall/testing';
import { createTestService, type TestService } from '../test-service.js';
import type { TestPerson } from '../test-tokens.js';
import { sampleService } from './sample.module.js';

const operator: TestPerson = { accountId: newId(), roles: ['operator'] };
const client: TestPerson = { accountId: newId(), roles: ['client'] };
const AT = '/contracts/operations/projections';
const reason = 'a drill';

describe('The generations of a read model over HTTP', () => {
  let service: TestService;
  beforeAll(async () => {
    const { definition, module } = sampleService('contracts');
    service = await createTestService(definition, module);
    await service.post('/contracts/notes', { as: client, body: { text: 'hello' } });
    await service.settled();
  });
  afterAll(() => service.close());

  const act = (verb: string, body: object, key?: string) =>
    service.post(`${AT}/notes/${verb}`, { as: operator, body, ...(key !== undefined && { key }) });
  const shown = async (): Promise<unknown> => (await service.get(AT, { as: operator })).body;

  it('are for operators alone, with a reason and a key, of read models that exist', async () => {
    expect((await service.get(AT, { as: client })).status).toBe(403);
    expect((await service.post(`${AT}/notes/rebuild`, { as: client, body: { reason } })).status).toBe(403);
    expect((await act('rebuild', {})).status).toBe(400);
    expect((await service.post(`${AT}/notes/switch`, { as: operator, body: { reason }, key: null })).status).toBe(400);
    expect((await service.post(`${AT}/nothing/rebuild`, { as: operator, body: { reason } })).status).toBe(404);
  });

  it('are built, compared, switched and switched back; queries answer throughout', async () => {
    expect(await act('switch', { reason })).toMatchObject({ status: 409, body: { code: 'COMMON.REVISION_CONFLICT' } });
    const rebuilt = await act('rebuild', { reason });
    expect(rebuilt).toMatchObject({ status: 202, body: { state: 'pending' } });
    const { order } = rebuilt.body as { order: string };
    const expected = { name: 'notes', built: { order, generation: 2, documents: 1, differing: 0 } };
    await eventually('it is built', async () => JSON.stringify(await shown()).includes('"differing":0'));
    expect(await shown()).toMatchObject({ projections: [{ ...expected, live: { generation: 1 }, beside: { generation: 2 } }] });
    const key = newId();
    const switched = await act('switch', { reason }, key);
    expect(switched).toMatchObject({ status: 200, body: { state: 'done', from: 1, to: 2 } });
    expect((await act('switch', { reason }, key)).body).toEqual(switched.body);
    expect((await service.get('/contracts/notes', { as: client })).body).toMatchObject([{ text: 'hello' }]);
    expect(await act('rollback', { reason })).toMatchObject({ status: 200, body: { state: 'done', from: 2, to: 1 } });
    expect((await service.get('/contracts/notes', { as: client })).body).toMatchObject([{ text: 'hello' }]);
    const log = await service.events('contracts.readmodel-notes');
    expect(log.filter(({ type }) => type.endsWith('Ordered')).map(({ metadata }) => metadata.actor.id)).toEqual(
      Array.from({ length: 4 }, () => operator.accountId),
    );
    expect(service.undeclaredErrors()).toEqual([]);
  });
});
