import { describe, expect, it } from '@jest/globals';
import { specFor } from '@guildhall/testing';
import { partyDecider, payoutGate, spendingRestrictions, type PartyCommand, type PartyEvent } from './party.decider.js';

const given = specFor(partyDecider);
const capability = (open: 'open' | 'closed', sourceRevision: string): PartyCommand => ({
  type: 'NoteCapability',
  data: { partyId: 'F', capability: 'withdraw', open, missing: open === 'open' ? [] : ['tax_form'], sourceRevision },
});
const restriction = (
  state: 'began' | 'ended',
  sourceRevision: string,
  scope: readonly string[] = ['payout'],
  carveOut: readonly string[] = [],
): PartyCommand => ({
  type: 'NoteRestriction',
  data: { partyId: 'F', restrictionId: 'r', state, scope, carveOut, sourceRevision },
});
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

describe('What payments heard of a party', () => {
  it('keeps withdrawal closed until identity opens it, and says what is missing', () => {
    expect(payoutGate(stateAfter())).toEqual({ withdraw: 'closed', missing: ['verification'], restricted: [] });
    expect(payoutGate(stateAfter(capability('closed', '3')))).toMatchObject({ withdraw: 'closed', missing: ['tax_form'] });
    expect(payoutGate(stateAfter(capability('closed', '3'), capability('open', '5')))).toMatchObject({ withdraw: 'open' });
  });
  it('ignores an older word about the same thing', () => {
    given(...after(capability('open', '5')))
      .when(capability('closed', '3'))
      .thenNothingHappens();
    given(...after(restriction('ended', '7')))
      .when(restriction('began', '6'))
      .thenNothingHappens();
  });
  it('stops payouts under a restriction of payouts, until it ends, unless earned money is carved out', () => {
    expect(payoutGate(stateAfter(restriction('began', '6'))).restricted).toEqual(['r']);
    expect(payoutGate(stateAfter(restriction('began', '6'), restriction('ended', '7'))).restricted).toEqual([]);
    expect(payoutGate(stateAfter(restriction('began', '6', ['payout'], ['earned_money']))).restricted).toEqual([]);
    expect(payoutGate(stateAfter(restriction('began', '6', ['publish']))).restricted).toEqual([]);
  });
  it('stops charges under a restriction of spending, unless live contracts are carved out', () => {
    expect(spendingRestrictions(stateAfter(restriction('began', '6', ['spend'])))).toEqual(['r']);
    expect(spendingRestrictions(stateAfter(restriction('began', '6', ['spend'], ['live_contracts'])))).toEqual([]);
  });
});
