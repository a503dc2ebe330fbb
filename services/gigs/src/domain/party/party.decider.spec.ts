import { describe, expect, it } from '@jest/globals';
import { specFor } from '@guildhall/testing';
import { AT, BRIEF, FREELANCER, GIG, PROPOSAL } from '../situations.factory.js';
import { partyDecider, type PartyCommand } from './party.decider.js';
import type { PartyEvent } from './party.events.js';
import { standingFor } from './standing.js';

const partyId = FREELANCER;
const opened = (sourceRevision: string): PartyCommand => ({
  type: 'NoteCapabilityOpened',
  data: { partyId, capability: 'hire', policyVersion: 'kyc-v1', sourceRevision },
});
const closed = (sourceRevision: string): PartyCommand => ({
  type: 'NoteCapabilityClosed',
  data: {
    partyId,
    capability: 'hire',
    disabledReason: 'requirements.past_due',
    currentlyDue: ['billing_method'],
    sourceRevision,
  },
});
const restricted = (restrictionId: string, ...scope: readonly string[]): PartyCommand => ({
  type: 'NoteRestriction',
  data: {
    partyId,
    restrictionId,
    stage: 'limited',
    scope,
    reasonCode: 'terms.breach',
    reviewDate: '2026-04-01',
    sourceRevision: '0',
  },
});
const lifted = (restrictionId: string): PartyCommand => ({
  type: 'NoteRestrictionLifted',
  data: { partyId, restrictionId, cause: 'lifted', sourceRevision: '1' },
});
const offered = (postId: string, fingerprint: string): PartyCommand => ({
  type: 'OfferPost',
  data: { partyId, postKind: postId === BRIEF ? 'brief' : 'gig', postId, fingerprint },
});
const score = (asOf: string, headline: number | null): PartyCommand => ({
  type: 'NoteScore',
  data: { partyId, side: 'freelancer', roleId: 'logistics', headline, n: 5, clients: 4, scoreVersion: 'score-v1', asOf },
});
const accountClosed: PartyCommand = { type: 'NoteAccountClosed', data: { partyId, accountId: partyId, closedAt: AT } };
const proposed: PartyCommand = { type: 'NoteProposalOpened', data: { partyId, proposalId: PROPOSAL, briefId: BRIEF } };

const after = (...commands: readonly PartyCommand[]): readonly PartyEvent[] =>
  commands.reduce<readonly PartyEvent[]>(
    (events, command) => [...events, ...specFor(partyDecider)(...events).when(command).decided()],
    [],
  ); // prettier-ignore
const given = (...commands: readonly PartyCommand[]) => specFor(partyDecider)(...after(...commands));

describe('What gigs knows of a party', () => {
  it('lets nobody hire whose capability was not told of, and everybody post', () => {
    const { state } = given();
    expect(standingFor(state, 'hire')).toEqual({ state: 'closed', missing: ['hire'] });
    for (const act of ['publish_gig', 'publish_brief', 'propose'] as const) expect(standingFor(state, act).state).toBe('open');
  });

  it('keeps a gate open when an older closing is replayed', () => {
    given(closed('3'), opened('4')).when(closed('3')).thenNothingHappens();
    expect(standingFor(given(closed('3'), opened('4')).state, 'hire').state).toBe('open');
    expect(standingFor(given(opened('4'), closed('5')).state, 'hire').missing).toEqual(['hire', 'billing_method']);
  });

  it('stops what the scope of a restriction names, until the last one is lifted', () => {
    const both = given(restricted('r1', 'publish'), restricted('r2', 'publish', 'propose'), offered(GIG, 'a'));
    expect(standingFor(both.state, 'propose')).toEqual({ state: 'closed', missing: ['restriction.propose'] });
    expect(both.when(lifted('r1')).decided()).toMatchObject([{ data: { shows: 'no' } }]);
    const last = given(restricted('r1', 'publish'), restricted('r2', 'publish'), offered(GIG, 'a'), lifted('r1')).when(
      lifted('r2'),
    );
    expect(last.decided()).toMatchObject([{ data: { shows: 'yes', gigIds: [GIG] } }]);
  });

  it('remembers a lift that comes before its restriction', () =>
    given(lifted('r1')).when(restricted('r1', 'publish')).thenNothingHappens());

  it('finds the copy of a post that is still on offer', () => {
    expect(given(offered(GIG, 'a')).when(offered(BRIEF, 'a')).decided()).toMatchObject([{ data: { duplicateOf: GIG } }]);
    const left: PartyCommand = { type: 'NotePostLeft', data: { partyId, postId: GIG } };
    expect(given(offered(GIG, 'a'), left).when(offered(BRIEF, 'a')).decided()).toMatchObject([{ data: { duplicateOf: null } }]);
    given(offered(GIG, 'a')).when(offered(GIG, 'a')).thenNothingHappens();
  });

  it('names everything that ends with the account', () =>
    expect(given(offered(GIG, 'a'), offered(BRIEF, 'b'), proposed).when(accountClosed).decided()).toMatchObject([
      { data: { gigIds: [GIG], briefIds: [BRIEF], proposals: [{ proposalId: PROPOSAL, briefId: BRIEF }] } },
    ]));

  it('takes a post back that went live too late', () => {
    const live: PartyCommand = { type: 'NotePostLive', data: { partyId, postKind: 'gig', postId: GIG } };
    given().when(live).thenNothingHappens();
    expect(given(restricted('r1', 'publish')).when(live).decided()).toMatchObject([
      { data: { because: 'restricted', gigIds: [GIG] } },
    ]);
    expect(given(accountClosed).when(live).decided()).toMatchObject([{ data: { because: 'account_closed' } }]);
    expect(given(accountClosed).when(proposed).decided()).toMatchObject([{ data: { account: 'closed' } }]);
  });

  it('ignores a late score', () => {
    given(score('2026-03-02T00:00:00.000Z', 71.3)).when(score('2026-03-01T00:00:00.000Z', 12)).thenNothingHappens();
    expect(given(score('2026-03-02T00:00:00.000Z', 71.3)).when(score('2026-03-03T00:00:00.000Z', null)).decided()).toHaveLength(
      1,
    );
  });
});
