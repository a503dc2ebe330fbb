import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@guildhall/kernel';
import { eventually } from '@guildhall/testing';
import { TestIdentity, type SignedInPerson } from '../../testing/identity-service.js';

const codeOf = ({ body }: Readonly<{ body: unknown }>) => (body as Readonly<{ code: string }>).code;
const organisation = { name: 'Nordlicht GmbH', country: 'DE', homeRegion: 'eu' };

describe('An organisation', () => {
  let identity: TestIdentity;
  let owner: SignedInPerson;
  let organisationId: string;
  beforeAll(async () => {
    identity = await TestIdentity.start();
    owner = await identity.join();
    const { body } = await identity.post('/organisations', organisation, owner);
    ({ organisationId } = body as Readonly<{ organisationId: string }>);
  });
  afterAll(() => identity.close());
  const seat = (accountId: string, seatRole: string, by = owner) =>
    identity.post(`/organisations/${organisationId}/seats`, { accountId, seatRole }, by);
  const revoke = (accountId: string, by = owner) =>
    identity.post(`/organisations/${organisationId}/seats/${accountId}/revocations`, {}, by);
  const seatsIn = ({ accessToken }: Pick<SignedInPerson, 'accessToken'>) =>
    (JSON.parse(Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString()) as Readonly<{ seats: unknown }>).seats;

  it('is created once under a key or an id, and its founder carries the owner seat in the next token', async () => {
    const headers = { 'idempotency-key': newId() };
    const body = { ...organisation, organisationId: newId() };
    const answers = [
      await identity.post('/organisations', body, owner, headers),
      await identity.post('/organisations', body, owner, headers),
    ];
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(answers[1]?.body).toEqual(answers[0]?.body);
    expect(answers[1]?.headers['idempotent-replayed']).toBe('true');
    expect(await identity.post('/organisations', body, await identity.join())).toMatchObject({ status: 409 });
    const { body: tokens } = await identity.post('/sessions/refreshes', { refreshToken: owner.refreshToken });
    expect(seatsIn(tokens as SignedInPerson)).toContainEqual({ organisationId, seatRole: 'owner' });
  });

  it('grants and revokes seats through owners and admins; sessions that carried one end', async () => {
    const [admin, viewer] = [await identity.join(), await identity.join()];
    expect(await seat(admin.accountId, 'admin')).toMatchObject({ status: 200 });
    expect(await seat(viewer.accountId, 'viewer', admin)).toMatchObject({ status: 200 });
    expect(await seat(admin.accountId, 'viewer', viewer)).toMatchObject({ status: 403 });
    expect(await seat(viewer.accountId, 'owner', admin)).toMatchObject({ status: 403 });
    expect(await revoke(owner.accountId, admin)).toMatchObject({ status: 403 });
    expect(await seat(newId(), 'viewer')).toMatchObject({ status: 404 });
    const listed = await eventually('three seats', async () => {
      const { body } = await identity.get(`/organisations/${organisationId}/seats`, viewer);
      const { items } = body as Readonly<{ items?: readonly Readonly<Record<string, string>>[] }>;
      return items?.length === 3 && items;
    });
    expect(listed.map(({ accountId, seatRole }) => [accountId, seatRole])).toEqual([
      [owner.accountId, 'owner'],
      [admin.accountId, 'admin'],
      [viewer.accountId, 'viewer'],
    ]);
    const carried = await identity.signIn(viewer);
    expect(seatsIn(carried)).toEqual([{ organisationId, seatRole: 'viewer' }]);
    expect(await revoke(viewer.accountId)).toMatchObject({ status: 200 });
    expect(seatsIn(await identity.signIn(viewer))).toEqual([]);
    await eventually(
      'the session that carried the seat has ended',
      async () => (await identity.get('/sessions', carried)).status === 401,
    );
  });

  it('keeps its last owner, who cannot close the account either', async () => {
    expect(codeOf(await revoke(owner.accountId))).toBe('IDENTITY.SEAT_LAST_OWNER');
    const close = await identity.post(`/accounts/${owner.accountId}/closures`, { reasonCode: 'own_wish' }, owner);
    expect(close).toMatchObject({ status: 409, body: { code: 'IDENTITY.SEAT_LAST_OWNER', organisationId } });
  });

  it('does not exist for strangers', async () => {
    const stranger = await identity.join();
    expect(await identity.get(`/organisations/${organisationId}/seats`, stranger)).toMatchObject({ status: 404 });
    expect(await seat(stranger.accountId, 'owner', stranger)).toMatchObject({ status: 404 });
    expect(await revoke(owner.accountId, stranger)).toMatchObject({ status: 404 });
  });

  it('is not founded where the platform does not serve', async () => {
    const refused = await identity.post('/organisations', { ...organisation, country: 'KP' }, owner);
    expect(refused).toMatchObject({ status: 422, body: { items: [{ item: 'country', code: 'not_served' }] } });
  });
});
