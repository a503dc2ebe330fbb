import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@guildhall/testing';
import { TestIdentity, type SignedInPerson } from '../../testing/identity-service.js';

const SECOND = 1_000;
const DAY = 86_400 * SECOND;
type Tokens = Readonly<{ accessToken: string; refreshToken: string }>;
const claimsOf = ({ accessToken }: Pick<Tokens, 'accessToken'>) =>
  JSON.parse(Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;

describe('A person who signed up', () => {
  let identity: TestIdentity;
  beforeAll(async () => void (identity = await TestIdentity.start()));
  afterAll(() => identity.close());
  const refresh = (refreshToken: string) => identity.post('/sessions/refreshes', { refreshToken });
  const sessionsOf = async (person: SignedInPerson) => {
    const { body } = await identity.get('/sessions', person);
    return (body as Readonly<{ items: readonly Readonly<{ sessionId: string; current: boolean }>[] }>).items;
  };

  it('verifies the address, signs in and enters a protected route with the token', async () => {
    const person = await identity.join();
    const { status, body } = await identity.get(`/accounts/${person.accountId}`, person);
    expect([status, body]).toEqual([
      200,
      expect.objectContaining({ accountId: person.accountId, email: person.email, emailVerified: true }),
    ]);
    expect(claimsOf(person)).toMatchObject({
      sub: person.accountId,
      sid: person.sessionId,
      roles: [],
      seats: [],
      region: 'eu',
      iss: 'guildhall',
    });
  });

  it('gets one answer for a wrong password, an unknown address and an address not verified yet', async () => {
    const { email, password } = await identity.join();
    const waiting = identity.registration();
    await identity.post('/accounts', waiting);
    const tries = [
      { email, password: 'wrong' },
      { email: 'nobody@guildhall.example', password },
      waiting,
      { email: 'no address', password },
    ];
    const answers = await Promise.all(
      tries.map(async (it) => identity.post('/sessions', { email: it.email, password: it.password })),
    );
    for (const { status, body } of answers)
      expect([status, body]).toEqual([401, expect.objectContaining({ code: 'IDENTITY.CREDENTIALS_INVALID' })]);
    expect(new Set(answers.map(({ body }) => (body as Readonly<{ detail: string }>).detail)).size).toBe(1);
  });

  it('may write the address in other cases', async () => {
    const { email, password } = await identity.join();
    expect(await identity.post('/sessions', { email: ` ${email.toUpperCase()} `, password })).toMatchObject({ status: 201 });
  });

  it('refreshes: two at once get the same successor, a third with the grandparent ends the family', async () => {
    const person = await identity.join();
    const both = await Promise.all([refresh(person.refreshToken), refresh(person.refreshToken)]);
    expect(both.map(({ status }) => status)).toEqual([201, 201]);
    const [one, two] = both.map(({ body }) => body as Tokens);
    expect(one?.refreshToken).toBe(two?.refreshToken);
    const next = (await refresh(one?.refreshToken ?? '')).body as Tokens;
    expect(await refresh(person.refreshToken)).toMatchObject({ status: 401, body: { code: 'IDENTITY.TOKEN_REUSED' } });
    expect(await refresh(next.refreshToken)).toMatchObject({ status: 401, body: { code: 'IDENTITY.TOKEN_REUSED' } });
    await eventually('the access token is refused', async () => (await identity.get('/sessions', next)).status === 401);
  });

  it('is signed out by the parent token after ten seconds, by forged ones never', async () => {
    const person = await identity.join();
    const next = (await refresh(person.refreshToken)).body as Tokens;
    for (const forged of [
      'x',
      `${person.sessionId}.AAAA`,
      `${next.refreshToken.slice(0, -1)}${next.refreshToken.endsWith('A') ? 'B' : 'A'}`,
    ])
      expect(await refresh(forged)).toMatchObject({ status: 401, body: { code: 'IDENTITY.CREDENTIALS_INVALID' } });
    identity.service.clock.advance(10 * SECOND);
    expect(await refresh(person.refreshToken)).toMatchObject({ body: { code: 'IDENTITY.TOKEN_REUSED' } });
  });

  it('lists the own sessions, ends one, and ends all others', async () => {
    const first = await identity.join();
    const second = await identity.signIn(first);
    const third = await identity.signIn(first);
    const listed = await eventually('three sessions', async () => {
      const items = await sessionsOf(third);
      return items.length === 3 && items;
    });
    expect(listed.filter(({ current }) => current).map(({ sessionId }) => sessionId)).toEqual([third.sessionId]);
    expect(await identity.post(`/sessions/${second.sessionId}/end`, {}, third)).toMatchObject({ status: 200 });
    expect(await refresh(second.refreshToken)).toMatchObject({ status: 401 });
    expect(await identity.post('/sessions/end-others', {}, third)).toMatchObject({ status: 200 });
    await eventually('the first session has ended', async () => (await identity.get('/sessions', first)).status === 401);
    expect(await identity.get('/sessions', third)).toMatchObject({ status: 200 });
  });

  it('cannot end the session of somebody else', async () => {
    const [mine, theirs] = [await identity.join(), await identity.join()];
    expect(await identity.post(`/sessions/${theirs.sessionId}/end`, {}, mine)).toMatchObject({ status: 404 });
    expect(await identity.types(`session-${theirs.sessionId}`)).toEqual(['SessionStarted']);
  });

  it('steps up by the password: auth_time is now', async () => {
    const person = await identity.join();
    identity.service.clock.advance(60 * SECOND);
    expect(await identity.post('/sessions/step-ups', { password: 'wrong' }, person)).toMatchObject({ status: 401 });
    const { status, body } = await identity.post('/sessions/step-ups', { password: person.password }, person);
    const [before, after] = [claimsOf(person), claimsOf(body as Tokens)];
    expect([status, Number(after['auth_time']) - Number(before['auth_time'])]).toEqual([201, 60]);
  });

  it('stays signed in when business time moves 14 days', async () => {
    const person = await identity.join();
    await identity.service.advance(14 * DAY);
    expect(await refresh(person.refreshToken)).toMatchObject({ status: 201 });
    expect(await identity.get(`/accounts/${person.accountId}`, person)).toMatchObject({ status: 200 });
  });
});

describe('Sign-in limits', () => {
  let identity: TestIdentity;
  beforeAll(async () => void (identity = await TestIdentity.start({ config: { rateLimits: 'standard' } })));
  afterAll(() => identity.close());

  it('allow five tries for an address in 15 minutes, known or not', async () => {
    const tries = async (email: string) => {
      const statuses: number[] = [];
      for (let n = 0; n < 6; n += 1) statuses.push((await identity.post('/sessions', { email, password: 'wrong' })).status);
      return statuses;
    };
    const known = identity.registration();
    await identity.post('/accounts', known);
    expect(await tries(known.email)).toEqual([401, 401, 401, 401, 401, 429]);
    expect(await tries('nobody@guildhall.example')).toEqual([401, 401, 401, 401, 401, 429]);
  });
});
