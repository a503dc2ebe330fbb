import {
  briefClosedV1,
  briefPublishedV1,
  gigArchivedV1,
  gigPausedV1,
  gigPublishedV1,
  packageOrderedV1,
  proposalAcceptedV1,
  proposalPlacedV1,
} from '@guildhall/event-catalogue';
import { factsFrom, type FactMapping } from '@guildhall/messaging';
import { briefStorage, type BriefEvent } from '../domain/brief/brief.events.js';
import { gigStorage, type GigEvent } from '../domain/gig/gig.events.js';
import { proposalStorage, type ProposalEvent } from '../domain/proposal/proposal.decider.js';

const ofGig = factsFrom<GigEvent>(gigStorage);
const ofBrief = factsFrom<BriefEvent>(briefStorage);
const ofProposal = factsFrom<ProposalEvent>(proposalStorage);

/** What others hear of gigs: each fact from exactly one stored event, without free text. */
export const gigsFacts: readonly FactMapping[] = [
  ofGig('GigPublished', gigPublishedV1, ({ data }) => data),
  ofGig('GigPaused', gigPausedV1, ({ data }) => data),
  ofGig('GigArchived', gigArchivedV1, ({ data: { gigId } }) => ({ gigId })),
  ofBrief('BriefPublished', briefPublishedV1, ({ data }) => {
    const { briefId, clientPartyId, roleId, pricingModel, budget, currency, confidentiality } = data;
    return { briefId, clientPartyId, roleId, pricingModel, budget, currency, confidentiality };
  }),
  ofBrief('BriefClosed', briefClosedV1, ({ data }) => data),
  ofProposal('ProposalPlaced', proposalPlacedV1, ({ data }) => {
    const { proposalId, briefId, freelancerPartyId, price, quoteId, winIds } = data;
    return { proposalId, briefId, freelancerPartyId, price, quoteId, winIds };
  }),
  ofProposal('ProposalAccepted', proposalAcceptedV1, ({ data }) => data),
  ofGig('PackageOrdered', packageOrderedV1, ({ data }) => data),
];
