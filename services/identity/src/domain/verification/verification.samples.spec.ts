import { describe, expect, it } from '@jest/globals';
import { missingSamples, upcastSample } from '@guildhall/testing';
import { verificationStorage, type VerificationEvent } from './verification.events.js';
import samples from './samples/verification-v1.json' with { type: 'json' };
import { evolveVerification, noVerification } from './verification.state.js';

describe('Verifications as they were stored', () => {
  it('have a sample of every version', () => expect(missingSamples(verificationStorage, samples)).toEqual([]));
  it('still fold', () => {
    const events = samples.map((sample) => upcastSample(verificationStorage, sample) as VerificationEvent);
    expect(events.reduce(evolveVerification, noVerification)).toMatchObject({
      ...{
        status: 'rejected',
        level: 'kyc-1',
        wanted: ['get_paid', 'withdraw'],
        enabled: [],
        crossed: ['earned|kyc-1'],
        payoutFailures: 0,
      },
      accepted: { legal_name: null, id_document: '2034-06-30', billing_method: null, payout_destination: null },
      pastDue: ['id_document'],
    });
  });
});
