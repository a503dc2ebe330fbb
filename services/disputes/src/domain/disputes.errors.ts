import { errorFactory } from '@guildhall/kernel';

/** Every code of disputes with its kind (disputes.md, Errors); feeds OpenAPI. */
export const disputeErrors = {
  'DISPUTES.NOTHING_DISPUTABLE': 'conflict',
  'DISPUTES.AMOUNT_TOO_HIGH': 'invalid',
  'DISPUTES.ALREADY_OPEN': 'conflict',
  'DISPUTES.WINDOW_CLOSED': 'conflict',
  'DISPUTES.NOT_A_PARTY': 'not-found',
  'DISPUTES.ACTOR_NOT_ALLOWED': 'forbidden',
  'DISPUTES.ILLEGAL_TRANSITION': 'conflict',
  'DISPUTES.DEADLINE_PASSED': 'conflict',
  'DISPUTES.OFFER_OUT_OF_RANGE': 'invalid',
  'DISPUTES.EVIDENCE_LIMIT': 'too-large',
  'DISPUTES.SEALED': 'forbidden',
  'DISPUTES.CONFLICT_OF_INTEREST': 'forbidden',
  'DISPUTES.REASONS_MISSING': 'invalid',
  'DISPUTES.SPLIT_DOES_NOT_SUM': 'invalid',
  'DISPUTES.FOUR_EYES_REQUIRED': 'forbidden',
} as const;

export const fail = errorFactory(disputeErrors);
