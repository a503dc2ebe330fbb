import { oneOf } from '../schema/fields.js';

/** What a party may do after checks (glossary). */
export const capability = oneOf('hire', 'get_paid', 'withdraw', 'arbitrate');

/** Why a capability is closed (identity.md, Transitions). */
export const disabledReason = oneOf(
  'requirements.past_due',
  'requirements.pending_verification',
  'under_review',
  'platform_paused',
  'listed',
  'rejected.fraud',
  'rejected.terms_of_service',
  'rejected.other',
);

/** Roles of an account (glossary). */
export const accountRole = oneOf('freelancer', 'client', 'agency_member', 'mediator', 'trust_safety', 'operator');

/** Roles of a seat in an organisation (identity.md, Features). */
export const seatRole = oneOf('owner', 'admin', 'hiring', 'finance', 'viewer');

/** What a restriction limits (identity.md, Transitions). */
export const restrictionScope = oneOf('hire', 'propose', 'publish', 'payout', 'spend', 'message', 'contracts');
