import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FACT } from '@guildhall/event-catalogue';
import { newId } from '@guildhall/kernel';
import { testFact, type TestPerson, type TestService } from '@guildhall/service-kit';
import { servicesOfParts } from '../testing/part-service.js';
import { register, organise } from '../testing/people.js';
import { verificationPart } from '../verification.part.js';

const DAY_MS = 86_400_000;
const HASH = `sha256:${'ab'.repeat(32)}`;
const personItems = {
  legal_name: 'Ada Lovelace',
  date_of_birth: '1990-05-17',
  address: { line1: '1 Market Square', city: 'Springfield', postalCode: '10115', country: 'DE' },
  id_document: { kind: 'passport', number: 'C01X00T47', documentHash: HASH, expiresAt: '2034-06-30' },
  tax_form: { kind: 'w8ben', tin: '99-1234567', documentHash: HASH },
};
const companyItems = {
  legal_name: 'Nordlicht GmbH',
  registration_number: 'HRB 1234',
  beneficial_owner: { name: 'Owner', dateOfBirth: '1980-04-01' },
};

type Gate = {
  state: string;
  currentlyDue: string[];
  pendingVerification: string[];
  disabledReason?: string;
  currentDeadline?: string;
};
type View = { status: string; level: string; capabilities: Record<string, Gate> };

describe('What a party may do', () => {
  let service: TestService;
  const reviewer: TestPerson = { accountId: newId(), roles: ['trust_safety'] };
  const second: TestPerson = { accountId: newId(), roles: ['operator'] };
  beforeAll(async () => {
    service = await servicesOfParts([verificationPart]);
  });
  afterAll(() => service.close());

  const viewOf = async (as: TestPerson, partyId: string): Promise<View> => {
    await service.settled();
    const party = as.seats ? { party: partyId } : {};
    const { status, body } = await service.get(`/identity/parties/${partyId}/capabilities`, { as, ...party });
    expect(status).toBe(200);
    return body as View;
  };
  const submit = (as: TestPerson, partyId: string, capabilities: readonly string[], items: object, key = newId()) =>
    service.post(`/identity/parties/${partyId}/submissions`, { as, party: partyId, key, body: { capabilities, items } });
  const decide = (as: TestPerson, partyId: string, decision: object) =>
    service.post(`/identity/reviews/${partyId}/decisions`, { as, body: { reasonCode: 'documents_match', ...decision } });
  const destination = (partyId: string) =>
    testFact(FACT.PayoutDestinationChanged, {
      partyId,
      destinationId: newId(),
      method: 'bank_transfer',
      country: 'DE',
      usableFrom: '2026-03-05T09:00:00.000Z',
    });
  const freelancer = async (): Promise<TestPerson> => ({
    accountId: await register(service, { roles: ['freelancer'] }),
    roles: ['freelancer'],
  });
  const verified = async (): Promise<TestPerson> => {
    const person = await freelancer();
    await service.hear(destination(person.accountId));
    await submit(person, person.accountId, ['withdraw'], personItems);
    await decide(reviewer, person.accountId, { decision: 'pass' });
    return person;
  };

  it('opens get_paid for a freelancer at once and lists what withdraw asks for', async () => {
    const person = await freelancer();
    const { capabilities, status } = await viewOf(person, person.accountId);
    expect(status).toBe('unverified');
    expect(capabilities['get_paid']).toMatchObject({ state: 'enabled', currentlyDue: [] });
    expect(capabilities['withdraw']).toMatchObject({ state: 'disabled', disabledReason: 'requirements.past_due' });
    expect(capabilities['withdraw']?.currentlyDue).toEqual([...Object.keys(personItems), 'payout_destination']);
  });

  it('opens hire for an organisation when review and billing method are there, in either order', async () => {
    const owner = await register(service, {});
    const as: TestPerson = { accountId: owner };
    for (const order of ['instrument first', 'review first']) {
      const organisationId = await organise(service, owner);
      const member = { ...as, seats: [{ organisationId, seatRole: 'owner' as const }] };
      const data = { partyId: organisationId, instrumentId: newId(), method: 'card', country: 'DE', checkKind: 'micro_charge' };
      if (order === 'instrument first') await service.hear(testFact(FACT.PayerValidated, data));
      expect((await submit(member, organisationId, ['hire'], companyItems)).status).toBe(201);
      expect((await decide(reviewer, organisationId, { decision: 'pass' })).status).toBe(200);
      if (order === 'review first') await service.hear(testFact(FACT.PayerValidated, data));
      expect((await viewOf(member, organisationId)).capabilities['hire']).toMatchObject({ state: 'enabled', currentlyDue: [] });
    }
  });

  it('answers a repeated submission once, refuses a second one under review, and hides it from strangers', async () => {
    const person = await freelancer();
    const first = await submit(person, person.accountId, ['withdraw'], personItems, 'key-1');
    const again = await submit(person, person.accountId, ['withdraw'], personItems, 'key-1');
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect((await submit(person, person.accountId, ['withdraw'], personItems)).body).toMatchObject({
      code: 'IDENTITY.VERIFICATION_PENDING',
    });
    const stranger = await freelancer();
    expect((await service.get(`/identity/parties/${person.accountId}/capabilities`, { as: stranger })).status).toBe(404);
    expect(
      (
        await service.post(`/identity/parties/${person.accountId}/submissions`, {
          as: stranger,
          body: { capabilities: ['hire'], items: {} },
        })
      ).status,
    ).toBe(404);
  });

  it('names what is wrong with which item', async () => {
    const person = await freelancer();
    const items = { ...personItems, date_of_birth: '2015-01-01', shoe_size: 42, billing_method: 'card' };
    const { status, body } = await submit(person, person.accountId, ['withdraw'], items);
    expect(status).toBe(422);
    expect(body).toMatchObject({
      code: 'IDENTITY.REQUIREMENT_INVALID',
      items: [
        { item: 'date_of_birth', code: 'under_age' },
        { item: 'shoe_size', code: 'unknown_item' },
        { item: 'billing_method', code: 'not_for_submission' },
      ],
    });
  });

  it('shows reviewers what waits, keeps it encrypted in the log and drops it after the decision', async () => {
    const person = await freelancer();
    await submit(person, person.accountId, ['withdraw'], personItems);
    await service.settled();
    const waiting = async () => {
      const { body } = await service.get('/identity/reviews', { as: reviewer });
      return (body as { items: { partyId: string; items: object }[] }).items.filter(
        ({ partyId }) => partyId === person.accountId,
      );
    };
    expect(await waiting()).toMatchObject([{ items: personItems, reviewers: 1 }]);
    for await (const event of service.log.readAll({ prefixes: ['identity.'] }))
      expect(JSON.stringify(event.data)).not.toContain('C01X00T47');
    await decide(reviewer, person.accountId, { decision: 'needs_more', errors: [{ item: 'tax_form', code: 'illegible' }] });
    const { capabilities, status } = await viewOf(person, person.accountId);
    expect(status).toBe('needs_more');
    expect(capabilities['withdraw']).toMatchObject({
      currentlyDue: ['tax_form', 'payout_destination'],
      errors: [{ item: 'tax_form', code: 'illegible' }],
    });
    expect(await waiting()).toEqual([]);
    await submit(person, person.accountId, ['withdraw'], { tax_form: personItems.tax_form });
    await decide(reviewer, person.accountId, { decision: 'pass' });
    await service.hear(destination(person.accountId));
    expect((await viewOf(person, person.accountId)).capabilities['withdraw']).toMatchObject({ state: 'enabled' });
  });

  it('lets a mediator arbitrate after two people have looked at the training', async () => {
    const accountId = await register(service, { roles: ['mediator'] });
    const mediator: TestPerson = { accountId, roles: ['mediator'] };
    const items = { arbitration_training: { certificateHash: HASH } };
    expect((await viewOf(mediator, accountId)).capabilities['arbitrate']).toMatchObject({ state: 'disabled' });
    expect((await submit(mediator, accountId, ['arbitrate'], items)).status).toBe(201);
    expect((await decide(reviewer, accountId, { decision: 'pass' })).status).toBe(200);
    expect((await decide(reviewer, accountId, { decision: 'pass' })).body).toMatchObject({ code: 'IDENTITY.FOUR_EYES_REQUIRED' });
    expect((await viewOf(mediator, accountId)).capabilities['arbitrate']).toMatchObject({
      state: 'disabled',
      disabledReason: 'under_review',
    });
    expect((await decide(second, accountId, { decision: 'pass' })).status).toBe(200);
    expect((await viewOf(mediator, accountId)).capabilities['arbitrate']).toMatchObject({ state: 'enabled' });
    const person = await freelancer();
    expect((await submit(person, person.accountId, ['arbitrate'], items)).body).toMatchObject({
      code: 'IDENTITY.ROLE_NOT_ALLOWED',
    });
  });

  it('closes get_paid 30 days after the earn limit, and withdraw on the day the passport ends', async () => {
    const person = await freelancer();
    const other = await verified();
    const fact = testFact(
      FACT.PartyVolumeCrossed,
      {
        partyId: person.accountId,
        direction: 'earned',
        thresholdId: 'kyc-1',
        lifetimeVolume: { amount: '106000', currency: 'USD' },
      },
      { time: service.clock.now().toISOString() },
    );
    await service.hear(fact);
    const due = (await viewOf(person, person.accountId)).capabilities['get_paid'];
    expect(due).toMatchObject({ state: 'enabled', currentlyDue: Object.keys(personItems) });
    expect(due?.currentDeadline).toBeDefined();
    await service.advance(31 * DAY_MS);
    const closed = await viewOf(person, person.accountId);
    expect(closed).toMatchObject({ status: 'needs_more' });
    expect(closed.capabilities['get_paid']).toMatchObject({
      state: 'disabled',
      disabledReason: 'requirements.past_due',
      pastDue: Object.keys(personItems),
    });
    expect((await viewOf(other, other.accountId)).capabilities['withdraw']).toMatchObject({ state: 'enabled' });
    const business = () => service.clock.now().getTime() + 31 * DAY_MS;
    await service.advance(Date.parse('2034-06-15T00:00:00Z') - business());
    const soon = await viewOf(other, other.accountId);
    expect(soon.status).toBe('verified_with_deadline');
    expect(soon.capabilities['withdraw']).toMatchObject({
      state: 'enabled',
      currentlyDue: ['id_document'],
      currentDeadline: '2034-07-01T00:00:00.000Z',
    });
    await service.advance(20 * DAY_MS);
    expect((await viewOf(other, other.accountId)).capabilities['withdraw']).toMatchObject({
      state: 'disabled',
      pastDue: ['id_document'],
    });
    const renewed = { id_document: { ...personItems.id_document, expiresAt: '2044-06-30' } };
    expect((await submit(other, other.accountId, ['withdraw'], renewed)).status).toBe(201);
    await decide(reviewer, other.accountId, { decision: 'pass' });
    const again = await viewOf(other, other.accountId);
    expect(again.status).toBe('verified');
    expect(again.capabilities['withdraw']).toMatchObject({ state: 'enabled', currentlyDue: [] });
  });

  it('tells before joining what a freelancer shows in a country', async () => {
    const { status, body } = await service.get('/identity/requirements?country=DE&role=freelancer&capability=withdraw');
    expect(status).toBe(200);
    const { items } = body as { items: { item: string; partyKind: string }[] };
    const ofPerson = items.filter(({ partyKind }) => partyKind === 'person').map(({ item }) => item);
    expect(ofPerson).toEqual([...Object.keys(personItems), 'payout_destination']);
    expect((await service.get('/identity/requirements?country=Germany')).body).toMatchObject({ code: 'COMMON.VALIDATION' });
  });
});
