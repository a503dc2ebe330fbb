import { defineService, type ProcessDefinition, type ServiceDefinition } from '@guildhall/service-kit';
import { briefStorage } from './domain/brief/brief.events.js';
import { gigStorage } from './domain/gig/gig.events.js';
import { gigErrors } from './domain/gigs.errors.js';
import { partyStorage } from './domain/party/party.events.js';
import { proposalStorage } from './domain/proposal/proposal.decider.js';
import { quoteStorage } from './domain/quote/quote.decider.js';
import { feePolicyStorage } from './domain/reference/fee-policies.js';
import { relationshipStorage } from './domain/relationship/relationship.decider.js';
import { gigsFacts } from './facts/gigs.facts.js';
import answers from './generated/answers.json' with { type: 'json' };
import { awardExpiry } from './processes/award-expiry/award-expiry.process.js';
import { briefIdle } from './processes/brief-idle/brief-idle.process.js';
import { heardFeePolicies, heardParties, heardRelationships } from './processes/heard/heard.process.js';
import { hires } from './processes/hires/hires.process.js';
import { partyConsequences } from './processes/party-posts/party-consequences.process.js';
import { partyPosts } from './processes/party-posts/party-posts.process.js';
import { proposalFollows } from './processes/proposal-follows/proposal-follows.process.js';
import { briefs } from './projections/briefs/briefs.projection.js';
import { gigs, gigSlugs } from './projections/gigs/gigs.projection.js';
import { heldPosts } from './projections/held-posts/held-posts.projection.js';
import { parties } from './projections/parties/parties.projection.js';
import { proposals } from './projections/proposals/proposals.projection.js';
import { relationships } from './projections/relationships/relationships.projection.js';

const processes = [
  proposalFollows,
  awardExpiry,
  briefIdle,
  hires,
  partyPosts,
  partyConsequences,
  heardParties,
  heardRelationships,
  heardFeePolicies,
] as readonly unknown[] as readonly ProcessDefinition[];

/** gigs as data: streams, read models, processes, facts, errors. */
export const gigsService: ServiceDefinition = defineService({
  service: 'gigs',
  storages: [gigStorage, briefStorage, proposalStorage, quoteStorage, partyStorage, relationshipStorage, feePolicyStorage],
  projections: [briefs, gigs, gigSlugs, heldPosts, parties, proposals, relationships],
  processes,
  facts: gigsFacts,
  errors: gigErrors,
  answers,
  listens: ['identity', 'contracts', 'payments', 'reputation'],
});
