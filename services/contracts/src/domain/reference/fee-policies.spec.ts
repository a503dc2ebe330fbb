import { describe, expect, it } from '@jest/globals';
import { specFor } from '@guildhall/testing';
import { feePolicyDecider, minimumOf, type FeePolicyCommand } from './fee-policies.js';

const given = specFor(feePolicyDecider);
const noted: FeePolicyCommand = {
  type: 'NoteFeePolicy',
  data: {
    policyVersion: 'fee-v1',
    effectiveFrom: '2026-01-01T00:00:00.000Z',
    policyHash: `sha256:${'a'.repeat(64)}`,
    milestoneMinimum: { USD: { amount: '500', currency: 'USD' } },
  },
};

describe('Fee policies as contracts knows them', () => {
  it('are noted once each', () => {
    const events = given().when(noted).decided();
    given(...events)
      .when(noted)
      .thenNothingHappens();
  });

  it('answer the least amount of a milestone by version and currency', () => {
    const { state } = given(...given().when(noted).decided());
    expect(minimumOf(state, 'fee-v1', 'USD')).toEqual({ amount: '500', currency: 'USD' });
    expect(minimumOf(state, 'fee-v1', 'JPY')).toBeNull();
    expect(minimumOf(state, 'fee-v9', 'USD')).toBeNull();
    expect(minimumOf(state, undefined, 'USD')).toBeNull();
  });
});
