import { defineProjection } from '@guildhall/event-sourcing';
import { verificationStorage, type VerificationEvent } from '../../domain/verification/verification.events.js';
import { evolveVerification, noVerification, type VerificationState } from '../../domain/verification/verification.state.js';

/** The folded verification of a party; nothing personal is in it. The answer is worked out of it when asked. */
export type CapabilitiesDocument = VerificationState;

/** "What can I do, what is missing?" by party. */
export const capabilities = defineProjection<VerificationEvent, CapabilitiesDocument>({
  name: 'capabilities',
  version: 1,
  from: [verificationStorage.category],
  ids: ({ streamKey }) => [streamKey],
  reduce: (document, event) => evolveVerification(document ?? noVerification, event),
});
