import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { disputeClosedV1, disputeOpenedV1, FACT, topicOf } from '@guildhall/event-catalogue';
import { ERASED } from '@guildhall/event-sourcing';
import { newId } from '@guildhall/kernel';
import { testFact } from '@guildhall/service-kit';
import { eventually } from '@guildhall/testing';
import { BOOTSTRAP_SECRET, TestIdentity, type SignedInPerson } from '../../testing/identity-service.js';

const DAY_MS = 86_400_000;
const HASH = `sha256:${'ab'.repeat(32)}`;
const passport = { kind: 'passport', number: 'C01X00T47', documentHash: HASH, expiresAt: '2034-06-30' };

type View = Readonly<Record<string, unknown>> & {
  state: string;
  legalHoldUntil: string | null;
  heardAt: string | null;
  keys: readonly { purpose: string; state: string }[];
  readModels: readonly { name: string; erasedAt: string | null }[];
};

describe('The erasure of a person', () => {
  let outboxDir: string;
  let identity: TestIdentity;
  let operator: SignedInPerson;
  beforeAll(async () => {
    outboxDir = await mkdtemp(join(tmpdir(), 'outbox-'));
    identity = await TestIdentity.start({ config: { outboxDir } as Readonly<Record<string, unknown>> });
    const people = [await identity.join(), await identity.join()] as const;
    await identity.post('/bootstrap', { secret: BOOTSTRAP_SECRET, accountIds: people.map(({ accountId }) => accountId) });
    operator = await identity.signIn(people[0]);
  });
  afterAll(async () => {
    await identity.close();
    await rm(outboxDir, { recursive: true, force: true });
  });

  const close = async (person: SignedInPerson) => {
    const { status } = await identity.post(`/accounts/${person.accountId}/closures`, { reasonCode: 'own_wish' }, person);
    expect(status).toBe(200);
    await identity.service.settled();
  };
  const forget = (accountId: string, as: SignedInPerson = operator) =>
    identity.post(`/operations/subjects/${accountId}/forget`, { reason: 'asked by letter' }, as);
  const show = async (accountId: string): Promise<View> => {
    const { status, body } = await identity.get(`/operations/subjects/${accountId}`, operator);
    expect(status).toBe(200);
    return body as View;
  };
  const erased = (accountId: string): Promise<View> =>
    eventually(
      'every read model is built anew',
      async () => {
        await identity.service.settled();
        const view = await show(accountId);
        return view.heardAt !== null && view.readModels.every(({ erasedAt }) => erasedAt !== null) ? view : undefined;
      },
      20_000,
    );
  const keysOf = ({ keys }: View) => Object.fromEntries(keys.map(({ purpose, state }) => [purpose, state]));
  const told = () =>
    identity.service.broker
      .readAll(topicOf('identity'))
      .filter(({ headers }) => headers['ce_type'] === FACT.SubjectForgotten)
      .map(({ value }) => (JSON.parse(String(value)) as Readonly<{ data: Readonly<Record<string, unknown>> }>).data);

  it('is refused while the account is open, for strangers, of nobody, and without a fresh password', async () => {
    const person = await identity.join();
    expect(await forget(person.accountId)).toMatchObject({ status: 409, body: { code: 'IDENTITY.ACCOUNT_OPEN' } });
    expect(await show(person.accountId)).toMatchObject({ state: 'open', blocks: ['account_open'], heardAt: null });
    expect((await forget(newId())).status).toBe(404);
    expect((await forget(person.accountId, person)).status).toBe(403);
    identity.service.clock.advance(4 * 60_000);
    const { refreshToken } = operator;
    const { body } = await identity.post('/sessions/refreshes', { refreshToken });
    operator = { ...operator, ...(body as Pick<SignedInPerson, 'accessToken' | 'refreshToken'>) };
    identity.service.clock.advance(2 * 60_000);
    expect(await forget(person.accountId)).toMatchObject({ status: 401, body: { code: 'IDENTITY.STEP_UP_REQUIRED' } });
    operator = await identity.signIn(operator);
  });

  it('leaves nothing that names the person, tells it, and frees the address', async () => {
    const person = await identity.join({ displayName: 'Ada Unforgettable' });
    await identity.service.settled();
    const [session] = await identity.events(`session-${person.sessionId}`);
    expect(session?.data).not.toMatchObject({ device: ERASED });
    const mails = async () =>
      (await Promise.all((await readdir(outboxDir)).map((name) => readFile(join(outboxDir, name), 'utf8')))).join('\n');
    expect(await mails()).toContain(person.email);
    await close(person);
    expect(await show(person.accountId)).toMatchObject({ state: 'closed', legalHoldUntil: null, blocks: [] });

    const first = await forget(person.accountId);
    expect(first.status).toBe(202);
    const view = await erased(person.accountId);
    expect(view).toMatchObject({ state: 'forgotten', legalHoldUntil: null, mails: 0, service: 'identity' });
    expect(new Set(Object.values(keysOf(view)))).toEqual(new Set(['gone']));
    expect(view.readModels.map(({ name }) => name).sort()).toEqual([
      ...['accounts', 'capabilities', 'erasures', 'my-sessions', 'organisation-seats', 'restrictions', 'review-queue'],
    ]);

    const [registered] = await identity.events(`account-${person.accountId}`);
    expect(registered?.data).toMatchObject({ email: ERASED, displayName: ERASED });
    expect(await mails()).not.toContain(person.email);
    const { pseudonymId, requestedAt } = first.body as Readonly<Record<string, string>>;
    expect(told().filter(({ subjectId }) => subjectId === person.accountId)).toEqual([
      { subjectId: person.accountId, pseudonymId, requestedAt, legalHoldUntil: null },
    ]);
    expect(pseudonymId).not.toBe(person.accountId);

    const again = await forget(person.accountId);
    expect(again).toMatchObject({ status: 202, body: { subjectId: person.accountId, pseudonymId, requestedAt } });
    const anew = await identity.join({ email: person.email });
    expect(anew.accountId).not.toBe(person.accountId);
  });

  it('keeps what the law keeps, under a key that dies at the end of the hold', async () => {
    const person = await identity.join();
    const { accountId } = person;
    await identity.post(`/accounts/${accountId}/roles`, { role: 'freelancer' }, person);
    await identity.service.settled();
    const submitted = await identity.post(
      `/parties/${accountId}/submissions`,
      { capabilities: ['withdraw'], items: { id_document: passport } },
      person,
    );
    expect(submitted.status).toBe(201);
    await close(person);
    const until = (await show(accountId)).legalHoldUntil ?? '';
    expect(until.slice(0, 4)).toBe('2031');
    await forget(accountId);
    const held = await erased(accountId);
    expect(held).toMatchObject({ state: 'held', legalHoldUntil: until });
    expect(keysOf(held)).toMatchObject({ contact: 'gone', profile: 'gone', content: 'gone', kyc: 'held' });
    const documents = async () =>
      (await identity.events(`verification-${accountId}`)).find(({ type }) => type === 'VerificationSubmitted')?.data;
    expect(await documents()).toMatchObject({ documents: { id_document: { number: 'C01X00T47' } } });

    await identity.service.advance((5 * 365 + 2) * DAY_MS);
    await eventually(
      'the held keys are gone',
      async () => ((await show(accountId)).state === 'forgotten' ? true : undefined),
      20_000,
    );
    expect(keysOf(await erased(accountId))).toMatchObject({ kyc: 'gone' });
    expect(await documents()).toMatchObject({ documents: ERASED });
    expect(
      told()
        .filter(({ subjectId }) => subjectId === accountId)
        .map(({ legalHoldUntil }) => legalHoldUntil),
    ).toEqual([until, null]);
  });

  it('is asked for by the account itself, which is told what stays and is closed by it', async () => {
    const person = await identity.join({ displayName: 'Bea Unforgettable' });
    const { accountId } = person;
    const path = `/accounts/${accountId}/erasure`;
    const stranger = await identity.join();
    expect([(await identity.get(path, stranger)).status, (await identity.post(path, {}, stranger)).status]).toEqual([404, 404]);
    const shown = await identity.get(path, person);
    expect(shown).toMatchObject({
      status: 200,
      body: { blocks: [], held: [], erased: expect.arrayContaining(['contact', 'kyc']) },
    });

    await identity.post(`/accounts/${accountId}/roles`, { role: 'freelancer' }, person);
    await identity.service.settled();
    const items = { id_document: passport };
    await identity.post(`/parties/${accountId}/submissions`, { capabilities: ['withdraw'], items }, person);
    const asked = await identity.post(path, {}, person);
    expect(asked).toMatchObject({
      status: 202,
      body: {
        subjectId: accountId,
        blocks: [],
        erased: ['contact', 'profile', 'content'],
        held: ['kyc', 'invoices'].map((purpose) => {
          return { purpose, until: expect.stringMatching(/^20\d\d-/), because: expect.stringContaining('2015/849') };
        }),
        remains: expect.arrayContaining([{ what: 'mails that have left', because: 'beyond reach' }]),
      },
    });
    const view = await erased(accountId);
    expect(view).toMatchObject({ state: 'held', blocks: [] });
    expect(await identity.types(`account-${accountId}`)).toContain('AccountClosed');
    const { status } = await identity.post('/sessions', { email: person.email, password: person.password });
    expect(status).toBe(401);
    const { body } = await identity.get('/operations/subjects?state=held', operator);
    const listed = (body as { items: readonly { subjectId: string }[] }).items.filter(({ subjectId }) => subjectId === accountId);
    expect(listed).toEqual([
      {
        ...{ subjectId: accountId, state: 'held', askedBy: 'account' },
        ...{ requestedAt: expect.any(String), forgottenAt: expect.any(String), legalHoldUntil: view.legalHoldUntil },
      },
    ]);
  });

  it('waits for the end of a dispute, whoever asks for it', async () => {
    const person = await identity.join();
    const { accountId } = person;
    const path = `/accounts/${accountId}/erasure`;
    const { example } = disputeOpenedV1;
    const disputeId = newId();
    await identity.service.hear(testFact(FACT.DisputeOpened, { ...example, disputeId, against: accountId }));
    await identity.service.settled();
    expect(await identity.get(path, person)).toMatchObject({ body: { blocks: ['case_open'] } });
    const refused = { status: 409, body: { code: 'IDENTITY.LEGAL_HOLD', disputes: [disputeId] } };
    expect(await identity.post(path, {}, person)).toMatchObject(refused);
    await close(person);
    expect(await show(accountId)).toMatchObject({ blocks: ['case_open'] });
    expect(await forget(accountId)).toMatchObject(refused);
    await identity.service.hear(testFact(FACT.DisputeClosed, { ...disputeClosedV1.example, disputeId }));
    await identity.service.settled();
    expect((await forget(accountId)).status).toBe(202);
    expect(await erased(accountId)).toMatchObject({ state: 'forgotten' });
  });

  it('is refused to the last owner of an organisation', async () => {
    const person = await identity.join();
    const path = `/accounts/${person.accountId}/erasure`;
    const founded = await identity.post('/organisations', { name: 'Shop', country: 'DE', homeRegion: 'eu' }, person);
    expect(founded.status).toBe(201);
    await identity.service.settled();
    expect(await identity.get(path, person)).toMatchObject({ body: { blocks: ['last_owner'] } });
    expect(await identity.post(path, {}, person)).toMatchObject({ status: 409, body: { code: 'IDENTITY.SEAT_LAST_OWNER' } });
  });

  it('holds for those who brought an instrument', async () => {
    const person = await identity.join();
    const { accountId: partyId } = person;
    await identity.post(`/accounts/${partyId}/roles`, { role: 'client' }, person);
    await identity.service.settled();
    const instrument = { partyId, instrumentId: newId(), method: 'card', country: 'DE', checkKind: 'micro_charge' };
    await identity.service.hear(testFact(FACT.PayerValidated, instrument));
    await close(person);
    expect((await show(partyId)).legalHoldUntil).not.toBeNull();
  });
});
