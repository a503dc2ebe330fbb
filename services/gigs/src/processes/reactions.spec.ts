import { describe, expect, it } from '@jest/globals';
import type { InputFrame } from '@guildhall/kernel';
import { AT, BRIEF, briefAfter, CONTRACT, draftBrief, enter, gigAfter, draftGig, GIG, PROPOSAL, publishBrief, submitGig } from '../domain/situations.factory.js'; // prettier-ignore
import { gigsService } from '../gigs.service.js';
import { gigsRoutes } from './gigs.routes.js';
import { heardParties } from './heard/heard.process.js';
import { hires } from './hires/hires.process.js';
import { partyConsequences } from './party-posts/party-consequences.process.js';
import { partyPosts } from './party-posts/party-posts.process.js';
import { proposalFollows } from './proposal-follows/proposal-follows.process.js';

const frame: InputFrame = { id: 'i', streamKey: 'k', occurredAt: AT, revision: '4', policyRefs: {} };
const typesOf = (sends: readonly Readonly<{ command: Readonly<{ type: string }> }>[]) => sends.map(({ command }) => command.type);

describe('Reactions of gigs', () => {
  it('place a proposal from what the brief holds', () => {
    const entered = briefAfter(draftBrief(), publishBrief(), enter()).at(-1);
    const [place] = entered ? proposalFollows.react(entered, frame) : [];
    expect(place?.command).toMatchObject({
      type: 'Place',
      data: { proposalId: PROPOSAL, coverNote: 'I have done this before.', placedAt: AT },
    });
    expect(place?.command.data).not.toHaveProperty('quoteValidUntil');
  });

  it('keep the revision of facts that are like states', () => {
    const told = { partyId: GIG, capability: 'hire', policyVersion: 'kyc-v1' } as const;
    const [note] = heardParties.react({ type: 'guildhall.identity.capability-enabled.v1', data: told }, frame);
    expect(note?.command).toEqual({ type: 'NoteCapabilityOpened', data: { ...told, sourceRevision: '4' } });
  });

  it('pass by contracts that were born of orders', () => {
    const declined = { contractId: CONTRACT, by: 'timer', reason: 'not_funded' };
    const of = (kind: 'order' | 'proposal') =>
      hires.react(
        { type: 'guildhall.contracts.contract-declined.v1', data: { ...declined, origin: { kind, id: PROPOSAL } } },
        frame,
      );
    expect([of('order'), typesOf(of('proposal'))]).toEqual([[], ['FreeSlot']]);
  });

  it('book posts in the stream of the party, and carry out what it says', () => {
    const live = gigAfter(draftGig(), submitGig()).flatMap((event) => partyPosts.react(event, frame));
    expect(typesOf(live)).toEqual(['NotePostLive']);
    const holdings = { gigIds: [GIG], briefIds: [BRIEF], proposals: [{ proposalId: PROPOSAL, briefId: BRIEF }] };
    const closure = { type: 'AccountClosureSeen', data: { accountId: GIG, closedAt: AT, ...holdings } } as const;
    expect(typesOf(partyConsequences.react(closure, frame))).toEqual(['ArchiveGig', 'CloseBrief', 'DropProposal']);
    const ended = { restrictionId: GIG, cause: 'lifted', sourceRevision: '1', ...holdings };
    expect(typesOf(partyConsequences.react({ type: 'RestrictionEnded', data: { ...ended, shows: 'no' } }, frame))).toEqual([]);
    expect(typesOf(partyConsequences.react({ type: 'RestrictionEnded', data: { ...ended, shows: 'yes' } }, frame))).toEqual([
      'ResumeGig',
    ]);
  });

  it('have names of their own', () => {
    const names = gigsService.processes.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(Object.keys(gigsRoutes({} as never))).toContain('NoteHireSigned');
  });
});
