import { describe, it } from '@jest/globals';
import { DomainError, isDomainError, type Command, type Decider, type DomainEvent } from '@guildhall/kernel';
import { expectTableAndDeciderAgree, expectTableWellFormed } from '@guildhall/testing';
import { briefDecider } from './brief/brief.decider.js';
import { briefTransitions } from './brief/brief.transitions.js';
import { gigDecider } from './gig/gig.decider.js';
import { gigTransitions } from './gig/gig.transitions.js';
import { proposalDecider, type ProposalCommand, type ProposalEvent } from './proposal/proposal.decider.js';
import { proposalTransitions } from './proposal/proposal.transitions.js';
import {
  accept, archiveGig, AT, award, BRIEF, briefAfter, CLIENT, closeBrief, day, denyBrief, denyGig, draftBrief, draftGig, drop, enter, enterRival,
  FREELANCER, freeSlot, gigAfter, hireSigned, leave, offerOut, orderPackage, OTHER_PROPOSAL, pauseGig, PROPOSAL, publishBrief, QUOTE, releaseBrief,
  releaseGig, resumeGig, shortlist, submitGig, suspicious, takeBack, terms, usd,
} from './situations.factory.js'; // prettier-ignore

/** Codes that say a wrong state in better words than ILLEGAL_TRANSITION. */
const WRONG_STATE = ['GIGS.BRIEF_CLOSED', 'GIGS.POST_HELD', 'GIGS.VERSION_NOT_ON_SALE'];
const ILLEGAL = 'GIGS.ILLEGAL_TRANSITION';
const judged = <C extends Command, E extends DomainEvent, S>(decider: Decider<C, E, S>): Decider<C, E, S> => ({
  ...decider,
  decide: (command, state) => {
    try {
      return decider.decide(command, state);
    } catch (error) {
      if (isDomainError(error) && WRONG_STATE.includes(error.code)) throw new DomainError(ILLEGAL, 'conflict', error.message);
      throw error;
    }
  },
});
const each = <E, C>(histories: readonly (readonly E[])[], commands: readonly C[]) =>
  histories.flatMap((given) => commands.map((when) => ({ given, when })));

describe('The table of the brief', () => {
  const open = [draftBrief(), publishBrief()];
  const two = [draftBrief({ hires: 2 }), publishBrief(), enter(), enterRival()];
  const histories = [
    briefAfter(), briefAfter(draftBrief()), briefAfter(draftBrief(), publishBrief(suspicious)),
    briefAfter(draftBrief(), publishBrief(suspicious), denyBrief()), briefAfter(...open), briefAfter(...open, enter()),
    briefAfter(...open, enter(), shortlist()), briefAfter(...open, enter(), award()), briefAfter(...open, enter(), award(), accept()),
    briefAfter(...two, award(), award(OTHER_PROPOSAL), accept()), briefAfter(...open, enter(), award(), closeBrief()),
    briefAfter(...open, closeBrief()),
  ]; // prettier-ignore
  const commands = [
    draftBrief(), publishBrief(), publishBrief(suspicious), releaseBrief(), denyBrief(), enter(), shortlist(), award(), takeBack(), accept(),
    leave('declined'), leave('retracted'), leave('expired', day(30)), drop(), offerOut(), freeSlot(), hireSigned(), closeBrief(),
    closeBrief('timer', day(40)), closeBrief('system'),
  ]; // prettier-ignore
  it('is well formed', () => expectTableWellFormed(briefTransitions));
  it('agrees with the decider', () =>
    expectTableAndDeciderAgree(
      briefTransitions,
      judged(briefDecider),
      { stateOf: ({ status }) => status, illegal: ILLEGAL },
      each(histories, commands),
    ));
});

describe('The table of the gig', () => {
  const live = [draftGig(), submitGig()];
  const histories = [
    gigAfter(), gigAfter(draftGig()), gigAfter(draftGig(), submitGig(suspicious)), gigAfter(draftGig(), submitGig(suspicious), denyGig()),
    gigAfter(...live), gigAfter(...live, draftGig()), gigAfter(...live, draftGig(), submitGig(suspicious)), gigAfter(...live, pauseGig()),
    gigAfter(...live, pauseGig(), draftGig()), gigAfter(...live, pauseGig('restriction')), gigAfter(...live, archiveGig()),
  ]; // prettier-ignore
  const commands = [
    draftGig(), submitGig(), submitGig(suspicious), releaseGig(), denyGig(), pauseGig(), pauseGig('restriction'), resumeGig(),
    resumeGig('restriction'), archiveGig(), archiveGig('system'), orderPackage(),
  ]; // prettier-ignore
  it('is well formed', () => expectTableWellFormed(gigTransitions));
  it('agrees with the decider', () =>
    expectTableAndDeciderAgree(
      gigTransitions,
      judged(gigDecider),
      { stateOf: ({ status }) => status, illegal: ILLEGAL },
      each(histories, commands),
    ));
});

describe('The table of the proposal', () => {
  const on = { proposalId: PROPOSAL, briefId: BRIEF };
  const parties = { clientPartyId: CLIENT, freelancerPartyId: FREELANCER, authorAccountId: FREELANCER };
  const bound = { quoteId: QUOTE, policyRefs: { fee: 'fee-v1' } };
  const text = { coverNote: 'Yes', price: usd('60000'), terms: { roleId: 'logistics', ...terms() }, winIds: [], placedAt: AT };
  const placed: ProposalEvent = { type: 'ProposalPlaced', data: { ...on, ...parties, ...bound, ...text } };
  const awarded: ProposalEvent = { type: 'ProposalAwarded', data: { ...on, expiresAt: AT } };
  const histories: readonly (readonly ProposalEvent[])[] = [
    [],
    [placed],
    [placed, { type: 'ProposalShortlisted', data: on }],
    [placed, awarded],
    [placed, awarded, { type: 'ProposalDeclined', data: on }],
    [placed, awarded, { type: 'ProposalExpired', data: on }],
    [placed, { type: 'ProposalRetracted', data: on }],
  ];
  const commands: readonly ProposalCommand[] = [
    { type: 'Place', data: placed.data },
    { type: 'NoteShortlisted', data: {} },
    { type: 'NoteAwarded', data: { expiresAt: AT } },
    { type: 'NoteAwardTakenBack', data: {} },
    { type: 'NoteAccepted', data: bound },
    { type: 'NoteLeft', data: { as: 'declined' } },
    { type: 'NoteLeft', data: { as: 'expired' } },
    { type: 'NoteLeft', data: { as: 'retracted' } },
  ];
  it('is well formed', () => expectTableWellFormed(proposalTransitions));
  it('agrees with the decider', () =>
    expectTableAndDeciderAgree(
      proposalTransitions,
      proposalDecider,
      { stateOf: ({ status }) => status, illegal: ILLEGAL },
      each(histories, commands),
    ));
});
