import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { topicOf } from '@guildhall/event-catalogue';
import { newId } from '@guildhall/kernel';
import { createTestService, type TestService } from '../test-service.js';
import type { TestPerson } from '../test-tokens.js';
import { sampleService } from './sample.module.js';

const operator: TestPerson = { accountId: newId(), roles: ['operator'] };
const client: TestPerson = { accountId: newId(), roles: ['client'] };
const AT = '/contracts/operations/relay/audits';
const TOPIC = topicOf('contracts');

describe('The audit of the relay over HTTP', () => {
  let service: TestService;
  beforeAll(async () => {
    const { definition, module } = sampleService('contracts');
    service = await createTestService(definition, module);
    await service.post('/contracts/notes', { as: client, body: { text: 'hello' } });
    await service.settled();
  });
  afterAll(() => service.close());

  it('is for operators alone, and asks for a place of its own making', async () => {
    expect((await service.post(AT, { as: client, body: {} })).status).toBe(403);
    expect((await service.post(AT, { as: operator, body: { from: 'yesterday' } })).status).toBe(400);
    expect((await service.post(AT, { as: operator, body: { at: 'e30' } })).status).toBe(400);
    expect((await service.post(AT, { as: operator, body: { at: 'x' } })).status).toBe(400);
  });

  it('finds a healthy topic sound, and names what was written to it by hand', async () => {
    const sound = await service.post(AT, { as: operator, body: {} });
    expect(sound).toMatchObject({
      status: 200,
      body: { topic: TOPIC, done: true, counts: { holes: 0, strangers: 0 }, findings: [] },
    });
    service.broker.append(TOPIC, [{ key: 'by hand', value: '{}', headers: {} }]);
    const { next } = sound.body as { next: string };
    const found = {
      counts: { facts: 0, records: 1, strangers: 1 },
      findings: [{ kind: 'stranger', offset: expect.any(String) }],
    };
    expect(await service.post(AT, { as: operator, body: { at: next } })).toMatchObject({ status: 200, body: found });
    expect(service.undeclaredErrors()).toEqual([]);
  });
});
