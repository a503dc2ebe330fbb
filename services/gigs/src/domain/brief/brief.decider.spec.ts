import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isDomainError } from '@guildhall/kernel';
import { specFor } from '@guildhall/testing';
import {
  accept, award, BRIEF, briefAfter, CLIENT, closeBrief, closedStanding, CONTRACT, day, draftBrief, drop, enter, enterRival, freeSlot, FREELANCER,
  hireSigned, leave, offerOut, OTHER_PROPOSAL, PROPOSAL, publishBrief, quote, RIVAL, shortlist, suspicious, takeBack, terms, usd,
} from '../situations.factory.js'; // prettier-ignore
import type { BriefCommand } from './brief.commands.js';
import { briefDecider } from './brief.decider.js';
import type { BriefEvent } from './brief.events.js';
import { entriesOf } from './brief.state.js';

const given = (...commands: readonly BriefCommand[]) => specFor(briefDecider)(...briefAfter(...commands));
const open = [draftBrief(), publishBrief()];

describe('A brief', () => {
  it('names at least one measure of its outcome', () =>
    given(draftBrief({ kpiCount: 0, criteriaIds: [] }))
      .when(publishBrief())
      .thenFails('GIGS.PRICING_INVALID'));

  it('is not posted by a party that may not hire', () =>
    given(draftBrief())
      .when({ type: 'PublishBrief', data: { scan: { clean: 'yes' }, standing: closedStanding, at: day(0) } })
      .thenFails('GIGS.CAPABILITY_MISSING'));

  it('has a budget in a currency that can be contracted, its low end below its high end', () => {
    const budgetOf = (low: string, high: string, currency = 'USD') => {
      const budget = { low: { amount: low, currency }, high: { amount: high, currency } };
      return given().when(draftBrief({ budget }));
    };
    budgetOf('60000', '50000').thenFails('GIGS.PRICING_INVALID');
    budgetOf('12.50', '50000').thenFails('GIGS.AMOUNT_DIGITS');
    budgetOf('5000', '50000', 'HRK').thenFails('GIGS.CURRENCY_UNKNOWN');
    budgetOf('5000', '50000', 'XXX').thenFails('GIGS.CURRENCY_UNKNOWN');
    budgetOf('100', '50000').thenFails('GIGS.PRICING_INVALID');
  });

  it('is held with the rule that found something', () =>
    expect(given(draftBrief()).when(publishBrief(suspicious)).decided()).toMatchObject([
      { type: 'PostHeldForReview', data: { postId: BRIEF, partyId: CLIENT, reasonCode: 'email_address' } },
    ]));

  it('tells a held brief from a closed one', () => {
    given(draftBrief(), publishBrief(suspicious)).when(enter()).thenFails('GIGS.POST_HELD');
    given(...open, closeBrief())
      .when(enter())
      .thenFails('GIGS.BRIEF_CLOSED');
    given(...open, enter(), closeBrief())
      .when(award())
      .thenFails('GIGS.BRIEF_CLOSED');
  });

  it('closes at the end of the thirtieth day without an act, and not before', () => {
    const lively = [draftBrief(), publishBrief(), enter({ at: day(20), quote: quote({ validUntil: day(27) }) })];
    given(...lively)
      .when(closeBrief('timer', day(31)))
      .thenNothingHappens();
    expect(given(...lively).state.idleAt).toBe('2026-04-22T00:00:00.000Z');
    expect(
      given(...lively)
        .when(closeBrief('timer', '2026-04-22T00:00:00.000Z'))
        .decided(),
    ).toMatchObject([{ data: { reason: 'idle' } }]);
  });

  it('tells who was hired and who was not', () => {
    const [closed] = given(draftBrief({ hires: 2 }), publishBrief(), enter(), enterRival(), award(), accept())
      .when(closeBrief())
      .decided();
    expect(closed).toMatchObject({ data: { hiredPartyIds: [FREELANCER], losingPartyIds: [RIVAL] } });
  });
});

describe('A proposal on a brief', () => {
  it('is one a party at a time, and not of the client', () => {
    given(...open, enter())
      .when(enter({ proposalId: OTHER_PROPOSAL }))
      .thenFails('GIGS.ALREADY_PROPOSED');
    given(...open)
      .when(enter({ freelancerPartyId: CLIENT, quote: quote({ freelancerPartyId: CLIENT }) }))
      .thenFails('GIGS.OWN_POST');
    expect(
      given(...open, enter(), leave('retracted'))
        .when(enter({ proposalId: OTHER_PROPOSAL }))
        .decided(),
    ).toHaveLength(1);
  });

  it('binds the policy version of its quote', () =>
    expect(
      given(...open)
        .when(enter())
        .decided(),
    ).toMatchObject([
      { data: { policyRefs: { fee: 'fee-v1' }, quoteId: quote().quoteId, terms: { roleId: 'listing_optimization' } } },
    ]));

  it('needs a valid quote of these parties and this price', () => {
    for (const wrong of [
      { validUntil: day(0) },
      { amount: usd('50000') },
      { clientPartyId: RIVAL },
      { freelancerPartyId: RIVAL },
    ])
      given(...open)
        .when(enter({ quote: quote(wrong) }))
        .thenFails('GIGS.QUOTE_EXPIRED');
  });

  it('states terms that contracts would take', () => {
    const [milestone] = terms().milestones;
    if (!milestone) throw new Error('no milestone');
    const half = { ...milestone, amount: usd('30000') };
    const refused = (more: Parameters<typeof terms>[0]) => given(...open).when(enter({ terms: terms(more) }));
    refused({ milestones: [half] }).thenFails('GIGS.PRICING_INVALID');
    refused({ milestones: [half, half] }).thenFails('GIGS.PRICING_INVALID');
    refused({ milestones: [{ ...milestone, kind: 'expense' }] }).thenFails('GIGS.PRICING_INVALID');
    refused({ milestones: [{ ...milestone, criteriaIds: ['unheard'] }] }).thenFails('GIGS.CLAUSE_UNKNOWN');
    refused({ price: { amount: '60000', currency: 'EUR' } }).thenFails('GIGS.PRICING_INVALID');
    expect(
      given(...open)
        .when(enter({ terms: terms({ pricingModel: 'milestone', milestones: [half, half] }) }))
        .decided(),
    ).toHaveLength(1);
  });

  it('holds no contact data in its cover note', () =>
    given(...open)
      .when(enter({ coverNote: 'Call +49 171 1234567' }))
      .thenFails('GIGS.OFF_PLATFORM_CONTACT'));

  it('may be one of two awards for one slot: the first acceptance wins', () => {
    const both = [...open, enter(), enterRival(), award(), award(OTHER_PROPOSAL)];
    given(...both, accept())
      .when(accept(OTHER_PROPOSAL))
      .thenFails('GIGS.AWARD_TAKEN');
    given(...both, accept())
      .when(award(OTHER_PROPOSAL))
      .thenNothingHappens();
  });

  it('is awarded only by a client who may hire', () =>
    given(...open, enter())
      .when({ type: 'GiveAward', data: { proposalId: PROPOSAL, standing: closedStanding, at: day(0) } })
      .thenFails('GIGS.CAPABILITY_MISSING'));

  it('is accepted or its award revoked, not both', () => {
    given(...open, enter(), award(), takeBack())
      .when(accept())
      .thenFails('GIGS.ILLEGAL_TRANSITION');
    given(...open, enter(), award(), accept())
      .when(takeBack())
      .thenFails('GIGS.ILLEGAL_TRANSITION');
  });

  it('ends with its award at the end of the seventh day', () => {
    const awarded = [...open, enter(), award()];
    const end = '2026-03-10T00:00:00.000Z';
    given(...awarded)
      .when(leave('expired', '2026-03-09T23:59:59.999Z'))
      .thenNothingHappens();
    expect(
      given(...awarded)
        .when(leave('expired', end))
        .decided(),
    ).toMatchObject([{ data: { as: 'expired' } }]);
    given(...awarded)
      .when(accept(PROPOSAL, end))
      .thenFails('GIGS.ILLEGAL_TRANSITION');
    given(...open, enter(), award(), takeBack(), award(PROPOSAL, day(3)))
      .when(leave('expired', end))
      .thenNothingHappens();
  });

  it('is accepted under a renewed quote once its own has run out', () => {
    const late = [...open, enter(), award(PROPOSAL, day(5))];
    given(...late)
      .when(accept(PROPOSAL, day(9)))
      .thenFails('GIGS.QUOTE_EXPIRED');
    const renewed = quote({ quoteId: OTHER_PROPOSAL, policyVersion: 'fee-v2', validUntil: day(16) });
    expect(
      given(...late)
        .when(accept(PROPOSAL, day(9), renewed))
        .decided(),
    ).toMatchObject([{ type: 'SlotTaken', data: { quoteId: OTHER_PROPOSAL, policyRefs: { fee: 'fee-v2' } } }]);
    given(...late)
      .when(accept(PROPOSAL, day(9), quote({ amount: usd('1000'), validUntil: day(16) })))
      .thenFails('GIGS.QUOTE_EXPIRED');
  });

  it('gives its slot back when the contract is declined, never once it is signed', () => {
    const hired = [...open, enter(), award(), accept(), offerOut()];
    expect(
      given(...hired, freeSlot())
        .when(enterRival())
        .decided(),
    ).toHaveLength(1);
    given(...hired, hireSigned())
      .when(freeSlot())
      .thenNothingHappens();
  });

  it('closes the brief with the last signature, and notes a repeat', () => {
    const [signed, closed] = given(...open, enter(), award(), accept())
      .when(hireSigned())
      .decided();
    expect([signed, closed]).toMatchObject([
      { data: { contractId: CONTRACT } },
      { data: { reason: 'filled', hiredPartyIds: [FREELANCER] } },
    ]);
    given(...open, enter(), award(), accept(), hireSigned())
      .when(hireSigned())
      .thenNothingHappens();
  });

  it('is dropped with its party, whatever it is', () => {
    expect(
      given(...open, enter())
        .when(drop())
        .decided(),
    ).toMatchObject([{ data: { as: 'retracted' } }]);
    expect(
      given(...open, enter(), award())
        .when(drop())
        .decided(),
    ).toMatchObject([{ data: { as: 'declined' } }]);
    given(...open, enter(), award(), accept())
      .when(drop())
      .thenNothingHappens();
    given(...open)
      .when(drop())
      .thenNothingHappens();
  });
});

describe('Whatever is ordered on a brief', () => {
  const proposals = ['p0', 'p1', 'p2', 'p3'] as const;
  const command = fc.tuple(fc.nat(7), fc.nat(3), fc.nat(2)).map(([act, index, party]): BriefCommand => {
    const proposalId = proposals[index] ?? 'p0';
    const freelancerPartyId = [FREELANCER, RIVAL, CONTRACT][party] ?? RIVAL;
    const commands: readonly BriefCommand[] = [
      enter({ proposalId, freelancerPartyId, quote: quote({ freelancerPartyId }) }), shortlist(proposalId), award(proposalId), takeBack(proposalId),
      accept(proposalId), leave('declined', day(0), proposalId), leave('retracted', day(0), proposalId), hireSigned(proposalId),
    ]; // prettier-ignore
    return commands[act] ?? shortlist(proposalId);
  });

  it('at most one acceptance a slot and one open proposal a party', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 }), fc.array(command, { maxLength: 40 }), (hires, commands) => {
        let events: readonly BriefEvent[] = briefAfter(draftBrief({ hires }), publishBrief());
        for (const next of commands) {
          const { state } = specFor(briefDecider)(...events);
          try {
            events = [...events, ...briefDecider.decide(next, state)];
          } catch (error) {
            if (!isDomainError(error)) throw error;
          }
          const after = specFor(briefDecider)(...events).state;
          const parties = entriesOf(after, 'placed', 'shortlisted', 'awarded', 'accepted').map(
            (entry) => entry.freelancerPartyId,
          );
          expect(entriesOf(after, 'accepted').length).toBeLessThanOrEqual(hires);
          expect(new Set(parties).size).toBe(parties.length);
        }
      }),
    ));
});
