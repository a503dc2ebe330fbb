import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { InMemoryEventStore } from '@guildhall/event-sourcing';
import { InMemoryBroker } from '@guildhall/messaging';
import { identitySettings, TestIdentity } from '../../testing/identity-service.js';

/** A process that came up with new keys beside one that has the old ones: they share log and people. */
describe('Keys of identity that were rotated', () => {
  const before = identitySettings();
  let identity: TestIdentity;
  let rotated: TestIdentity;
  beforeAll(async () => {
    const shared = { log: new InMemoryEventStore(), broker: new InMemoryBroker() };
    identity = await TestIdentity.start({ ...shared, config: { ...before, singleProcess: false } });
    const config = {
      ...before,
      singleProcess: false,
      refreshHmacKey: randomBytes(32),
      formerRefreshHmacKey: before.refreshHmacKey ?? null,
      codeHmacKey: randomBytes(32),
      formerCodeHmacKey: before.codeHmacKey ?? null,
    };
    rotated = await TestIdentity.start({ ...shared, config });
  });
  afterAll(async () => {
    await rotated.close();
    await identity.close();
  });

  it('sign nobody out: a session goes on with its old token, then with new ones', async () => {
    const person = await identity.join();
    const first = await rotated.post('/sessions/refreshes', { refreshToken: person.refreshToken });
    expect(first.status).toBe(201);
    const { refreshToken } = first.body as Readonly<{ refreshToken: string }>;
    expect((await rotated.post('/sessions/refreshes', { refreshToken })).status).toBe(201);
  });

  it('leave mailed codes good', async () => {
    const registration = identity.registration();
    await identity.post('/accounts', registration);
    const { email, accountId } = registration;
    const code = await identity.code(accountId, 'verify');
    expect((await rotated.post('/accounts/email-verifications', { email, code })).status).toBeLessThan(300);
  });
});
