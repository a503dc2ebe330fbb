import { describe, expect, it } from '@jest/globals';
import { specFor } from '@guildhall/testing';
import { agreedWith, partyDecider, standingOf, type PartyCommand } from './party.decider.js';
import type { PartyEvent } from './party.events.js';

const given = specFor(partyDecider);
const PARTY = '7e014f6b-1b3f-5c1c-8045-75472df8e535';
const OTHER = 'adba5708-f0d0-5f1f-b871-a1fd2536c23e';
const CONTRACT = '29dc703c-94d4-5e5b-80dd-d81a22148c6f';
const AT = '2026-03-02T09:00:00.000Z';

const opened = (sourceRevision: string): PartyCommand => ({
  type: 'NoteCapabilityOpened',
  data: { partyId: PARTY, capability: 'hire', policyVersion: 'kyc-v1', sourceRevision },
});
const closed = (sourceRevision: string): PartyCommand => ({
  type: 'NoteCapabilityClosed',
  data: {
    partyId: PARTY,
    capability: 'hire',
    disabledReason: 'requirements.past_due',
    currentlyDue: ['billing_method'],
    sourceRevision,
  },
});
const restricted = (scope: readonly string[], sourceRevision = '0'): PartyCommand => ({
  type: 'NoteRestriction',
  data: {
    partyId: PARTY,
    restrictionId: 'r1',
    stage: 'suspended',
    scope,
    carveOut: ['funded_milestones'],
    reasonCode: 'terms.repeated_breach',
    reviewDate: '2026-03-15',
    sourceRevision,
    at: AT,
  },
});
const lifted = (sourceRevision = '1'): PartyCommand => ({
  type: 'NoteRestrictionLifted',
  data: { partyId: PARTY, restrictionId: 'r1', cause: 'lifted', sourceRevision, at: AT },
});
const entered: PartyCommand = {
  type: 'EnterContract',
  data: { partyId: PARTY, contractId: CONTRACT, counterpartyId: OTHER, price: { amount: '50000', currency: 'USD' }, at: AT },
};
const left: PartyCommand = { type: 'LeaveContract', data: { partyId: PARTY, contractId: CONTRACT, lived: 'declined' } };
const accountClosed: PartyCommand = { type: 'NoteAccountClosed', data: { partyId: PARTY, accountId: PARTY, closedAt: AT } };

const after = (...commands: readonly PartyCommand[]): readonly PartyEvent[] =>
  commands.reduce<readonly PartyEvent[]>(
    (events, command) => [
      ...events,
      ...given(...events)
        .when(command)
        .decided(),
    ],
    [],
  );
const stateAfter = (...commands: readonly PartyCommand[]) => given(...after(...commands)).state;

describe('What contracts knows of a party', () => {
  it('has no capability that nobody told of', () => expect(standingOf(stateAfter(), 'hire').state).toBe('closed'));

  it('keeps a gate open when an older closing is replayed', () => {
    expect(standingOf(stateAfter(closed('3'), opened('4')), 'hire').state).toBe('open');
    given(...after(closed('3'), opened('4')))
      .when(closed('3'))
      .thenNothingHappens();
  });

  it('says what is missing', () =>
    expect(standingOf(stateAfter(opened('3'), closed('4')), 'hire')).toEqual({ state: 'closed', missing: ['billing_method'] }));

  it('stops its open contracts when the scope names contracts, and only then', () => {
    expect(after(entered, restricted(['contracts'])).at(-1)?.data).toMatchObject({ contractIds: [CONTRACT] });
    expect(after(entered, restricted(['publish'])).at(-1)?.data).toMatchObject({ contractIds: [] });
  });

  it('stops a contract that is entered later, and frees all when it is lifted', () => {
    const stopped = after(restricted(['contracts']), entered);
    expect(stopped.at(-1)?.data).toMatchObject({ stops: [{ restrictionId: 'r1', carveOut: ['funded_milestones'] }] });
    expect(
      given(...stopped)
        .when(lifted())
        .decided()[0]?.data,
    ).toMatchObject({ contractIds: [CONTRACT] });
  });

  it('does not begin a restriction again that was lifted', () =>
    given(...after(entered, restricted(['contracts']), lifted()))
      .when(restricted(['contracts']))
      .thenNothingHappens());

  it('remembers a lift that comes before the restriction', () =>
    given(...after(entered, lifted()))
      .when(restricted(['contracts']))
      .thenNothingHappens());

  it('names the open contracts when its account closes', () => {
    expect(after(entered, accountClosed).at(-1)?.data).toMatchObject({ contractIds: [CONTRACT] });
    expect(after(entered, left, accountClosed).at(-1)?.data).toMatchObject({ contractIds: [] });
    given(...after(accountClosed))
      .when(accountClosed)
      .thenNothingHappens();
  });

  it('sums what was agreed with a counterparty, declined contracts apart', () => {
    const asked = { counterpartyId: OTHER, currency: 'USD', since: AT, except: 'another' };
    expect(agreedWith(stateAfter(entered), asked)).toEqual({ amount: '50000', currency: 'USD' });
    expect(agreedWith(stateAfter(entered, left), asked).amount).toBe('0');
    expect(agreedWith(stateAfter(entered), { ...asked, since: '2026-03-02T09:00:00.001Z' }).amount).toBe('0');
    given(...after(entered))
      .when(entered)
      .thenNothingHappens();
  });
});
