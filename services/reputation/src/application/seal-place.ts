import type { EnvelopePlace } from '@guildhall/event-sourcing';
import { streamOf } from '@guildhall/kernel';
import { reviewsStorage } from '../domain/reviews/reviews.events.js';
import type { Side } from '../domain/score/evidence.js';

export const SEAL = 'seal';

/**
 * Where a sealed review stands, and with `subject` its key: one for each pair and side. `type` is that of the first sealing also when a
 * review is sealed again, because it is sealed before the decider says which of the two it is.
 */
export const sealPlace = (contractId: string, side: Side): EnvelopePlace => ({
  stream: streamOf(reviewsStorage, contractId),
  type: 'ReviewSealed',
  field: 'sealed',
  subject: `reviews-${contractId}-${side}`,
});
