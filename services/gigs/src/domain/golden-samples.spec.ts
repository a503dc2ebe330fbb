import { describe, expect, it } from '@jest/globals';
import type { Command, Decider, DomainEvent, StorageContract } from '@guildhall/kernel';
import { missingSamples, upcastSample, type GoldenSample } from '@guildhall/testing';
import { briefDecider } from './brief/brief.decider.js';
import { briefStorage } from './brief/brief.events.js';
import brief from './brief/samples/brief.v1.json' with { type: 'json' };
import { gigDecider } from './gig/gig.decider.js';
import { gigStorage } from './gig/gig.events.js';
import gig from './gig/samples/gig.v1.json' with { type: 'json' };
import { partyDecider } from './party/party.decider.js';
import { partyStorage } from './party/party.events.js';
import party from './party/samples/party.v1.json' with { type: 'json' };
import { proposalDecider, proposalStorage } from './proposal/proposal.decider.js';
import proposal from './proposal/samples/proposal.v1.json' with { type: 'json' };
import { quoteDecider, quoteStorage } from './quote/quote.decider.js';
import quote from './quote/samples/quote.v1.json' with { type: 'json' };
import { feePolicyDecider, feePolicyStorage } from './reference/fee-policies.js';
import feePolicy from './reference/samples/fee-policy.v1.json' with { type: 'json' };
import { relationshipDecider, relationshipStorage } from './relationship/relationship.decider.js';
import relationship from './relationship/samples/relationship.v1.json' with { type: 'json' };

/** Streams as they were recorded: these events are never edited. The state that they fold to is renewed only with its own shape. */
type Recording = Readonly<{ events: readonly unknown[]; state: unknown }>;
type Case = Readonly<{ storage: StorageContract; decider: Decider<Command, DomainEvent, unknown>; recording: Recording }>;
const of = (storage: unknown, decider: unknown, recording: Recording): Case => ({ storage, decider, recording }) as Case;

describe('Recorded events of schema version 1', () => {
  it.each<[string, Case]>([
    ['gig', of(gigStorage, gigDecider, gig)],
    ['brief', of(briefStorage, briefDecider, brief)],
    ['proposal', of(proposalStorage, proposalDecider, proposal)],
    ['quote', of(quoteStorage, quoteDecider, quote)],
    ['party', of(partyStorage, partyDecider, party)],
    ['relationship', of(relationshipStorage, relationshipDecider, relationship)],
    ['fee policy', of(feePolicyStorage, feePolicyDecider, feePolicy)],
  ])('of %s exist for every type and still fold to the same state', (_name, { storage, decider, recording }) => {
    const samples = recording.events as readonly GoldenSample[];
    expect(missingSamples(storage, samples)).toEqual([]);
    const state = samples.reduce(
      (folded, sample) => decider.evolve(folded, upcastSample(storage, sample)),
      decider.initialState(),
    );
    expect(JSON.parse(JSON.stringify(state))).toEqual(recording.state);
  });
});
