import { award, briefFor, draftBrief, proposalFor, propose, publishBrief, type Deal } from '../../market/brief.js';
import { basicPackage, draftGig, gigOffer, publishGig, type GigOnSale } from '../../market/gig.js';
import { usd } from '../../market/money.js';
import { BOTH_SIDES, forEach, theModerator, theOperator, type AccessTable, type Call, type Situation } from './access-table.js';
import type { Scene } from './scene.js';

const DEAL: Deal = { amounts: [usd('20.00')] };
const STAFF = { operator: theOperator, trust_safety: theModerator } as const;

/** Proposals here come from the earner: a freelancer places so many a day and no more. */
const proposed = ({ people: { client, earner } }: Scene) => propose(client, earner, DEAL);
const awarded = ({ people: { client, earner } }: Scene) => award(client, earner, DEAL);

const onGig =
  (make: (scene: Scene) => Promise<string>): Situation =>
  async (scene) => ({
    by: scene.people.freelancer,
    params: { gigId: await make(scene) },
  });

const draft = ({ people }: Scene): Promise<string> => draftGig(people.freelancer);
const onSale = ({ people }: Scene): Promise<GigOnSale> => publishGig(people.freelancer);
const active = async (scene: Scene): Promise<string> => (await onSale(scene)).gigId;
const paused = async (scene: Scene): Promise<string> => {
  const gigId = await active(scene);
  await scene.people.freelancer.post(`/gigs/gigs/${gigId}/pauses`, {});
  return gigId;
};

/** A brief with contact data in it: it waits for staff. */
const held = async ({ people: { client } }: Scene): Promise<string> => {
  const brief = { ...briefFor(DEAL), description: 'Write to me at shop@example.org first.' };
  const { briefId } = await client.post<{ briefId: string }>('/gigs/briefs', brief);
  await client.post(`/gigs/briefs/${briefId}/publications`);
  return briefId;
};

const quote = async ({ people: { client, freelancer } }: Scene): Promise<Omit<Call, 'by'>> => {
  const { gigId, gigVersion } = await publishGig(freelancer);
  const { quoteId } = await client.post<{ quoteId: string }>('/gigs/quotes', { gigId, ...basicPackage(gigVersion) });
  return { params: { quoteId } };
};

const ofClient =
  (make: (scene: Scene) => Promise<Readonly<{ proposalId: string }>>): Situation =>
  async (scene) => ({
    by: scene.people.client,
    params: { proposalId: (await make(scene)).proposalId },
  });
const ofEarner =
  (make: (scene: Scene) => Promise<Readonly<{ proposalId: string }>>): Situation =>
  async (scene) => ({
    by: scene.people.earner,
    params: { proposalId: (await make(scene)).proposalId },
  });

const catalogue: AccessTable = {
  'catalogue.work-roles': { public: () => ({ by: null }) },
  'catalogue.categories': { public: () => ({ by: null }) },
  'catalogue.skills': { public: () => ({ by: null }) },
  'search.search': { public: () => ({ by: null, query: { q: 'listings' } }) },
};

const gigs: AccessTable = {
  'gig-queries.mine': { 'own party': ({ people }) => ({ by: people.freelancer, query: { mine: 'true' } }) },
  'gig-queries.by-id': { public: async (scene) => ({ by: null, params: { gigId: await active(scene) } }) },
  'gig-queries.by-slug': { public: async (scene) => ({ by: null, params: { slug: (await onSale(scene)).slug } }) },
  'gig-acts.draft': { 'signed-in': ({ people }) => ({ by: people.freelancer, body: gigOffer() }) },
  'gig-acts.edit': {
    'own party': async (scene) => ({
      by: scene.people.freelancer,
      params: { gigId: await active(scene) },
      body: gigOffer(),
    }),
  },
  'gig-acts.submit': { 'own party': onGig(draft) },
  'gig-acts.pause': { 'own party': onGig(active) },
  'gig-acts.resume': { 'own party': onGig(paused) },
  'gig-acts.archive': { 'own party': onGig(active) },
  'order-package.order': {
    'signed-in': async (scene) => {
      const { gigId, gigVersion } = await onSale(scene);
      return { by: scene.people.client, params: { gigId }, body: basicPackage(gigVersion) };
    },
  },
  'quotes.ask': {
    'signed-in': async (scene) => {
      const { gigId, gigVersion } = await onSale(scene);
      return { by: scene.people.client, body: { gigId, ...basicPackage(gigVersion) } };
    },
  },
  'quotes.quote': forEach(BOTH_SIDES, quote),
  'held-posts.list': forEach(STAFF, () => ({})),
  'held-posts.decide': forEach(STAFF, async (scene) => ({
    params: { postId: await held(scene) },
    body: { decision: 'release', ruleId: 'scan-v1/contact', reason: 'An address of the platform.' },
  })),
};

const briefs: AccessTable = {
  'brief-queries.list': { 'signed-in': ({ people }) => ({ by: people.freelancer, query: { fit: 'true' } }) },
  'brief-queries.one': {
    'signed-in': async ({ people }) => ({
      by: people.freelancer,
      params: { briefId: await publishBrief(people.client, DEAL) },
    }),
  },
  'draft-brief.draft': { 'signed-in': ({ people }) => ({ by: people.client, body: briefFor(DEAL) }) },
  'publish-brief.publish': {
    'own party': async ({ people }) => ({ by: people.client, params: { briefId: await draftBrief(people.client, DEAL) } }),
  },
  'publish-brief.close': {
    'own party': async ({ people }) => ({
      by: people.client,
      params: { briefId: await publishBrief(people.client, DEAL) },
      body: {},
    }),
  },
  'place-proposal.place': {
    'signed-in': async ({ people: { client, earner } }) => ({
      by: earner,
      params: { briefId: await publishBrief(client, DEAL) },
      body: proposalFor(DEAL),
    }),
  },
};

const proposals: AccessTable = {
  'proposal-queries.on-brief': {
    'own party': async (scene) => ({ by: scene.people.client, params: { briefId: (await proposed(scene)).briefId } }),
  },
  'proposal-queries.mine': { 'own party': ({ people }) => ({ by: people.earner, query: { mine: 'true' } }) },
  'proposal-queries.one': { 'own party': ofEarner(proposed), counterparty: ofClient(proposed) },
  'proposal-acts.shortlist': { counterparty: ofClient(proposed) },
  'proposal-acts.award': { counterparty: ofClient(proposed) },
  'proposal-acts.revoke': { counterparty: ofClient(awarded) },
  'proposal-acts.accept': { 'own party': ofEarner(awarded) },
  'proposal-acts.decline': { 'own party': ofEarner(awarded) },
  'proposal-acts.retract': { 'own party': ofEarner(proposed) },
};

export const gigsAccess: AccessTable = { ...catalogue, ...gigs, ...briefs, ...proposals };
