import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { missingSamples, upcastSample, type GoldenSample } from '@guildhall/testing';
import { feePolicyDecider, feePolicyStorage, type FeePolicyEvent } from '../reference/fee-policies.js';
import { partyDecider } from './party.decider.js';
import { partyStorage, type PartyEvent } from './party.events.js';

const samplesOf = (path: string): readonly GoldenSample[] => {
  const folder = new URL(path, import.meta.url);
  return readdirSync(folder).map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as GoldenSample);
};
const ofParties = samplesOf('./samples/');
const ofPolicies = samplesOf('../reference/samples/');

describe('Recorded events of what was heard', () => {
  it('hold every version of every type', () => {
    expect(missingSamples(partyStorage, ofParties)).toEqual([]);
    expect(missingSamples(feePolicyStorage, ofPolicies)).toEqual([]);
  });

  it('fold through the present code', () => {
    const fold = () =>
      ofParties.reduce(
        (state, sample) => partyDecider.evolve(state, upcastSample(partyStorage, sample) as PartyEvent),
        partyDecider.initialState(),
      );
    expect(fold().account).toBe('closed');
    const policies = ofPolicies.map((sample) => upcastSample(feePolicyStorage, sample) as FeePolicyEvent);
    expect(
      policies.reduce((known, event) => feePolicyDecider.evolve(known, event), feePolicyDecider.initialState()),
    ).toHaveProperty('fee-v1');
  });
});
