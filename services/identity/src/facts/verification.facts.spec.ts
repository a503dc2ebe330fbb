import { describe, expect, it } from '@jest/globals';
import { validateOnWrite } from '@guildhall/event-catalogue';
import type { StoredEvent } from '@guildhall/event-sourcing';
import restrictionSamples from '../domain/restriction/samples/restriction-v1.json' with { type: 'json' };
import verificationSamples from '../domain/verification/samples/verification-v1.json' with { type: 'json' };
import { restrictionFactMappings, verificationFactMappings } from './verification.facts.js';

const samples: readonly Readonly<{ type: string; data: object }>[] = [...verificationSamples, ...restrictionSamples];
const told = [...verificationFactMappings, ...restrictionFactMappings].map((mapping) => {
  const sample = samples.find(({ type }) => type === mapping.event);
  return { name: mapping.fact.name, type: mapping.fact.type, data: mapping.data({ ...sample } as StoredEvent) as object };
});

describe('What identity tells of verifications and restrictions', () => {
  it('is every fact of this part of the catalogue', () =>
    expect(told.map(({ name }) => name).sort()).toEqual([
      'CapabilityDisabled',
      'CapabilityEnabled',
      'PartyRestricted',
      'PartyVerified',
      'RestrictionLifted',
    ]));
  it.each(told)('fits the schema: $name', ({ type, data }) => expect(() => validateOnWrite(type, data)).not.toThrow());
  it('leaves out the end of a verification without one', () => {
    const [partyVerified] = verificationFactMappings;
    const sample = samples.find(({ type }) => type === 'PartyVerified');
    const event = { data: { ...sample?.data, validUntil: null } } as unknown as StoredEvent;
    expect(partyVerified?.data(event)).not.toHaveProperty('validUntil');
  });
  it('holds no name, number, reason or text', () => {
    const text = JSON.stringify(told);
    for (const personal of ['Ada', 'C01X00T47', 'Market', 'disagree', 'error of ours']) expect(text).not.toContain(personal);
  });
});
