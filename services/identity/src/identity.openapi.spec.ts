import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestIdentity } from './testing/identity-service.js';

/** The surface that journeys, seed and clients are written against. */
const OFFERED: Readonly<Record<string, readonly string[]>> = {
  'POST /identity/accounts': ['public'],
  'POST /identity/accounts/email-verifications': ['public'],
  'POST /identity/accounts/email-verifications/repeats': ['public'],
  'POST /identity/password-resets': ['public'],
  'POST /identity/password-resets/confirmations': ['public'],
  'POST /identity/sessions': ['public'],
  'POST /identity/sessions/refreshes': ['public'],
  'GET /identity/sessions': ['signed-in'],
  'POST /identity/sessions/{sessionId}/end': ['own party'],
  'POST /identity/sessions/end-others': ['signed-in'],
  'POST /identity/sessions/step-ups': ['signed-in'],
  'GET /identity/accounts/{accountId}': ['own party', 'operator'],
  'POST /identity/accounts/{accountId}/password': ['own party'],
  'POST /identity/accounts/{accountId}/email-changes': ['own party'],
  'POST /identity/accounts/{accountId}/email-changes/confirmations': ['own party'],
  'POST /identity/accounts/{accountId}/profile': ['own party'],
  'POST /identity/accounts/{accountId}/roles': ['own party'],
  'POST /identity/accounts/{accountId}/roles/{role}/withdrawals': ['own party', 'operator'],
  'POST /identity/accounts/{accountId}/staff-roles': ['operator'],
  'POST /identity/accounts/{accountId}/staff-roles/{role}/approvals': ['operator'],
  'POST /identity/accounts/{accountId}/closures': ['own party', 'operator'],
  'POST /identity/accounts/{accountId}/closures/approvals': ['operator'],
  'POST /identity/organisations': ['signed-in'],
  'GET /identity/organisations/{organisationId}/seats': ['own party'],
  'POST /identity/organisations/{organisationId}/seats': ['own party'],
  'POST /identity/organisations/{organisationId}/seats/{accountId}/revocations': ['own party'],
  'POST /identity/bootstrap': ['public'],
  'POST /identity/sandbox/clock': ['operator'],
  'GET /identity/jwks.json': ['public'],
  'POST /identity/operations/signing-keys/rotate': ['operator'],
  'GET /identity/operations/subjects/{accountId}': ['operator'],
  'POST /identity/operations/subjects/{accountId}/forget': ['operator'],
};

type Operation = Readonly<{ 'x-guildhall-allow'?: readonly string[]; responses: Readonly<Record<string, unknown>> }>;

describe('The HTTP surface of accounts', () => {
  let identity: TestIdentity;
  beforeAll(async () => void (identity = await TestIdentity.start()));
  afterAll(() => identity.close());
  const operations = (): ReadonlyMap<string, Operation> =>
    new Map(
      Object.entries(identity.service.openapi.paths).flatMap(([path, methods]) =>
        Object.entries(methods as Readonly<Record<string, Operation>>).map(
          ([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const,
        ),
      ),
    );

  it('is offered to exactly those whom its document names', () => {
    const found = operations();
    const allowed = Object.fromEntries(Object.keys(OFFERED).map((name) => [name, found.get(name)?.['x-guildhall-allow']]));
    expect(allowed).toEqual(OFFERED);
  });

  it('refuses everybody without a token where one is needed', async () => {
    for (const [name, allow] of Object.entries(OFFERED)) {
      if (allow.includes('public')) continue;
      const [method, path = ''] = name.split(' ');
      const url = path.replace('{role}', 'mediator').replaceAll(/\{[a-zA-Z]+\}/g, '8fac2768-2267-5b88-b0c1-49a5a884a9d1');
      const answer = await identity.service.request(method as 'GET' | 'POST', url, { body: {} });
      expect([name, answer.status]).toEqual([name, 401]);
    }
  });
});
