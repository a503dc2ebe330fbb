import { describe, expect, it } from '@jest/globals';
import { catalogue, validateOnWrite } from '@guildhall/event-catalogue';
import type { StoredEvent } from '@guildhall/event-sourcing';
import profileSamples from '../domain/profile/samples/profile-v1.json' with { type: 'json' };
import reviewSamples from '../domain/reviews/samples/reviews-v1.json' with { type: 'json' };
import { reputationFacts } from './reputation.facts.js';

const samples = [...profileSamples, ...reviewSamples];
const told = reputationFacts.map((mapping) => {
  const sample = samples.find(({ type }) => type === mapping.event);
  return [mapping.fact.name, mapping.fact, mapping.data({ ...sample } as unknown as StoredEvent) as object] as const;
});

describe('What reputation tells', () => {
  it('is all that the catalogue owes to it', () =>
    expect(told.map(([name]) => name).sort()).toEqual(
      catalogue
        .filter(({ owner }) => owner === 'reputation')
        .map(({ name }) => name)
        .sort(),
    ));
  it.each(told)('fits its closed schema, without text, salt, seal or reasons: %s', (_, fact, data) => {
    expect(() => validateOnWrite(fact.type, data)).not.toThrow();
    expect(JSON.stringify(data)).not.toMatch(/Good to work|slow|salt|commit|contributions|alpha/);
  });
  it('holds the numbers of a score that has some', () => {
    const mapping = reputationFacts.find(({ event }) => event === 'ScoreRecomputed');
    const sample = profileSamples.find(({ type }) => type === 'ScoreRecomputed');
    const numbers = { headline: 71.3, mean: 83.9, interval: { low: 71.3, high: 94.6, level: 0.8 } };
    const data = mapping?.data({ ...sample, data: { ...sample?.data, ...numbers } } as unknown as StoredEvent);
    expect(data).toMatchObject(numbers);
  });
});
