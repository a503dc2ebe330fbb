import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@guildhall/kernel';
import { eventually } from '@guildhall/testing';
import { BOOTSTRAP_SECRET, TestIdentity, type SignedInPerson } from '../../testing/identity-service.js';

const OFFSET_MS = 100 * 86_400_000;
const codeOf = ({ body }: Readonly<{ body: unknown }>) => (body as Readonly<{ code: string }>).code;

describe('Roles', () => {
  let identity: TestIdentity;
  let operators: readonly [SignedInPerson, SignedInPerson];
  const bootstrap = (secret: string, accountIds: readonly string[]) => identity.post('/bootstrap', { secret, accountIds });
  beforeAll(async () => {
    identity = await TestIdentity.start();
    const people = [await identity.join(), await identity.join()] as const;
    const accountIds = people.map(({ accountId }) => accountId);
    expect(await bootstrap('a wrong secret', accountIds)).toMatchObject({ status: 403, body: { code: 'COMMON.FORBIDDEN' } });
    expect(await bootstrap(BOOTSTRAP_SECRET, [accountIds[0] ?? '', newId()])).toMatchObject({ status: 409 });
    expect(await bootstrap(BOOTSTRAP_SECRET, accountIds)).toMatchObject({ status: 200, body: {} });
    operators = [await identity.signIn(people[0]), await identity.signIn(people[1])];
  });
  afterAll(() => identity.close());

  it('of the first operators are given once', async () => {
    const others = [(await identity.join()).accountId, (await identity.join()).accountId];
    expect(await bootstrap(BOOTSTRAP_SECRET, others)).toMatchObject({ status: 410, body: { code: 'IDENTITY.BOOTSTRAP_USED' } });
  });

  it('of staff need a second operator, and the session that lost one ends', async () => {
    const person = await identity.join();
    const base = `/accounts/${person.accountId}/staff-roles`;
    const [first, second] = operators;
    expect(await identity.post(base, { role: 'mediator', reason: 'trained' }, person)).toMatchObject({ status: 403 });
    expect(await identity.post(`/accounts/${newId()}/staff-roles`, { role: 'mediator', reason: 'r' }, first)).toMatchObject({
      status: 404,
    });
    expect(await identity.post(base, { role: 'mediator', reason: 'trained' }, first)).toMatchObject({ status: 200 });
    expect(codeOf(await identity.post(`${base}/mediator/approvals`, { reason: 'agreed' }, first))).toBe(
      'IDENTITY.FOUR_EYES_REQUIRED',
    );
    expect(await identity.post(`${base}/mediator/approvals`, { reason: 'agreed' }, second)).toMatchObject({ status: 200 });
    expect(await identity.get(`/accounts/${person.accountId}`, person)).toMatchObject({ body: { roles: ['mediator'] } });
    const mediator = await identity.signIn(person);
    const withdraw = await identity.post(
      `/accounts/${person.accountId}/roles/mediator/withdrawals`,
      { reasonCode: 'left_the_team' },
      first,
    );
    expect(withdraw).toMatchObject({ status: 200 });
    await eventually('its sessions have ended', async () => (await identity.get('/sessions', mediator)).status === 401);
  });

  it('of people are taken by themselves and travel in the next token', async () => {
    const person = await identity.join();
    const base = `/accounts/${person.accountId}/roles`;
    expect(await identity.post(base, { role: 'freelancer' }, person)).toMatchObject({ status: 200 });
    expect(codeOf(await identity.post(base, { role: 'operator' }, person))).toBe('IDENTITY.ROLE_NOT_ALLOWED');
    expect(await identity.post(base, { role: 'client' }, await identity.join())).toMatchObject({ status: 404 });
  });

  it('let operators see an account without its personal data', async () => {
    const person = await identity.join({ displayName: 'Grace Hopper' });
    const profile = {
      ...{ displayName: 'Grace', about: 'I find bugs.', skills: ['cobol'], languages: [{ code: 'en', level: 'C2' }] },
      ...{ timeZone: 'America/New_York', workModes: ['remote'], country: 'US' },
    };
    expect(await identity.post(`/accounts/${person.accountId}/profile`, profile, person)).toMatchObject({ status: 200 });
    const seen = await eventually('the account is projected', async () => {
      const { status, body } = await identity.get(`/accounts/${person.accountId}`, operators[0]);
      return status === 200 && (body as Readonly<{ country: string }>).country === 'US' && body;
    });
    expect(seen).toMatchObject({ accountId: person.accountId, emailVerified: true, timeZone: 'America/New_York' });
    for (const personal of ['Grace', 'bugs', person.email]) expect(JSON.stringify(seen)).not.toContain(personal);
    expect(await identity.get(`/accounts/${person.accountId}`, await identity.join())).toMatchObject({ status: 404 });
    expect(await identity.get(`/accounts/${person.accountId}`, person)).toMatchObject({
      body: { displayName: 'Grace', profile: { about: 'I find bugs.' } },
    });
  });

  it('end with the account', async () => {
    const person = await identity.join();
    expect(await identity.post(`/accounts/${person.accountId}/closures`, { reasonCode: 'own_wish' }, person)).toMatchObject({
      status: 200,
    });
    expect(await identity.post('/sessions/refreshes', { refreshToken: person.refreshToken })).toMatchObject({ status: 401 });
    expect(await identity.post('/sessions', person)).toMatchObject({ status: 400 });
    expect(await identity.post('/sessions', { email: person.email, password: person.password })).toMatchObject({ status: 401 });
    await eventually('its sessions have ended', async () => (await identity.get('/sessions', person)).status === 401);
  });

  it('let two operators close an account thirty days after its suspension', async () => {
    const person = await identity.join();
    const [first, second] = operators;
    const step = {
      partyId: person.accountId,
      scope: ['hire'],
      reasonCode: 'fraud.documents',
      evidenceRefs: ['case-1'],
      reviewDate: '2027-01-01',
    };
    const { body } = await identity.post('/restrictions', { ...step, stage: 'suspended' }, first);
    const { restrictionId } = body as Readonly<{ restrictionId: string }>;
    const closures = `/accounts/${person.accountId}/closures`;
    const ask = { reasonCode: 'fraud', restrictionId };
    expect(await identity.post(closures, ask, first)).toMatchObject({ status: 404 });
    expect(await identity.post(`/restrictions/${restrictionId}/approvals`, {}, second)).toMatchObject({ status: 200 });
    expect(await identity.post(closures, ask, await identity.join())).toMatchObject({ status: 404 });
    expect(codeOf(await identity.post(closures, ask, first))).toBe('IDENTITY.ILLEGAL_TRANSITION');
    await identity.service.advance(30 * 86_400_000);
    expect(await identity.post(closures, ask, first)).toMatchObject({ status: 200 });
    expect(codeOf(await identity.post(`${closures}/approvals`, { restrictionId }, first))).toBe('IDENTITY.FOUR_EYES_REQUIRED');
    expect(await identity.post(`${closures}/approvals`, { restrictionId }, second)).toMatchObject({ status: 200 });
    expect(await identity.types(`account-${person.accountId}`)).toContain('AccountClosed');
  });

  it('let an operator move the sandbox clock, forward only', async () => {
    const move = (offsetMs: number, person?: SignedInPerson) => identity.post('/sandbox/clock', { offsetMs }, person);
    expect(await move(1_000)).toMatchObject({ status: 401 });
    expect(await move(1_000, await identity.join())).toMatchObject({ status: 403 });
    expect(await move(OFFSET_MS, operators[0])).toMatchObject({ status: 200, body: { offsetMs: OFFSET_MS } });
    expect(await move(OFFSET_MS, operators[1])).toMatchObject({ status: 200, body: { offsetMs: OFFSET_MS } });
    expect(codeOf(await move(1, operators[0]))).toBe('IDENTITY.CLOCK_BACKWARDS');
    await eventually('business time has moved', async () => {
      const { body } = await identity.service.get('/info');
      return (body as Readonly<{ sandboxOffsetMs: number }>).sandboxOffsetMs === OFFSET_MS;
    });
  });

  it('let an operator publish a signing key an hour ahead; tokens change to it and nobody is signed out', async () => {
    const person = await identity.join();
    const kidOf = ({ accessToken }: Pick<SignedInPerson, 'accessToken'>) =>
      (JSON.parse(Buffer.from(accessToken.split('.')[0] ?? '', 'base64url').toString()) as Readonly<{ kid: string }>).kid;
    expect((await identity.post('/operations/signing-keys/rotate', {}, operators[0])).status).toBe(400);
    const { status, body } = await identity.post('/operations/signing-keys/rotate', { reason: 'yearly' }, operators[0]);
    const { kid, notBefore } = body as Readonly<{ kid: string; notBefore: string }>;
    expect([status, Date.parse(notBefore) - identity.service.clock.nowMs()]).toEqual([201, 3_600_000]);
    const jwks = (await identity.get('/jwks.json')).body as Readonly<{ keys: readonly Readonly<Record<string, string>>[] }>;
    expect(jwks.keys.map((key) => key['kid'])).toEqual(['first', kid]);
    expect(Object.keys(jwks.keys[1] ?? {}).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x']);
    expect((await identity.events(`signingkey-${kid}`)).at(-1)?.data).toMatchObject({ reason: 'yearly' });
    expect(kidOf(await identity.signIn(person))).toBe('first');
    identity.service.clock.advance(3_600_000 - 60_000);
    const signedBefore = await identity.signIn(person);
    identity.service.clock.advance(60_000);
    expect([kidOf(signedBefore), (await identity.get('/sessions', signedBefore)).status]).toEqual(['first', 200]);
    const later = await identity.signIn(person);
    expect([kidOf(later), (await identity.get('/sessions', later)).status]).toEqual([kid, 200]);
  });
});

describe('Outside sandbox mode', () => {
  it('there is no route to the clock', async () => {
    const identity = await TestIdentity.start({ config: { sandboxMode: false } }, 'real-time');
    try {
      expect(await identity.post('/sandbox/clock', { offsetMs: 1 })).toMatchObject({ status: 404 });
    } finally {
      await identity.close();
    }
  });
});
