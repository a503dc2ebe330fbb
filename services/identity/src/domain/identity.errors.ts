import { errorFactory } from '@guildhall/kernel';

/** Every code of identity with its kind (identity.md, Errors); feeds OpenAPI. */
export const identityErrors = {
  'IDENTITY.CREDENTIALS_INVALID': 'unauthenticated',
  'IDENTITY.STEP_UP_REQUIRED': 'unauthenticated',
  'IDENTITY.PASSWORD_WEAK': 'invalid',
  'IDENTITY.TOKEN_REUSED': 'unauthenticated',
  'IDENTITY.CODE_INVALID': 'invalid',
  'IDENTITY.CODE_EXPIRED': 'gone',
  'IDENTITY.CLOCK_BACKWARDS': 'invalid',
  'IDENTITY.BOOTSTRAP_USED': 'gone',
  'IDENTITY.CAPABILITY_MISSING': 'forbidden',
  'IDENTITY.REQUIREMENT_INVALID': 'invalid',
  'IDENTITY.VERIFICATION_PENDING': 'conflict',
  'IDENTITY.SEAT_LAST_OWNER': 'conflict',
  'IDENTITY.ROLE_NOT_ALLOWED': 'forbidden',
  'IDENTITY.RESTRICTION_INCOMPLETE': 'invalid',
  'IDENTITY.FOUR_EYES_REQUIRED': 'forbidden',
  'IDENTITY.APPEAL_WINDOW_CLOSED': 'conflict',
  'IDENTITY.APPEAL_ALREADY_OPEN': 'conflict',
  'IDENTITY.REVIEWER_CONFLICT': 'forbidden',
  'IDENTITY.ACCOUNT_OPEN': 'conflict',
  'IDENTITY.LEGAL_HOLD': 'conflict',
  'IDENTITY.ILLEGAL_TRANSITION': 'conflict',
} as const;

export const fail = errorFactory(identityErrors);
