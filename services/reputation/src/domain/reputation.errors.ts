import { errorFactory } from '@guildhall/kernel';

/** Every code of reputation with its kind (reputation.md, Errors); feeds OpenAPI. */
export const reputationErrors = {
  'REPUTATION.WINDOW_CLOSED': 'conflict',
  'REPUTATION.NOT_ELIGIBLE': 'forbidden',
  'REPUTATION.ALREADY_REVEALED': 'conflict',
  'REPUTATION.SEALED': 'forbidden',
  'REPUTATION.DIMENSION_MISSING': 'invalid',
  'REPUTATION.RATING_RANGE': 'invalid',
  'REPUTATION.COMMIT_MISMATCH': 'conflict',
  'REPUTATION.CONTACT_DATA': 'invalid',
  'REPUTATION.ILLEGAL_TRANSITION': 'conflict',
} as const;

export const fail = errorFactory(reputationErrors);
