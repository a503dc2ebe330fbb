import { describe, expect, it } from '@jest/globals';
import { ERASED, type Projected } from '@guildhall/event-sourcing';
import type { VerificationEvent } from '../../domain/verification/verification.events.js';
import { reviewQueue } from './review-queue.projection.js';

const submitted = (documents: unknown) =>
  ({
    type: 'VerificationSubmitted',
    data: {
      partyId: 'p',
      submissionId: 's',
      capabilities: ['withdraw'],
      outlines: { legal_name: {}, id_document: { documentHash: 'sha256:ab' } },
      documents,
      submittedBy: 'p',
      submittedAt: '2026-03-02T09:00:00.000Z',
    },
  }) as unknown as Projected<VerificationEvent>;

describe('A submission in the review queue', () => {
  it('shows the items that were shown, with a mark for each whose key is gone', () => {
    const whole = reviewQueue.reduce(null, submitted({ legal_name: 'Ada Lovelace', id_document: { number: 'C01' } }), 'p');
    expect(whole?.items).toEqual({ legal_name: 'Ada Lovelace', id_document: { number: 'C01' } });
    expect(reviewQueue.reduce(null, submitted(ERASED), 'p')?.items).toEqual({ legal_name: ERASED, id_document: ERASED });
  });
});
