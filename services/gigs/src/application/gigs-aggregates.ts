import { CommandHandler, EVENT_STORE, type EventStore } from '@guildhall/event-sourcing';
import { Inject, Injectable } from '@nestjs/common';
import { briefDecider } from '../domain/brief/brief.decider.js';
import { briefStorage } from '../domain/brief/brief.events.js';
import { gigDecider } from '../domain/gig/gig.decider.js';
import { gigStorage } from '../domain/gig/gig.events.js';
import { partyDecider } from '../domain/party/party.decider.js';
import { partyStorage } from '../domain/party/party.events.js';
import { proposalDecider, proposalStorage } from '../domain/proposal/proposal.decider.js';
import { quoteDecider, quoteStorage } from '../domain/quote/quote.decider.js';
import { feePolicyDecider, feePolicyStorage } from '../domain/reference/fee-policies.js';
import { relationshipDecider, relationshipStorage } from '../domain/relationship/relationship.decider.js';

/** The write models of gigs. */
@Injectable()
export class GigsAggregates {
  readonly gigs;
  readonly briefs;
  readonly proposals;
  readonly quotes;
  readonly parties;
  readonly relationships;
  readonly feePolicies;

  constructor(@Inject(EVENT_STORE) store: EventStore) {
    this.gigs = new CommandHandler(store, gigStorage, gigDecider);
    this.briefs = new CommandHandler(store, briefStorage, briefDecider);
    this.proposals = new CommandHandler(store, proposalStorage, proposalDecider);
    this.quotes = new CommandHandler(store, quoteStorage, quoteDecider);
    this.parties = new CommandHandler(store, partyStorage, partyDecider);
    this.relationships = new CommandHandler(store, relationshipStorage, relationshipDecider);
    this.feePolicies = new CommandHandler(store, feePolicyStorage, feePolicyDecider);
  }
}
