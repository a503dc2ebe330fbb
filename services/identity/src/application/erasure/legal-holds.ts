import { EVENT_STORE, type EventStore } from '@guildhall/event-sourcing';
import { streamOf, type Instant } from '@guildhall/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { holdEnd } from '../../domain/subject/erasure-policy.js';
import { verificationStorage, type VerificationEvent } from '../../domain/verification/verification.events.js';

/** What makes a party one whose records the law keeps: documents that were shown, an instrument or a destination of money. */
const KEPT: readonly VerificationEvent['type'][] = ['VerificationSubmitted', 'BillingMethodNoted', 'PayoutDestinationNoted'];

/** Says until when the law keeps records of a person. */
@Injectable()
export class LegalHolds {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  /** Null where there is nothing that the law keeps. `closedAt`: when the relationship ended. Errors: `StoreUnavailable`. */
  async until(partyId: string, closedAt: Instant): Promise<Instant | null> {
    const types: readonly string[] = KEPT;
    for await (const { type } of this.store.read(streamOf(verificationStorage, partyId)))
      if (types.includes(type)) return holdEnd(closedAt);
    return null;
  }
}
