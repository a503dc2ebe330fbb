import { describe, expect, it } from '@jest/globals';
import { missingSamples, specFor, type GoldenSample } from '@guildhall/testing';
import { partyDecider, partyStorage, shareHistory, unknownParty, type PartyEvent } from './party.decider.js';
import samples from './samples/party.v1.json' with { type: 'json' };

const given = specFor(partyDecider);
const profile = (sourceRevision: string, country: string): PartyEvent => ({
  type: 'ProfileHeard',
  data: { partyId: 'p', country, languages: ['de'], timeZone: 'Europe/Vienna', sourceRevision },
});

describe('What is known of a party', () => {
  it('is its newest profile', () => {
    given(profile('3', 'AT'))
      .when({ type: 'NoteProfile', data: profile('2', 'DE').data as never })
      .thenNothingHappens();
    given(profile('3', 'AT'))
      .when({ type: 'NoteProfile', data: profile('4', 'DE').data as never })
      .then(profile('4', 'DE'));
    expect(given(profile('3', 'AT'), profile('4', 'DE')).state.country).toBe('DE');
  });
  it('grows by each counterparty once', () => {
    const data = { partyId: 'p', counterpartyId: 'q', contractId: 'c' };
    given().when({ type: 'NoteCounterparty', data }).then({ type: 'CounterpartyHeard', data });
    given({ type: 'CounterpartyHeard', data }).when({ type: 'NoteCounterparty', data }).thenNothingHappens();
  });
  it('takes facts without effect', () =>
    given()
      .when({ type: 'NoteNothingOfParty', data: { partyId: 'p' } })
      .thenNothingHappens());
  it('has a sample of every event version', () =>
    expect(missingSamples(partyStorage, samples as readonly GoldenSample[])).toEqual([]));
});

describe('Shared history', () => {
  const mediator = { id: 'm', state: { ...unknownParty, owns: ['firm'] } };
  it('is there between a person and itself, its organisation and its former counterparties', () => {
    expect(shareHistory(mediator, { id: 'm', state: unknownParty })).toBe(true);
    expect(shareHistory(mediator, { id: 'firm', state: unknownParty })).toBe(true);
    expect(shareHistory(mediator, { id: 'org', state: { ...unknownParty, ownerAccountId: 'm' } })).toBe(true);
    expect(shareHistory(mediator, { id: 'p', state: { ...unknownParty, counterparties: ['m'] } })).toBe(true);
    expect(shareHistory(mediator, { id: 'p', state: { ...unknownParty, counterparties: ['firm'] } })).toBe(true);
  });
  it('is not there between others', () =>
    expect(shareHistory(mediator, { id: 'p', state: { ...unknownParty, counterparties: ['q'], ownerAccountId: 'x' } })).toBe(
      false,
    ));
});
