import type { Person } from '@guildhall/local';
import { restrict, stepAgainst } from '../../market/restriction.js';
import { forEach, theClient, theModerator, theOperator, type AccessTable, type Call } from './access-table.js';
import type { Scene } from './scene.js';

const STAFF = { trust_safety: theModerator, operator: theOperator } as const;

const seats = async ({ people: { client }, market }: Scene): Promise<Person> => {
  const colleague = await market.newPerson('colleague');
  const seat = { accountId: colleague.accountId, seatRole: 'viewer' };
  await client.post(`/identity/organisations/${client.partyId}/seats`, seat);
  return colleague;
};

const organisation = ({ people: { client } }: Scene) => ({ organisationId: client.partyId });

/** Somebody who has shown what a reviewer has to look at. */
const underReview = async ({ market }: Scene): Promise<Omit<Call, 'by'>> => {
  const party = await market.newPerson('applicant');
  await party.post(`/identity/accounts/${party.accountId}/roles`, { role: 'freelancer' });
  await party.post(`/identity/parties/${party.partyId}/submissions`, passport(party));
  const body = { decision: 'needs_more', reasonCode: 'unreadable', errors: [{ item: 'id_document', code: 'unreadable' }] };
  return { params: { partyId: party.partyId }, body };
};

const documentHash = `sha256:${'5a'.repeat(32)}`;
const passport = ({ partyId }: Person) => ({
  capabilities: ['get_paid'],
  items: {
    legal_name: 'Free Lancer',
    date_of_birth: '1990-05-17',
    address: { line1: '1 Market Square', city: 'Springfield', postalCode: '10115', country: 'DE' },
    id_document: { kind: 'passport', number: `C${partyId.slice(0, 6)}`, documentHash, expiresAt: '2034-06-30' },
    tax_form: { kind: 'w8ben', tin: '99-1234567', documentHash },
  },
});

const restriction = async (scene: Scene, stage: 'limited' | 'suspended') => {
  const party = await scene.bystander();
  return { party, restrictionId: await restrict(scene.people.operator, party.partyId, stage) };
};

/** Organisations, verification, restrictions and what the platform itself keeps here. */
export const identityParties: AccessTable = {
  'create-organisation.create': {
    'signed-in': async ({ market }) => ({
      by: await market.newPerson('founder'),
      body: { name: 'Shop', country: 'DE', homeRegion: 'eu' },
    }),
  },
  'organisation-seats.grant': {
    'own party': async (scene) => {
      const { accountId } = await scene.market.newPerson('colleague');
      return { by: scene.people.client, params: organisation(scene), body: { accountId, seatRole: 'viewer' } };
    },
  },
  'organisation-seats.list': { 'own party': (scene) => ({ by: scene.people.client, params: organisation(scene) }) },
  'organisation-seats.revoke': {
    'own party': async (scene) => {
      const { accountId } = await seats(scene);
      return { by: scene.people.client, params: { ...organisation(scene), accountId } };
    },
  },
  'jwks.show': { public: () => ({ by: null }) },
  'rotate-signing-key.rotate': {
    operator: ({ people }) => ({ by: people.operator, body: { reason: 'A rotation that was due.' } }),
  },
  'requirements.list': { public: () => ({ by: null, query: { country: 'DE', capability: 'hire' } }) },
  'show-capabilities.show': forEach({ 'own party': theClient, ...STAFF }, ({ people }) => ({
    params: { partyId: people.client.partyId },
  })),
  'submit-items.submit': {
    'own party': async ({ market }) => {
      const by = await market.newPerson('applicant');
      await by.post(`/identity/accounts/${by.accountId}/roles`, { role: 'freelancer' });
      return { by, params: { partyId: by.partyId }, body: passport(by) };
    },
  },
  'review-queue.list': forEach(STAFF, () => ({})),
  'review-decision.decide': forEach(STAFF, underReview),
  'restrictions-list.list': forEach({ 'own party': theClient, ...STAFF }, () => ({})),
  'restrict.restrict': forEach(STAFF, async (scene) => ({
    body: stepAgainst((await scene.bystander()).partyId, 'limited'),
  })),
  'restrict.approve': {
    operator: async (scene) => {
      const { restrictionId } = await restriction(scene, 'suspended');
      return { by: scene.people.secondOperator, params: { restrictionId }, body: {} };
    },
  },
  'restrict.lift': forEach(STAFF, async (scene) => ({
    params: { restrictionId: (await restriction(scene, 'limited')).restrictionId },
    body: { reason: 'It was somebody else.' },
  })),
  'appeal.appeal': {
    'own party': async (scene) => {
      const { party, restrictionId } = await restriction(scene, 'limited');
      return { by: party, params: { restrictionId }, body: { text: 'It was somebody else.' } };
    },
  },
  'move-sandbox-clock.move': {
    operator: async ({ market, people }) => ({ by: people.operator, body: { offsetMs: (await market.offsetMs()) + 1 } }),
  },
};
