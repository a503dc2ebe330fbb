import { describe, expect, it } from '@jest/globals';
import { missingSamples, specFor, upcastSample } from '@guildhall/testing';
import { standingDecider, standingStorage, type StandingCommand, type StandingEvent } from './standing.decider.js';
import samples from './samples/standing-v1.json' with { type: 'json' };

const given = specFor(standingDecider);
const data = { partyId: 'ada', disputeId: 'd-1' };
const opened: StandingCommand = { type: 'NoteCase', data };
const closed: StandingCommand = { type: 'NoteCaseEnd', data };
const noted: StandingEvent = { type: 'CaseNoted', data };
const ended: StandingEvent = { type: 'CaseEndNoted', data };

describe('The standing of a party', () => {
  it('knows the cases that are open', () => {
    given().when(opened).then(noted);
    given(noted).when(opened).thenNothingHappens();
    given(noted).when(closed).then(ended);
    given(noted, ended).when(closed).thenNothingHappens();
  });

  it('does not open again what has ended, though the opening is heard late', () => {
    given().when(closed).then(ended);
    given(ended).when(opened).thenNothingHappens();
  });

  it('is still made of events as they were stored', () => {
    expect(missingSamples(standingStorage, samples)).toEqual([]);
    const states = samples.map((_, index) =>
      samples
        .slice(0, index + 1)
        .reduce(
          (state, sample) => standingDecider.evolve(state, upcastSample(standingStorage, sample) as StandingEvent),
          standingDecider.initialState(),
        ),
    );
    const disputeId = 'fc502577-33d8-5fb7-953e-bf0c75ad7db0';
    expect(states).toEqual([
      { open: [disputeId], ended: [] },
      { open: [], ended: [disputeId] },
    ]);
  });
});
