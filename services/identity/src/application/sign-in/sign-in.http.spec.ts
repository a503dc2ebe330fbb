import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestIdentity } from '../../testing/identity-service.js';

describe('A person who signs up', () => {
  let identity: TestIdentity;
  beforeAll(async () => void (identity = await TestIdentity.start({ config: { logLevel: 'error' } })));
  afterAll(() => identity.close());

  it('verifies the address, signs in and enters a protected route with the token', async () => {
    const person = await identity.join();
    const { status, body } = await identity.get(`/accounts/${person.accountId}`, person);
    expect([status, body]).toEqual([200, expect.objectContaining({ accountId: person.accountId, email: person.email, emailVerified: true })]);
  });
});
